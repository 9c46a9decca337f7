"""The return invoice as a PDF (適格返還請求書), from what was frozen when it was made out; nothing is computed here.

It names issuer and registration number, the day of the return and of the original supply, the original document, what
came back with the reduced rate marked, and totals with the tax in them by rate. Source: 消費税法 57条の4第3項.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hanjo.storefront.papers.receipt import body, day, yen
from hanjo.ui.documents import render_pdf

TEMPLATE = Path(__file__).parent / "templates" / "return_invoice.typ"


def print_return_invoice(content: Mapping[str, Any]) -> bytes:
    """Set a return invoice; the same content always gives the same paper (返還インボイスの印刷)."""
    return render_pdf(TEMPLATE, data_for(content))


def data_for(content: Mapping[str, Any]) -> dict[str, object]:
    """What the template reads: finished texts. A shop without a number hands out a plain statement of the refund."""
    return {
        "title": "適格返還請求書" if content["issuer"].get("registration") else "返金明細書",
        "number": content["number"],
        "order": content["order"],
        "original": content["original"],
        "name": content["name"],
        "honorific": content["honorific"],
        "total": yen(content["total_yen"]),
        "made_on": day(content["made_on"]),
        "supplied_on": day(content["supplied_on"]),
        "returned_on": day(content["returned_on"]),
        **body(content),
    }
