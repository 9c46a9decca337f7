"""A passkey device in software: real keys, real CBOR, real signatures (WebAuthn Level 2, 6.1 and 6.5)."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

UP, UV, AT = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    """Base64url without padding, as browsers send it."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class Authenticator:
    """One device with one P-256 key."""

    def __init__(self, origin: str, host: str) -> None:
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.count = 0
        self.verifies = True

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, *, attested: bool = False) -> bytes:
        self.count += 1
        flags = UP | (UV if self.verifies else 0) | (AT if attested else 0)
        data = hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")
        if attested:
            numbers = self.key.public_key().public_numbers()
            cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
            data += bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        return data

    def _credential(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": b64(self.id),
            "rawId": b64(self.id),
            "type": "public-key",
            "response": {name: b64(value) for name, value in response.items()},
        }

    def create(self, options: str) -> dict[str, Any]:
        """What `navigator.credentials.create` answers, without attestation."""
        client = self._client("webauthn.create", json.loads(options)["challenge"])
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(attested=True)}
        return self._credential(clientDataJSON=client, attestationObject=cbor2.dumps(attestation))

    def get(self, options: str) -> dict[str, Any]:
        """What `navigator.credentials.get` answers."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(clientDataJSON=client, authenticatorData=data, signature=signature)
