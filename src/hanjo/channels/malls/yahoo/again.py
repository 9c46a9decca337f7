"""Orders in an answer of Yahoo! that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json
from typing import Any

from hanjo.channels.malls.port import Answer, Document, Page, Unreachable
from hanjo.channels.malls.yahoo.values import listed, said, text

READS = frozenset({"orderList", "orderInfo"})


def document(order: dict[str, Any]) -> Document:
    """An order as text in one fixed spelling. Reading it makes it seen: that is no change of the order."""
    told = {name: value for name, value in order.items() if name != "IsSeen"}
    written = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return Document(key=text(told, "OrderId"), text=written)


def read_again(endpoint: str, body: bytes) -> Page:
    """The order of orderInfo; of orderList only the numbers."""
    try:
        values = said(Answer(200, body))
    except Unreachable:
        return Page()
    whole = [one for one in listed(values, "Result", "OrderInfo") if text(one, "OrderId")]
    found = [text(one, "OrderId") for one in listed(values, "Search", "OrderInfo")]
    return Page(documents=[document(one) for one in whole], keys=[key for key in found if key])
