"""Secrets at rest: sealed with a key of the home folder, or kept as a hash only."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:  # loaded with the first secret: it takes long, and few processes open one
    from cryptography.fernet import Fernet


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    digest = hashlib.sha256(settings.HOME.key("seal").encode("ascii")).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def seal(secret: str) -> str:
    """Encrypt a secret that must be read again (TOTP)."""
    return _box().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt what `seal` has made."""
    return _box().decrypt(sealed.encode("ascii")).decode()


def seal_bytes(body: bytes) -> bytes:
    """Encrypt a whole message that names people."""
    return _box().encrypt(body)


def unseal_bytes(sealed: bytes) -> bytes:
    """Decrypt what `seal_bytes` has made."""
    return _box().decrypt(sealed)


def fingerprint(secret: str) -> str:
    """Hash a long random secret (tokens, recovery codes); being random it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
