"""What a buyer types into the checkout, understood generously (入力の読み取り)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hanjo.kernel.text import digits, narrow, tidy
from hanjo.storefront.rules import Entry, Receiver, noshi
from hanjo.storefront.rules.entry import MOST_RECEIVERS
from hanjo.storefront.rules.faults import mark_of, wish_of
from hanjo.storefront.words import METHODS, WINDOWS

Errors = dict[str, str]
LONGEST = {
    "family": 60, "given": 60, "company": 100, "city": 100, "street": 200, "building": 200, "message": 300,
    "noshi_name": 60,
}  # fmt: skip
WAYS = ("self", "other", "several")


def entry_of(sent: Mapping[str, str]) -> Entry:
    """Everything typed, cleaned, with as many receivers as the page showed (入力の読み取り)."""
    way = sent.get("to", "self")
    points = narrow(sent.get("points", "0")).strip()
    method = sent.get("method", "")
    return Entry(
        email=narrow(sent.get("email", "")).strip()[:254],
        buyer=_receiver(sent, "b"),
        to=way if way in WAYS else "self",
        receivers=_receivers(sent),
        method=method if method in METHODS else "",
        remarks=sent.get("remarks", "").strip()[:1000],
        receipt_name=tidy(sent.get("receipt_name", ""))[:60],
        points=int(points) if points.isdecimal() and len(points) < 9 else 0,
        wants_mail=sent.get("wants_mail") == "1",
        age=_age(sent.get("age", "")),
    )


def _age(text: str) -> int | None:
    """A whole number of years; whatever else was typed counts as blank."""
    plain = narrow(text).strip().removesuffix("歳").removesuffix("才").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and 0 < int(plain[:4]) < 150 else None


def _receivers(sent: Mapping[str, str]) -> tuple[Receiver, ...]:
    made = []
    for place in range(MOST_RECEIVERS):
        if place and f"{mark_of(place)}_family" not in sent:
            break
        made.append(_wishes(sent, _receiver(sent, mark_of(place)), mark_of(place), wish_of(place)))
    return tuple(made)


def act(entry: Entry, word: str, wanted: Mapping[str, int]) -> tuple[Entry, str]:
    """Do what a small button of the form asks: add or drop a receiver; answers where on the page to go on."""
    receivers = list(entry.receivers)
    kind, _, number = word.partition(":")
    if kind == "add" and len(receivers) < MOST_RECEIVERS:
        first = receivers[0]
        if len(receivers) == 1:
            own = first.same or not (first.family or first.postal)
            receivers[0] = replace(first, items=first.items or dict(wanted), same=own)
        receivers.append(Receiver())
        return replace(entry, to="several", receivers=tuple(receivers)), f"stop-{len(receivers)}"
    if kind == "drop" and number.isdecimal() and 0 < int(number) < len(receivers):
        gone = receivers.pop(int(number))
        given = dict(receivers[0].items)
        for sku, pieces in gone.items.items():
            given[sku] = given.get(sku, 0) + pieces
        receivers[0] = replace(receivers[0], items=given)
        to = entry.to if len(receivers) > 1 else "other"
        if to != "several" and receivers[0].same:
            to, receivers[0] = "self", replace(receivers[0], same=False)
        return replace(entry, to=to, receivers=tuple(receivers)), "stops"
    if kind in ("sum", "coupon", "uncoupon"):
        return entry, "summary" if kind == "sum" else "coupons"
    place = int(number) if number.isdecimal() and int(number) < len(receivers) else 0
    return entry, f"wishes-{place + 1}"


def _receiver(sent: Mapping[str, str], mark: str) -> Receiver:
    def text(name: str) -> str:
        return tidy(sent.get(f"{mark}_{name}", ""))[: LONGEST.get(name, 100)]

    return Receiver(
        family=text("family"),
        given=text("given"),
        company=text("company"),
        postal=digits(sent.get(f"{mark}_postal", ""))[:7],
        prefecture=text("prefecture"),
        city=text("city"),
        street=text("street"),
        building=text("building"),
        phone=narrow(sent.get(f"{mark}_phone", "")).strip()[:20],
    )


def _wishes(sent: Mapping[str, str], receiver: Receiver, mark: str, wish: str) -> Receiver:
    def one_of(name: str, known: object) -> str:
        value = sent.get(f"{wish}{name}", "")
        return value if value in known else ""  # type: ignore[operator]  # a tuple or a mapping of words

    wanted = sent.get(f"{wish}wanted_on", "")
    purpose = one_of("noshi_purpose", noshi.BY_WORD)
    begin = f"{mark}_item_"
    return replace(
        receiver,
        wanted_on=wanted if _is_day(wanted) else "",
        window=one_of("window", WINDOWS),
        noshi=(one_of("noshi", noshi.KINDS) or noshi.KINDS[0]) if purpose else "",
        noshi_purpose=purpose,
        noshi_knot=one_of("noshi_knot", noshi.KNOTS),
        noshi_name=tidy(sent.get(f"{wish}noshi_name", ""))[:60],
        wrapping=sent.get(f"{wish}wrapping", "")[:40],
        bag=sent.get(f"{wish}bag") == "1",
        message=sent.get(f"{wish}message", "").strip()[:300],
        no_prices=sent.get(f"{wish}no_prices") == "1",
        same=sent.get(f"{mark}_same") == "1",
        items={
            name.removeprefix(begin): int(pieces)
            for name, value in sent.items()
            if name.startswith(begin)
            and (pieces := narrow(value).strip()).isdecimal()
            and 0 < len(pieces) < 5
            and int(pieces)
        },
    )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
