"""One question to スマレジ's platform, and what its refusals mean."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limited, Refused, Unreachable
from hanjo.channels.malls.said import number, words

SCOPES = "pos.transactions:read pos.stock:read pos.stock:write pos.products:read pos.products:write pos.stores:read"
WRONG_KEY = (
    "クライアント ID とシークレットでトークンを取得できません。"
    "スマレジ・デベロッパーズのアプリと契約 ID、アプリの契約（有効化）を確かめてください。"
)
NO_RIGHT = f"アプリの権限が足りません。スコープ {SCOPES} をアプリに付けてください。"
SOON, PAGE, MOST_PAGES = 1.0, 1000, 1000


@dataclass(frozen=True, slots=True)
class Line:
    """The line to one contract."""

    access: Access

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        key: str = "",
        about: str = "",
    ) -> Any:
        """Ask, and give the answer; raises Limited, KeyRefused, Refused or Unreachable for everything else."""
        address = f"{self.access.base_url}/{self.option('contract_id')}/pos/{path}"
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        answer = self.access.wire.ask(
            "read" if method == "GET" else "write", method, f"{address}?{urlencode(query)}" if query else address,
            headers=headers, body=json.dumps(body, ensure_ascii=False).encode() if body is not None else None, key=key,
            about=about,
        )  # fmt: skip
        return told(answer)

    def rows(self, path: str, query: Mapping[str, str | int]) -> Iterator[Mapping[str, Any]]:
        """Every row of a list, page by page."""
        for page in range(1, MOST_PAGES):
            found = listed(self.ask("GET", path, query={**query, "limit": PAGE, "page": page}))
            yield from found
            if len(found) < PAGE:
                return

    def option(self, name: str, default: str = "") -> str:
        """What the connection says."""
        return str(self.access.options.get(name) or default).strip()

    def named(self, name: str, default: str) -> frozenset[str]:
        """An option that is a list of words."""
        return frozenset(one.strip() for one in self.option(name, default).split(",") if one.strip())

    def _token(self) -> str:
        return self.access.tokens.get("access") or self.access.tokens.renew("access", self._new_token)

    def _new_token(self) -> tuple[str, float, Mapping[str, str]]:
        """A token of the app itself (client credentials)."""
        secrets = self.access.secrets
        pair = f"{secrets.get('client_id', '')}:{secrets.get('client_secret', '')}"
        host = self.access.base_url.replace("//api.", "//id.")
        answer = self.access.wire.ask(
            "token", "POST", f"{host}/app/{self.option('contract_id')}/token",
            headers={
                "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode({"grant_type": "client_credentials", "scope": SCOPES}).encode(),
        )  # fmt: skip
        if answer.status in (400, 401, 403):
            raise KeyRefused(NO_RIGHT if b"scope" in answer.body else WRONG_KEY)
        found = told(answer)
        token, lives = words(found, "access_token"), number(found, "expires_in")
        if not token:
            raise Unreachable("an answer without a token")
        return token, float(lives) if lives is not None else 300.0, {}


def listed(found: Any) -> list[Mapping[str, Any]]:
    """A list of objects; anything else is no answer."""
    if not isinstance(found, list):
        raise Unreachable("an answer that is no list")
    return [one for one in found if isinstance(one, Mapping)]


def told(answer: Answer) -> Any:
    """The body of an answer; raises what its status means."""
    if answer.status == 429:
        raise Limited(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 401:
        raise KeyRefused(WRONG_KEY)
    if answer.status == 403:
        raise KeyRefused(NO_RIGHT)
    try:
        found = answer.data
    except ValueError as error:
        raise Unreachable(f"HTTP {answer.status}, no JSON") from error
    if 400 <= answer.status < 500:
        text = words(found, "detail") or words(found, "title")
        raise Refused(str(answer.status), text)
    if answer.status >= 300:
        raise Unreachable(f"HTTP {answer.status}")
    return found


def _seconds(written: str) -> float:
    try:
        return min(max(float(written), 0.1), 3600.0)
    except ValueError:
        return SOON
