"""One question to カラーミーショップ, and what its refusals mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limited, Refused, Unreachable
from hanjo.channels.malls.said import words
from hanjo.kernel.clock import JST

FOREVER = 10 * 365 * 86_400.0  # an access token has no end; the house's own record of it needs one
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
LACKING_TOKEN = "アクセストークンか、クライアント ID・シークレット・認可コードを入れてください。"
WRONG_CODE = (
    "認可コードをアクセストークンに換えられません。コードは発行から 10 分、1 回だけ使えます。"
    "カラーミーショップの認証ページでもう一度承認して、新しいコードを入れてください。"
)
WRONG_TOKEN = (
    "アクセストークンが無効です。アプリの承認をやり直して、新しいトークンか認可コードを入れてください。"
)
NO_RIGHT = (
    "アプリの権限が足りません。スコープ read_products、write_products、read_sales、write_sales で"
    "承認をやり直してください。"
)
NOT_THERE = 404
SOON = 2.0  # seconds: when the shop does not say how long


@dataclass(frozen=True, slots=True)
class Line:
    """The line to one shop."""

    access: Access

    def ask(
        self,
        endpoint: str,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
        key: str = "",
        about: str = "",
    ) -> Mapping[str, Any]:
        """Ask, and give the answer; raises Limited, KeyRefused, Refused or Unreachable for everything else."""
        address = f"{self.access.base_url}/v1/{path}.json"
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        answer = self.access.wire.ask(
            endpoint, method, f"{address}?{urlencode(query)}" if query else address, headers=headers,
            body=json.dumps(body, ensure_ascii=False).encode() if body is not None else None, key=key, about=about,
        )  # fmt: skip
        return told(answer)

    def moment(self, at: datetime) -> str:
        """A moment as a search takes it, in Tokyo."""
        pattern = str(self.access.options.get("datetime_format") or "%Y-%m-%d %H:%M:%S")
        return at.astimezone(JST).strftime(pattern)

    def is_on(self, name: str) -> bool:
        """Whether an option says yes."""
        return str(self.access.options.get(name, "")).lower() in ("yes", "true", "1")

    def _token(self) -> str:
        kept = self.access.secrets.get("access_token", "")
        if kept:
            return kept
        return self.access.tokens.get("access") or self.access.tokens.renew("access", self._new_token)

    def _new_token(self) -> tuple[str, float, Mapping[str, str]]:
        """Change the code of the redirect into the token; a code is used once."""
        given = {name: self.access.secrets.get(name, "") for name in ("client_id", "client_secret", "code")}
        if not all(given.values()):
            raise KeyRefused(LACKING_TOKEN)
        where = str(self.access.options.get("redirect_uri") or OUT_OF_BAND)
        answer = self.access.wire.ask(
            "token", "POST", f"{self.access.base_url}/oauth/token",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode({"grant_type": "authorization_code", "redirect_uri": where, **given}).encode(),
        )  # fmt: skip
        if answer.status in (400, 401, 403):
            raise KeyRefused(WRONG_CODE)
        token = words(told(answer), "access_token")
        if not token:
            raise Unreachable("an answer without a token")
        return token, FOREVER, {}


def told(answer: Answer) -> Mapping[str, Any]:
    """The body of an answer; raises what its status means."""
    if answer.status == 429:
        raise Limited(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 401:
        raise KeyRefused(WRONG_TOKEN)
    if answer.status == 403:
        raise KeyRefused(NO_RIGHT)
    try:
        found = answer.data
    except ValueError as error:
        raise Unreachable(f"HTTP {answer.status}, no JSON") from error
    if 400 <= answer.status < 500:
        raise Refused(*reason(found, answer.status))
    if answer.status >= 300 or not isinstance(found, dict):
        raise Unreachable(f"HTTP {answer.status}")
    return found


def reason(found: Any, status: int) -> tuple[str, str]:
    """Code and text of the first error: `[{code, message, status}]`, bare or under `errors`."""
    rows = found.get("errors") if isinstance(found, dict) else found
    first = next((one for one in rows if isinstance(one, dict)), {}) if isinstance(rows, list) else {}
    return words(first, "code") or str(status), words(first, "message")


def is_missing(error: Refused) -> bool:
    """Whether the shop says that there is no such thing: 404100."""
    return error.code.startswith(str(NOT_THERE))


def _seconds(written: str) -> float:
    try:
        return min(max(float(written), 0.5), 3600.0)
    except ValueError:
        return SOON
