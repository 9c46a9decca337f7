"""Orders in an answer of スマレジ that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json

from hanjo.channels.malls.port import Page
from hanjo.channels.malls.said import words

READS = frozenset({"read"})


def read_again(endpoint: str, body: bytes) -> Page:
    """Transactions by number: which of their lines give goods back depends on the connection as it is today."""
    try:
        data = json.loads(body)
    except ValueError:
        return Page()
    rows = data if isinstance(data, list) else [data]
    return Page(keys=list(dict.fromkeys(key for one in rows if (key := words(one, "transactionHeadId")))))
