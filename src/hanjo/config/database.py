"""From one address to Django's database settings: HANJO_DATABASE_URL, or the embedded server of the home."""

import os
import sys
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hanjo.config.home import Home
from hanjo.config.sockets import socket_folder

EMBEDDED_NAME = "hanjo"
EMBEDDED_USER = "hanjo"


def database(home: Home) -> dict[str, Any]:
    """Return the settings of the default database."""
    url = os.environ.get("HANJO_DATABASE_URL") or embedded_url(home)
    return from_url(url, role=os.environ.get("HANJO_PROCESS", "cli"))


def embedded_url(home: Home) -> str:
    """Return the address of the embedded server: a socket in a short folder, never a port."""
    return f"postgresql://{EMBEDDED_USER}@/{EMBEDDED_NAME}?host={socket_folder(home)}"


def from_url(url: str, *, role: str) -> dict[str, Any]:
    """Translate `postgresql://user:password@host:port/name?host=/socket&sslmode=require`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"HANJO_DATABASE_URL は postgresql:// で始めてください（今は {parts.scheme}://）。")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or parts.hostname or ""
    port = query.pop("port", None) or str(parts.port or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or EMBEDDED_NAME,
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "prepare_threshold": None,
            "application_name": f"hanjo-{role}",
            "options": " ".join(f"-c {name}={value}" for name, value in limits(role).items()),
        },
    }


def limits(role: str) -> dict[str, str]:
    """Return the server's limits for a kind of process: a page never waits long, a worker may.

    A lock that is not given in three seconds ends in a polite refusal instead of a queue of waiting pages;
    the server looks every five seconds whether the process that asked is still there.
    """
    web = role == "web"
    known = {
        "lock_timeout": "3s" if web else "15s",
        "statement_timeout": "20s" if web else "0",
        "idle_in_transaction_session_timeout": "60s" if web else "0",
    }
    if sys.platform == "linux":
        known["client_connection_check_interval"] = "5s"
    return known
