"""One request to the outside over a kept line: time limits, a largest answer, no redirects (通信)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import urllib3

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
LARGEST_ANSWER = 20_000_000
# As many as one process speaks to one host at once: 12 of the malls' lane, 3 of the house.
LINES_PER_HOST = 16


class Unreachable(Exception):
    """Nobody answered, or answered that it cannot now. Whether what was asked was done is unknown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Any:
        """The body as JSON; an empty one is an empty object. Refuses with ValueError what is not JSON."""
        return json.loads(self.body) if self.body.strip() else {}


@cache
def _lines() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=LINES_PER_HOST, retries=False)


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    timeout: float = ANSWER_SECONDS,
) -> Answer:
    """Ask once. Whoever asks decides whether to ask again: only they know whether that is safe.

    No redirect is followed: an address that moves is a configuration to be looked at. Refuses with Unreachable
    when no whole answer comes, or one that is too large.
    """
    try:
        response = _lines().request(
            method,
            url,
            body=body,
            headers=dict(headers),
            timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, timeout), read=timeout),
            redirect=False,
            preload_content=False,
        )
        try:
            raw = response.read(LARGEST_ANSWER + 1)
        finally:
            response.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise Unreachable(f"{method} {urlsplit(url).path}: {type(error).__name__}") from error
    if len(raw) > LARGEST_ANSWER:
        raise Unreachable(f"{method} {urlsplit(url).path}: the answer is too large")
    return Answer(response.status, raw, {name.lower(): value for name, value in response.headers.items()})
