"""The line to Amazon: a token that is renewed every hour, and answers turned into the port's words (通信)."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limit, Limited, Refused, Unreachable

LOGIN = "https://api.amazon.com/auth/o2/token"
LARGEST_DOCUMENT = 200_000_000  # unpacked
_SECRET = (
    "LWA のクライアント ID かシークレットが受け付けられません。"
    "期限（180 日ごとの更新）を確かめ、新しい値を入れてください。"
)
_GRANT = (
    "リフレッシュトークンが無効です。セラーセントラルでアプリを認可し直し、新しいトークンを入れてください。"
)
_RIGHT = "Amazon がこの操作を許していません（{why}）。アプリのロールと認可を確かめてください。"


class Line:
    """Asks Amazon for one seller."""

    def __init__(self, access: Access, limits: Mapping[str, Limit]) -> None:
        self.access, self.limits = access, limits

    def option(self, name: str, default: str = "") -> str:
        """A value of the connection."""
        return str(self.access.options.get(name) or default).strip()

    def number(self, name: str, default: int) -> int:
        """A whole number of the connection; what is none is the default."""
        written = self.option(name)
        return int(written) if written.isdigit() else default

    @property
    def seller(self) -> str:
        """The seller's own id."""
        return self.option("seller_id")

    @property
    def marketplace(self) -> str:
        """The id of the place where the seller sells."""
        return self.option("marketplace_id")

    def ask(
        self,
        endpoint: str,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        *,
        token: str = "",
        key: str = "",
        about: str = "",
    ) -> Answer:
        """Ask an operation; 2xx and 404 come back, everything else is raised in the port's words."""
        url = f"{self.access.base_url}{path}"
        if query:
            url += "?" + urlencode(query, quote_via=quote, safe=",:")
        headers = {"x-amz-access-token": token or self.token(), "Accept": "application/json"}
        payload = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            payload = json.dumps(body, ensure_ascii=False).encode()
        answer = self.access.wire.ask(
            endpoint, method, url, headers=headers, body=payload, key=key, about=about
        )
        return self._judged(endpoint, answer)

    def told(self, endpoint: str, method: str, path: str, *rest: Any, **more: Any) -> dict[str, Any]:
        """What an operation answers; empty where the thing is not known there."""
        answer = self.ask(endpoint, method, path, *rest, **more)
        return {} if answer.status == 404 else said(answer)

    def _judged(self, endpoint: str, answer: Answer) -> Answer:
        if answer.status < 300 or answer.status == 404:
            return answer
        code, text = first_error(answer)
        if answer.status == 429:
            raise Limited(self._pause(endpoint, answer))
        if answer.status in (401, 403):
            raise KeyRefused(_RIGHT.format(why=text or code or answer.status))
        if answer.status >= 500:
            raise Unreachable(f"{endpoint}: {answer.status}")
        raise Refused(code or str(answer.status), text)

    def _pause(self, endpoint: str, answer: Answer) -> float:
        """Until one more call is likely: Amazon tells the rate, not the time."""
        limit = self.limits.get(endpoint)
        try:
            rate = float(answer.headers.get("x-amzn-ratelimit-limit", ""))
        except ValueError:
            rate = limit.per_second if limit else 1.0
        return 1 / rate if rate > 0 else 60.0

    # --- tokens ---

    def token(self) -> str:
        """The access token, renewed when it has run out."""
        tokens = self.access.tokens
        return tokens.get("access") or tokens.renew("access", self._log_in)

    def _log_in(self) -> tuple[str, float, Mapping[str, str]]:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.access.secrets.get("refresh_token", ""),
            "client_id": self.option("client_id") or self.access.secrets.get("client_id", ""),
            "client_secret": self.access.secrets.get("client_secret", ""),
        }
        answer = self.access.wire.ask(
            "token", "POST", self._login_address(), body=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        if answer.status == 429:
            raise Limited(60)
        if answer.status >= 500:
            raise Unreachable(f"token: {answer.status}")
        values = said(answer)
        if answer.status != 200 or not values.get("access_token"):
            raise KeyRefused(_GRANT if values.get("error") == "invalid_grant" else _SECRET)
        return str(values["access_token"]), float(values.get("expires_in") or 3600), {}

    def _login_address(self) -> str:
        """Amazon's own, or the same path of whoever stands in for Amazon."""
        host = urlsplit(self.access.base_url).hostname or ""
        ours = LOGIN if host.endswith(".amazon.com") else f"{self.access.base_url}/auth/o2/token"
        return self.option("token_url", ours)

    def restricted(self, resources: Sequence[Mapping[str, Any]]) -> str:
        """A token that may read people's data with the older operations, kept for its hour."""
        tokens = self.access.tokens
        name = "restricted"

        def made() -> tuple[str, float, Mapping[str, str]]:
            values = self.told(
                "createRestrictedDataToken", "POST", "/tokens/2021-03-01/restrictedDataToken",
                None, {"restrictedResources": list(resources)},
            )  # fmt: skip
            if not values.get("restrictedDataToken"):
                raise KeyRefused(_RIGHT.format(why="restrictedDataToken"))
            return str(values["restrictedDataToken"]), float(values.get("expiresIn") or 3600), {}

        return tokens.get(name) or tokens.renew(name, made)

    # --- documents: their address is a secret and lives for minutes ---

    def upload(self, url: str, body: bytes, content_type: str) -> None:
        """Put a document where Amazon said."""
        answer = self.access.wire.ask(
            "document", "PUT", self._safe(url), headers={"Content-Type": content_type}, body=body, timeout=120
        )
        if answer.status >= 300:
            raise Unreachable(f"upload: {answer.status}")

    def download(self, values: Mapping[str, Any]) -> bytes:
        """Read a document by what Amazon said of it."""
        answer = self.access.wire.ask(
            "document", "GET", self._safe(str(values.get("url", ""))), headers={}, timeout=120
        )
        if answer.status >= 300:
            raise Unreachable(f"download: {answer.status}")
        if values.get("compressionAlgorithm") != "GZIP" and not answer.body.startswith(b"\x1f\x8b"):
            return answer.body
        return _unpacked(answer.body)

    def _safe(self, url: str) -> str:
        """Documents lie at an address of Amazon's choice: encrypted, or where the whole mall stands in."""
        own = urlsplit(self.access.base_url)
        theirs = urlsplit(url)
        if theirs.scheme == "https" or (theirs.scheme, theirs.netloc) == (own.scheme, own.netloc):
            return url
        raise Unreachable("document: an address that is not encrypted")


def _unpacked(body: bytes) -> bytes:
    try:
        found = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, LARGEST_DOCUMENT)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise Unreachable("document: cannot be unpacked") from error
    if len(found) >= LARGEST_DOCUMENT:
        raise Unreachable("document: too large")
    return found


def said(answer: Answer) -> dict[str, Any]:
    """The body as an object; a mall that answers something else did not answer."""
    try:
        values = answer.data
    except ValueError as error:
        raise Unreachable(f"not JSON: {answer.status}") from error
    if not isinstance(values, dict):
        raise Unreachable(f"not an object: {answer.status}")
    return values


def first_error(answer: Answer) -> tuple[str, str]:
    """Code and text of what went wrong."""
    try:
        errors = answer.data.get("errors") or [{}]
        first = errors[0]
        text = " ".join(filter(None, (first.get("message"), first.get("details"))))
        return str(first.get("code", "")), text
    except (ValueError, AttributeError, LookupError, TypeError):
        return "", ""
