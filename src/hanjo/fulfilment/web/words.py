"""Tones and links that several shipping pages share."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from hanjo.fulfilment.terms import InstructionState

TONES = {
    InstructionState.INSTRUCTED: "warn",
    InstructionState.PRINTED: "go",
    InstructionState.VERIFIED: "ok",
    InstructionState.DISPATCHED: "quiet",
    InstructionState.CANCELLED: "danger",
}
PRINT_TONES = {"queued": "info", "done": "ok", "failed": "danger"}
PRINT_WORDS = {"queued": "作成中", "done": "できました", "failed": "作れません"}


def above() -> list[tuple[str, str]]:
    """Pages of higher modules that belong to a shipping day, where the house has them."""
    found = []
    for label, name in (("出荷報告", "channels-reports"), ("送信メール", "channels-mails")):
        try:
            found.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return found


def order_url(number: str) -> str:
    """Where the order's own page is; empty in a house without one."""
    for name in ("orders-order", "console-order", "order"):
        try:
            return reverse(name, args=[number])
        except NoReverseMatch:
            continue
    return ""
