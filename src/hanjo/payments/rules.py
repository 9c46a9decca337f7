"""Decisions about money: values in, values out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.kernel.text import digits, search_key
from hanjo.orders.terms import MoneyState
from hanjo.payments.terms import PayKind, PaymentKind


def money_state(payments: Iterable[tuple[str, int]], total_yen: int) -> tuple[MoneyState, int]:
    """What (kind, yen) payments add up to for an order of this total, and the yen received (入金状況)."""
    received = authorised = refunded = 0
    for kind, amount in payments:
        if kind == PaymentKind.RECEIVED:
            received += amount
        elif kind == PaymentKind.AUTHORISED:
            authorised += amount
        elif kind == PaymentKind.RELEASED:
            authorised -= amount
        else:
            refunded += amount
    if refunded:
        state = MoneyState.REFUNDED if refunded >= received else MoneyState.PART_REFUNDED
        return state, received - refunded
    if received and received >= total_yen:
        return MoneyState.PAID, received
    if authorised > 0:
        return MoneyState.AUTHORISED, received
    return MoneyState.UNPAID, received


def reissued_key(key: str, rest_yen: int) -> str:
    """Our name for a payment whose number was replaced by one over what is left of it (出し直した番号の名前)."""
    return f"{key}:{rest_yen}"


def first_key(key: str) -> str:
    """The name of the payment that a replaced number belongs to; empty for the name of a first number."""
    return key.rpartition(":")[0]


def told_at_intake(kind: str, *, paid: bool, mall_is_checking: bool, total_yen: int) -> MoneyState:
    """What a channel's order says of its money at the moment it is taken in.

    A mall that hands out an order has authorised it, unless it is still checking; cash on delivery and transfers
    come later.
    """
    if paid or kind == PayKind.POINTS or total_yen <= 0:
        return MoneyState.PAID if total_yen > 0 else MoneyState.UNPAID
    if kind in (PayKind.MALL, PayKind.CARD) and not mall_is_checking:
        return MoneyState.AUTHORISED
    return MoneyState.UNPAID


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An order that waits for a transfer, as the matcher sees it."""

    number: str
    external_number: str
    name: str
    kana: str
    open_yen: int
    ordered_on: date
    reference: str = ""  # the digits that the shop asked the payer to write before the name


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A guess which order a bank line paid, with its reasons."""

    number: str
    score: int  # per cent
    because: str


def match(payer: str, amount_yen: int, received_on: date, waiting: Sequence[Waiting]) -> list[Match]:
    """Orders that a transfer may have paid, best first (入金消込の候補).

    The amount must fit exactly or lie within a bank fee; the name by kana, or an order number written before
    the name. 95 and more is certain enough to be taken without a person.
    """
    found = []
    key = search_key(payer)
    for order in waiting:
        gap = order.open_yen - amount_yen
        if not 0 <= gap <= 880:
            continue
        reasons = ["金額が一致" if gap == 0 else f"金額が {gap} 円少ない（振込手数料?）"]
        score = 40 if gap == 0 else 20
        number = digits(order.external_number)[-6:]
        if len(number) == 6 and number in digits(payer):
            score += 55
            reasons.append("注文番号が一致")
        elif order.reference and order.reference in digits(payer):
            score += 55
            reasons.append("振込番号が一致")
        likeness = difflib.SequenceMatcher(None, key, search_key(order.kana or order.name)).ratio()
        if search_key(order.kana) and search_key(order.kana) in key:
            likeness = 1.0
        if likeness >= 0.6:
            score += round(55 * likeness)
            reasons.append(f"名義が {round(likeness * 100)}% 一致")
        if received_on < order.ordered_on:
            score -= 60
            reasons.append("注文より前の入金")
        if score >= 40:
            found.append(Match(number=order.number, score=min(score, 100), because="・".join(reasons)))
    return sorted(found, key=lambda guess: (-guess.score, guess.number))[:5]
