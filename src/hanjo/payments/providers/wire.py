"""How clients speak to payment companies: one request with a time limit, repeated only where that is safe (通信)."""

from __future__ import annotations

import http.client
import json
import random
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0
TRIES = 3
LARGEST_ANSWER = 2_000_000
AGAIN = frozenset({409, 429, 500, 502, 503, 504})  # 409: the same key is still being worked on


class Unreachable(Exception):
    """The company did not answer, or answered that it cannot now. Whether it did what was asked is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    data: Any


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    repeatable: bool,
    timeout: float = TIMEOUT_SECONDS,
) -> Answer:
    """Ask once; when it is safe to repeat (a read, or a write with an idempotency key), again with growing pauses.

    No redirect is followed: an address that moves is a configuration to be looked at. Refuses with Unreachable.
    """
    tries = TRIES if repeatable else 1
    for attempt in range(1, tries + 1):
        try:
            answer = _once(method, url, headers, body, timeout)
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = f"{type(error).__name__}: {error}"
        else:
            if answer.status not in AGAIN:
                return answer
            failure = f"HTTP {answer.status}"
        if attempt < tries:
            time.sleep(random.uniform(0.1, 0.3) * 2 ** (attempt - 1))
    raise Unreachable(f"{method} {urlsplit(url).path}: {failure}")


def _once(method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    line: http.client.HTTPConnection
    if parts.scheme == "https":
        line = http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    else:
        line = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        line.request(
            method, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, dict(headers)
        )
        response = line.getresponse()
        raw = response.read(LARGEST_ANSWER + 1)
        if len(raw) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
        return Answer(response.status, json.loads(raw) if raw.strip() else {})
    finally:
        line.close()


def pairs(value: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested values as form fields: `a[b][0]=c`."""
    found: list[tuple[str, str]] = []
    for name, inner in value.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(inner, Mapping):
            found += pairs(inner, key)
        elif isinstance(inner, Sequence) and not isinstance(inner, str):
            found += pairs({str(n): one for n, one in enumerate(inner)}, key)
        elif inner is not None:
            found.append((key, str(inner).lower() if isinstance(inner, bool) else str(inner)))
    return found
