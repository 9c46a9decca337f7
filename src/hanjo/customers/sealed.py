"""Secrets of members at rest: sealed with a key of the home folder, or kept as a fingerprint only."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings

from hanjo.customers import rules

if TYPE_CHECKING:  # loaded with the first secret: it takes long, and few processes open one
    from cryptography.fernet import Fernet


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    digest = hashlib.sha256(settings.HOME.key("seal-members").encode("ascii")).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def seal(secret: str) -> str:
    """Encrypt a secret that must be read again (TOTP)."""
    return _box().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Decrypt what `seal` has made."""
    return _box().decrypt(sealed.encode("ascii")).decode()


def token() -> str:
    """A fresh random secret of 256 bits, fit for cookies and links."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """Hash a long random secret; being random it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pepper(text: str) -> str:
    """Hash something guessable (a mail address) with a key of the home folder: a copy of the table tells nothing."""
    key = settings.HOME.key("pepper-members").encode("ascii")
    return hashlib.blake2b(text.encode(), key=key[:64], digest_size=32).hexdigest()


def mail_mark(email: str) -> str:
    """The mark under which a mail address stands on lists that outlive its owner's data."""
    return pepper(f"mail:{rules.plain_mail(email)}")
