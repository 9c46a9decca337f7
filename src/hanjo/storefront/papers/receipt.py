"""The receipt as a PDF (領収書), from what was frozen when it was made out; nothing is computed here.

With a registration number it can stand as a qualified simplified invoice, with the name on it as a qualified invoice
(適格請求書): issuer and number, day of supply, lines with the reduced rate marked, totals and tax by rate. Without a
number it shows no tax, so that it is not taken for one. Source: 消費税法 57条の4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hanjo.ui.documents import render_pdf

TEMPLATE = Path(__file__).parent / "templates" / "receipt.typ"
REDUCED = 8


def print_receipt(content: Mapping[str, Any], *, copy: int) -> bytes:
    """Set a receipt; from the second copy on it is marked 再発行 with its count (領収書の印刷)."""
    return render_pdf(TEMPLATE, data_for(content, copy=copy))


def data_for(content: Mapping[str, Any], *, copy: int) -> dict[str, object]:
    """What the template reads: finished texts."""
    return {
        "number": content["number"],
        "order": content["order"],
        "name": content["name"],
        "honorific": content["honorific"],
        "proviso": content["proviso"],
        "total": yen(content["total_yen"]),
        "made_on": day(content["made_on"]),
        "supplied_on": day(content["supplied_on"]),
        "payment": content["payment"],
        "again": f"再発行（{copy} 回目）" if copy > 1 else "",
        "replaces": f"{content['replaces']} を差し替え" if content.get("replaces") else "",
        **body(content),
    }


def body(content: Mapping[str, Any]) -> dict[str, object]:
    """What a receipt and a return invoice say alike: who issues it, lines and charges, totals by rate with the tax."""
    issuer = content["issuer"]
    registered = bool(issuer.get("registration"))
    return {
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


def yen(amount: int) -> str:
    """An amount as receipts write it."""
    return f"¥{amount:,}" if amount >= 0 else f"−¥{-amount:,}"


def day(iso: str) -> str:
    """A day in words."""
    on = date.fromisoformat(iso)
    return f"{on.year}年{on.month}月{on.day}日"
