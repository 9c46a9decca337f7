"""Orders in an answer of Amazon that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hanjo.channels.malls.amazon.values import listed, part, text
from hanjo.channels.malls.port import Document, Page

READS = frozenset({"searchOrders", "getOrder", "getOrdersV0", "getOrderV0"})


def document(order: Mapping[str, Any]) -> Document:
    """An order as text in one fixed spelling."""
    written = json.dumps(order, sort_keys=True, ensure_ascii=False)
    return Document(key=text(dict(order), "orderId"), text=written)


def read_again(endpoint: str, body: bytes) -> Page:
    """Orders with their receivers; what an answer names without them, and what v0 spreads over calls, by number."""
    try:
        data = json.loads(body)
    except ValueError:
        return Page()
    one = part(data, "order")
    orders = [*listed(data, "orders"), *([one] if isinstance(one, dict) else [])]
    old = [*listed(data, "payload", "Orders"), part(data, "payload")]
    whole = [one for one in orders if text(one, "orderId") and isinstance(one.get("recipient"), dict)]
    rest = [text(one, "orderId") for one in orders if one not in whole]
    rest += [text(one, "AmazonOrderId") for one in old]
    return Page(documents=[document(one) for one in whole], keys=[key for key in rest if key])
