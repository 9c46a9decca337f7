"""The return invoice as a PDF (適格返還請求書), from what was frozen when it was made out; nothing is computed here.

It names issuer and registration number, the day of the return and of the original supply, the original document, what
came back with the reduced rate marked, and totals with the tax in them by rate. Source: 消費税法 57条の4第3項.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hanjo.storefront.papers.receipt import REDUCED, day, yen
from hanjo.ui.documents import render_pdf

TEMPLATE = Path(__file__).parent / "templates" / "return_invoice.typ"


def print_return_invoice(content: Mapping[str, Any]) -> bytes:
    """Set a return invoice; the same content always gives the same paper (返還インボイスの印刷)."""
    return render_pdf(TEMPLATE, data_for(content))


def data_for(content: Mapping[str, Any]) -> dict[str, object]:
    """What the template reads: finished texts. A shop without a number hands out a plain statement of the refund."""
    issuer = content["issuer"]
    registered = bool(issuer.get("registration"))
    return {
        "title": "適格返還請求書" if registered else "返金明細書",
        "number": content["number"],
        "order": content["order"],
        "original": content["original"],
        "name": content["name"],
        "honorific": content["honorific"],
        "total": yen(content["total_yen"]),
        "made_on": day(content["made_on"]),
        "supplied_on": day(content["supplied_on"]),
        "returned_on": day(content["returned_on"]),
        "issuer": {
            "name": issuer.get("name", ""),
            "lines": [line for line in (issuer.get("address", ""), issuer.get("contact", "")) if line],
            "registration": f"登録番号 {issuer['registration']}" if registered else "",
        },
        "lines": [
            {
                "name": line["name"] + ("　※" if line["rate"] == REDUCED else ""),
                "quantity": f"{line['quantity']:,}",
                "yen": yen(line["yen"]),
            }
            for line in content["lines"]
        ]
        + [{"name": label, "quantity": "", "yen": yen(amount)} for label, amount in content["charges"]],
        "taxes": [
            {
                "label": f"{tax['rate']}%対象" + ("※" if tax["rate"] == REDUCED else ""),
                "gross": yen(tax["gross_yen"]),
                "tax": yen(tax["tax_yen"]),
            }
            for tax in content["taxes"]
            if registered
        ],
        "reduced": any(line["rate"] == REDUCED for line in content["lines"]),
    }
