"""One question to Shopify's GraphQL Admin API, and what its refusals mean."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limited, Refused, Unreachable
from hanjo.channels.malls.shopify.translate import items, part, words

WRONG_TOKEN = "アクセストークンが無効です。Shopify の「アプリ」の設定で確かめて、入れ直してください。"
WRONG_APP = (
    "クライアント ID とシークレットでトークンを取得できません。アプリの設定とインストールを確かめてください。"
)
NO_RIGHT = "アプリの権限が足りません（{text}）。Shopify でアプリの権限（スコープ）を追加してください。"
NO_NAME = "ストア名（myshopify.com の前の部分）を入れてください。"
NO_SHOP = "ストアか API バージョンが見つかりません。ストア名（myshopify.com の前）を確かめてください。"
CLOSED = "ストアが停止しています（HTTP {status}）。Shopify の管理画面でストアの状態を確かめてください。"
TOO_DEAR = "MAX_COST_EXCEEDED"
SOON = 2.0  # seconds: when the shop does not say how long


@dataclass(frozen=True, slots=True)
class Line:
    """The line to one shop."""

    access: Access

    @property
    def root(self) -> str:
        """The shop's address."""
        shop = str(self.access.options.get("shop", "")).strip()
        shop = shop.removeprefix("https://").rstrip("/").removesuffix(".myshopify.com")
        if "{shop}" in self.access.base_url and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", shop):
            raise KeyRefused(NO_NAME)
        return self.access.base_url.replace("{shop}", shop)

    def ask(
        self, document: str, variables: Mapping[str, Any], *, about: str = "", key: str = ""
    ) -> Mapping[str, Any]:
        """Ask, and give the data; raises Limited, KeyRefused, Refused or Unreachable for everything else."""
        version = str(self.access.options.get("version") or "2026-10")
        body = json.dumps({"query": document, "variables": dict(variables)}, ensure_ascii=False).encode()
        answer = self.access.wire.ask(
            "graphql", "POST", f"{self.root}/admin/api/{version}/graphql.json",
            headers={"Content-Type": "application/json", "X-Shopify-Access-Token": self._token()},
            body=body, key=key, about=about,
        )  # fmt: skip
        found = told(answer)
        if errors := found.get("errors"):
            _refuse(errors, part(found, "extensions"))
        data = found.get("data")
        if not isinstance(data, dict):
            raise Unreachable("an answer without data")
        return data

    def page(self, document: str, variables: Mapping[str, Any], *, about: str = "") -> Mapping[str, Any]:
        """Ask for a page; one that costs more than a query may cost is asked for in half its size."""
        given = dict(variables)
        while True:
            try:
                return self.ask(document, given, about=about)
            except Refused as refused:
                if refused.code != TOO_DEAR or given["size"] <= 1:
                    raise
                given["size"] //= 2

    def _token(self) -> str:
        kept = self.access.secrets.get("access_token", "")
        if kept:
            return kept
        return self.access.tokens.get("access") or self.access.tokens.renew("access", self._new_token)

    def _new_token(self) -> tuple[str, float, Mapping[str, str]]:
        """A token for the app of one's own shop (client credentials); it lives a day."""
        given = {
            "client_id": str(self.access.options.get("client_id") or ""),
            "client_secret": self.access.secrets.get("client_secret", ""),
        }
        if not all(given.values()):
            raise KeyRefused("アクセストークン、またはクライアント ID とシークレットを入れてください。")
        answer = self.access.wire.ask(
            "token", "POST", f"{self.root}/admin/oauth/access_token",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode({"grant_type": "client_credentials", **given}).encode(),
        )  # fmt: skip
        if answer.status in (400, 401, 403):
            raise KeyRefused(WRONG_APP)
        found = told(answer)
        token, lives = words(found, "access_token"), found.get("expires_in")
        if not token:
            raise Unreachable("an answer without a token")
        return token, float(lives) if isinstance(lives, (int, float)) else 3600.0, {}


def told(answer: Answer) -> Mapping[str, Any]:
    """The body of an answer; raises what its status means."""
    if answer.status == 429:
        raise Limited(_seconds(answer.headers.get("retry-after", "")))
    if answer.status == 401:
        raise KeyRefused(WRONG_TOKEN)
    if answer.status == 403:
        raise KeyRefused(NO_RIGHT.format(text="HTTP 403"))
    if answer.status == 404:
        raise KeyRefused(NO_SHOP)
    if answer.status in (402, 423):
        raise KeyRefused(CLOSED.format(status=answer.status))
    try:
        found = answer.data
    except ValueError as error:
        raise Unreachable(f"HTTP {answer.status}, no JSON") from error
    if answer.status >= 500 or not isinstance(found, dict):
        raise Unreachable(f"HTTP {answer.status}")
    if answer.status >= 400:
        raise Refused(str(answer.status), str(found.get("errors", ""))[:200])
    return found


def _seconds(written: str) -> float:
    try:
        return min(max(float(written), 0.5), 3600.0)
    except ValueError:
        return SOON


def _refuse(errors: Any, extensions: Mapping[str, Any]) -> None:
    first = next(iter(items({"errors": errors}, "errors")), {})
    code, text = words(part(first, "extensions"), "code"), words(first, "message") or str(errors)[:200]
    if code == "THROTTLED":
        raise Limited(wait(part(extensions, "cost")))
    if code == "ACCESS_DENIED":
        raise KeyRefused(NO_RIGHT.format(text=text[:120]))
    if code == "INTERNAL_SERVER_ERROR":
        raise Unreachable(text[:200])
    raise Refused(code or "error", text)


def wait(cost: Mapping[str, Any]) -> float:
    """How long until the bucket holds what the query asked for."""
    status = part(cost, "throttleStatus")
    wanted, there, rate = (
        cost.get("requestedQueryCost"), status.get("currentlyAvailable"), status.get("restoreRate"),
    )  # fmt: skip
    if not all(isinstance(one, (int, float)) for one in (wanted, there, rate)) or not rate:
        return SOON
    seconds = (float(wanted or 0) - float(there or 0)) / float(rate)
    return min(max(math.ceil(seconds * 10) / 10, 0.5), 60.0)
