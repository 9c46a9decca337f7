"""Orders in an answer of RMS that was kept (通信記録の読み直し). Pure."""

from __future__ import annotations

import json
from typing import Any

from hanjo.channels.malls.port import Document, Page
from hanjo.channels.malls.rakuten import translate

READS = frozenset({"order.search", "order.get", "order.count"})


def document(model: dict[str, Any]) -> Document:
    """An order as text in one fixed spelling."""
    return Document(key=str(model["orderNumber"]), text=json.dumps(model, sort_keys=True, ensure_ascii=False))


def read_again(endpoint: str, body: bytes) -> Page:
    """Whole orders of getOrder; of searchOrder only the numbers."""
    try:
        data = json.loads(body)
    except ValueError:
        return Page()
    models = translate.parts(data, "OrderModelList") if isinstance(data, dict) else []
    found = data.get("orderNumberList") if isinstance(data, dict) else None
    return Page(
        documents=[document(dict(one)) for one in models if one.get("orderNumber")],
        keys=[str(one) for one in found if one] if isinstance(found, list) else (),
    )
