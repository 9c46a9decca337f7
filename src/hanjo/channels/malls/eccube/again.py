"""Orders in an answer of EC-CUBE that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hanjo.channels.malls.eccube.translate import listed, number_of, part
from hanjo.channels.malls.port import Document, Page

READS = frozenset({"api"})


def document(told: Mapping[str, Any]) -> Document:
    """An order as text in one fixed spelling."""
    return Document(key=number_of(told), text=json.dumps(told, sort_keys=True, ensure_ascii=False))


def read_again(endpoint: str, body: bytes) -> Page:
    """Orders with their goods and deliveries; those that are only counted, by number."""
    try:
        data = part(json.loads(body), "data")
    except ValueError:
        return Page()
    rows: list[Mapping[str, Any]] = []
    for name, inner in data.items():
        if name == "orders" or (name[:1] == "o" and name[1:].isdecimal()):
            rows += listed(inner, "nodes") or ([inner] if isinstance(inner, Mapping) else [])
    known = [one for one in rows if number_of(one)]
    whole = [one for one in known if _is_whole(one)]
    return Page(
        documents=[document(one) for one in whole],
        keys=[number_of(one) for one in known if not _is_whole(one)],
    )


def _is_whole(one: Mapping[str, Any]) -> bool:
    return "payment_total" in one and "OrderItems" in one and "Shippings" in one
