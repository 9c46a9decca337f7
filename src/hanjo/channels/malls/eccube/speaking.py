"""One question to an EC-CUBE shop, its tokens, and what its refusals mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hanjo.channels.malls.eccube.translate import words
from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limited, Refused, Unreachable

NO_URL = "店の URL を https:// から入れてください。"
NO_CODE = (
    "認可コードかリフレッシュトークンを入れてください。"
    "管理画面の「設定 › API管理 › OAuth管理」で許可すると得られます。"
)
TOO_LATE = (
    "トークンを更新できません。管理画面でもう一度許可し、新しい認可コード（10 分間有効）を入れてください。"
)
WRONG_APP = "クライアント ID かシークレットが違います。管理画面の「OAuth管理」で確かめてください。"
REFUSED = "アクセストークンが受け付けられません。管理画面でもう一度許可し、新しい認可コードを入れてください。"
NO_RIGHT = "API クライアントの権限が足りません。スコープ read と write の両方を許可してください。"
NO_PLUGIN = "API が見つかりません。店の URL と、プラグイン「Web API」が有効なことを確かめてください。"
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A field that the shop could not answer."""

    at: str  # the field's name in our document
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """The line to one shop."""

    access: Access

    @property
    def root(self) -> str:
        """The shop's address."""
        found = (self.access.base_url or str(self.access.options.get("url", ""))).strip().rstrip("/")
        if not found.startswith(("https://", "http://")):
            raise KeyRefused(NO_URL)
        return found

    def ask(
        self, document: str, variables: Mapping[str, Any], *, about: str = ""
    ) -> tuple[Mapping[str, Any], list[Trouble]]:
        """Ask; gives the data, and what of it could not be answered."""
        answer = self.access.wire.ask(
            "api", "POST", f"{self.root}/api",
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token()}"},
            body=json.dumps({"query": document, "variables": dict(variables)}, ensure_ascii=False).encode(),
            about=about,
        )  # fmt: skip
        if answer.status in (401, 403):
            raise KeyRefused(REFUSED)
        found = told(answer)
        errors = found.get("errors")
        troubles = (
            [_trouble(one) for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
        )
        if any("Insufficient permission" in one.text for one in troubles):
            raise KeyRefused(NO_RIGHT)
        data = found.get("data")
        if not isinstance(data, dict):
            if troubles:
                raise Refused("graphql", troubles[0].text)
            raise Unreachable("an answer without data")
        return data, troubles

    def _token(self) -> str:
        return self.access.tokens.get("access") or self.access.tokens.renew("access", self._new_token)

    def _new_token(self) -> tuple[str, float, Mapping[str, str]]:
        """By the refresh token that came last, by the code of the admin's consent, or by a token that was typed in.

        A refresh token and a code are good for one use: what was used is refused, and the next one is tried.
        """
        secrets, options = self.access.secrets, self.access.options
        redirect = str(options.get("redirect_uri") or f"{self.root}/")
        grants = [
            ("refresh_token", {"refresh_token": self.access.tokens.get("refresh")}),
            ("authorization_code", {"code": secrets.get("code", ""), "redirect_uri": redirect}),
            ("refresh_token", {"refresh_token": secrets.get("refresh_token", "")}),
        ]
        tried = False
        for kind, values in grants:
            if not all(values.values()):
                continue
            tried = True
            if made := self._granted(kind, values):
                return made
        raise KeyRefused(TOO_LATE if tried else NO_CODE)

    def _granted(self, kind: str, values: Mapping[str, str]) -> tuple[str, float, Mapping[str, str]] | None:
        """What the shop gives for this; None when it was used or ran out."""
        client = str(self.access.options.get("client_id", ""))
        form = {
            "grant_type": kind,
            "client_id": client,
            "client_secret": self.access.secrets.get("client_secret", ""),
        }
        answer = self.access.wire.ask(
            "token", "POST", f"{self.root}/token",
            headers={"Content-Type": "application/x-www-form-urlencoded"}, body=urlencode({**form, **values}).encode(),
        )  # fmt: skip
        if answer.status in (400, 401, 403):
            if b"invalid_client" in answer.body:
                raise KeyRefused(WRONG_APP)
            return None
        found = told(answer)
        token, lives = words(found, "access_token"), found.get("expires_in")
        if not token:
            raise Unreachable("an answer without a token")
        others = {"refresh": words(found, "refresh_token")} if words(found, "refresh_token") else {}
        return token, float(lives) if isinstance(lives, (int, float)) else 3600.0, others


def told(answer: Answer) -> Mapping[str, Any]:
    """The body of an answer; raises what its status means."""
    if answer.status in (429, 503) and answer.headers.get("retry-after", "").isdecimal():
        raise Limited(min(float(answer.headers["retry-after"]), 3600.0) or 1.0)
    if answer.status == 429:
        raise Limited(SECONDS)
    if answer.status == 404:
        raise KeyRefused(NO_PLUGIN)
    try:
        found = answer.data
    except ValueError as error:
        raise Unreachable(f"HTTP {answer.status}, no JSON") from error
    if answer.status >= 500 or not isinstance(found, dict):
        raise Unreachable(f"HTTP {answer.status}")
    if answer.status >= 300:
        raise Refused(str(answer.status), str(found)[:200])
    return found


def _trouble(told: Mapping[str, Any]) -> Trouble:
    path = told.get("path")
    at = str(path[0]) if isinstance(path, list) and path else ""
    return Trouble(at, words(told, "message") or "理由が示されていません。")
