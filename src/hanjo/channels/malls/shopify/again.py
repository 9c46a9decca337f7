"""Orders in an answer of Shopify that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hanjo.channels.malls.port import Document, Page
from hanjo.channels.malls.shopify.translate import items, nodes, part, words

READS = frozenset({"graphql"})


def document(told: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Document:
    """An order with all of its lines as text in one fixed spelling."""
    order = {**told, "lineItems": {"nodes": list(lines)}}
    return Document(key=words(order, "name"), text=json.dumps(order, sort_keys=True, ensure_ascii=False))


def read_again(endpoint: str, body: bytes) -> Page:
    """Orders whose lines all stand in the answer; others, and those that are only counted, by number."""
    try:
        data = part(json.loads(body), "data")
    except ValueError:
        return Page()
    whole, rest = [], []
    for one in [*nodes(data, "orders"), *items(data, "nodes")]:
        lines = part(one, "lineItems")
        if words(one, "name") and lines and part(lines, "pageInfo").get("hasNextPage") is not True:
            whole.append(document(one, nodes(one, "lineItems")))
        elif words(one, "name") and one in nodes(data, "orders"):
            rest.append(words(one, "name"))
    return Page(documents=whole, keys=rest)
