"""The line to Yahoo!: a token of an hour, a signature that makes the login last, XML and forms (通信)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from hanjo.channels.malls.port import Access, Answer, KeyRefused, Limited, Refused, Unreachable
from hanjo.channels.malls.yahoo.values import said, xml

LOGIN = "https://auth.login.yahoo.co.jp/yconnect/v2/token"
ROOT = "/ShoppingWebService/V1"
PAUSE = 60.0  # after being told that it was too much; the mall says "for a while"
_SECRET = (
    "Client ID かシークレットが受け付けられません。Yahoo!デベロッパーネットワークの画面で確かめてください。"
)
_GRANT = "ログインの期限が切れています。Yahoo! に認可し直し、新しいリフレッシュトークンを入れてください。"
_RIGHT = (
    "Yahoo! がこの操作を許していません（{why}）。API の利用申請、IP アドレスの登録、権限を確かめてください。"
)
_KEY = "公開鍵を読めません。ストアクリエイターProで発行した公開鍵（PEM）を入れてください。"


class Line:
    """Asks Yahoo! for one store."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def option(self, name: str, default: str = "") -> str:
        """A value of the connection."""
        return str(self.access.options.get(name) or default).strip()

    def number(self, name: str, default: int) -> int:
        """A whole number of the connection; what is none is the default."""
        written = self.option(name)
        return int(written) if written.isdigit() else default

    def table(self, name: str, default: str) -> dict[str, str]:
        """A table of ours=theirs, written with commas."""
        pairs = (one.partition("=") for one in self.option(name, default).replace("\n", ",").split(","))
        return {ours.strip(): theirs.strip() for ours, _, theirs in pairs if ours.strip() and theirs.strip()}

    @property
    def seller(self) -> str:
        """The store's account."""
        return self.option("seller_id")

    def get(self, api: str, query: Mapping[str, str]) -> dict[str, Any]:
        """Ask by address."""
        return self._told(api, "GET", f"?{urlencode(query)}", None, about="")

    def post(self, api: str, form: Mapping[str, str], *, key: str = "", about: str = "") -> dict[str, Any]:
        """Ask by a form."""
        return self._told(api, "POST", "", urlencode(form).encode(), key=key, about=about)

    def send(self, api: str, request: Mapping[str, Any], *, key: str = "", about: str = "") -> dict[str, Any]:
        """Ask by XML."""
        body = xml("Req", {**request, "SellerId": self.seller}).encode()
        return self._told(api, "POST", "", body, key=key, about=about)

    def _told(
        self, api: str, method: str, query: str, body: bytes | None, *, key: str = "", about: str = ""
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token()}", **self._signature()}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        url = f"{self.access.base_url}{ROOT}/{api}{query}"
        answer = self.access.wire.ask(api, method, url, headers=headers, body=body, key=key, about=about)
        return _judged(api, answer)

    # --- tokens ---

    def token(self) -> str:
        """The access token, renewed when it has run out."""
        tokens = self.access.tokens
        return tokens.get("access") or tokens.renew("access", self._log_in)

    def _log_in(self) -> tuple[str, float, Mapping[str, str]]:
        tokens, secrets = self.access.tokens, self.access.secrets
        refresh = tokens.get("refresh") or secrets.get("refresh_token", "")
        pair = f"{self.option('client_id')}:{secrets.get('client_secret', '')}"
        answer = self.access.wire.ask(
            "token", "POST", self._login_address(),
            headers={
                "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode({"grant_type": "refresh_token", "refresh_token": refresh}).encode(),
        )  # fmt: skip
        if answer.status == 429:
            raise Limited(PAUSE)
        if answer.status >= 500:
            raise Unreachable(f"token: {answer.status}")
        try:
            values = answer.data
        except ValueError as error:
            raise Unreachable("token: not JSON") from error
        if not isinstance(values, dict):
            raise Unreachable("token: not an object")
        if answer.status != 200 or not values.get("access_token"):
            raise KeyRefused(_GRANT if values.get("error") == "invalid_grant" else _SECRET)
        others = {"refresh": str(values["refresh_token"])} if values.get("refresh_token") else {}
        return str(values["access_token"]), float(values.get("expires_in") or 3600), others

    def _login_address(self) -> str:
        """Yahoo!'s own, or the same path of whoever stands in for Yahoo!."""
        host = urlsplit(self.access.base_url).hostname or ""
        ours = LOGIN if host.endswith(".yahooapis.jp") else f"{self.access.base_url}/yconnect/v2/token"
        return self.option("token_url", ours)

    def _signature(self) -> dict[str, str]:
        """The store's name and the time, encrypted for Yahoo!: with it a login lasts four weeks instead of 12 hours."""
        written = self.access.secrets.get("public_key", "").strip()
        if not written:
            return {}
        try:
            key = load_pem_public_key(written.encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyRefused(_KEY) from error
        if not isinstance(key, RSAPublicKey):
            raise KeyRefused(_KEY)
        text = f"{self.seller}:{int(self.access.now().timestamp())}".encode()
        signed = base64.b64encode(key.encrypt(text, PKCS1v15())).decode()
        return {"X-sws-signature": signed, "X-sws-signature-version": self.option("key_version", "1")}


def _judged(api: str, answer: Answer) -> dict[str, Any]:
    if answer.status == 429:
        raise Limited(PAUSE)
    if answer.status >= 500 or answer.status == 0:
        raise Unreachable(f"{api}: {answer.status}")
    values = said(answer)
    code, message = str(values.get("Code") or ""), str(values.get("Message") or "")
    if answer.status in (401, 403):
        raise KeyRefused(_RIGHT.format(why=message or code or answer.status))
    result = values.get("Result")
    inner = result if isinstance(result, dict) else {}
    if answer.status >= 400 or code:
        raise Refused(code or str(answer.status), message)
    if isinstance(wrong := inner.get("Error"), dict):
        raise Refused(str(wrong.get("Code") or ""), str(wrong.get("Message") or ""))
    return values
