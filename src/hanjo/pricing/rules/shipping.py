"""Which goods travel together, and what each parcel costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanjo.kernel.speech import say
from hanjo.pricing.terms import Basket, BasketLine, Fare, Parcel, Problem, RemoteArea, Stop, Terms

TEMPERATURES = {"normal": "常温", "chilled": "冷蔵", "frozen": "冷凍"}


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """Every parcel with its fee; how much more makes one of them free; what cannot be sent."""

    parcels: tuple[Parcel, ...]
    to_free_yen: int | None
    problems: tuple[Problem, ...]


def stop_of(basket: Basket, destination: int) -> Stop:
    """Where a destination lies; one that nobody described yet is unknown."""
    return basket.stops[destination] if 0 <= destination < len(basket.stops) else Stop()


def groups(basket: Basket, terms: Terms) -> dict[tuple[int, str], list[BasketLine]]:
    """The lines by destination and temperature; goods that may ride with colder ones do so (温度帯ごとの荷物)."""
    found: dict[tuple[int, str], list[BasketLine]] = {}
    for line in basket.lines:
        found.setdefault((line.destination, line.temperature), []).append(line)
    for guest, host in terms.rides:
        for destination in {place for place, _ in found}:
            if guest != host and (destination, guest) in found and (destination, host) in found:
                found[destination, host] += found.pop((destination, guest))
    return dict(sorted(found.items()))


def fares_for(stop: Stop, temperature: str, mail: bool, size: int, terms: Terms) -> list[Fare]:
    """The fares that hold for a parcel, the most particular first; for an unknown prefecture the cheapest first.

    A fare of one service speaks before one of a size, that before the common table. What nobody measured costs what
    the common table says.
    """
    found = [
        fare
        for fare in terms.fares
        if fare.temperature == temperature
        and fare.mail_size == mail
        and fare.service in {"", stop.service}
        and (not stop.prefecture or not fare.prefectures or stop.prefecture in fare.prefectures)
        and (not fare.size_to or 0 < size <= fare.size_to)
    ]
    if not stop.prefecture:
        return sorted(found, key=lambda fare: (fare.yen, -(fare.free_from_yen or 0)))
    return sorted(
        found,
        key=lambda fare: (
            not fare.service,
            not fare.size_to,
            not fare.prefectures,
            fare.size_to or 10_000,
            fare.yen,
        ),
    )


def remote_of(stop: Stop, terms: Terms) -> RemoteArea | None:
    """The island or far place in which a postal code lies (離島)."""
    postal = stop.postal.replace("-", "")
    for area in terms.remotes:
        if postal and any(postal.startswith(prefix) for prefix in area.postals):
            return area
    return None


def ship(basket: Basket, goods: Mapping[int, int], terms: Terms) -> Shipped:
    """Put the basket into parcels and price each of them (送料).

    `goods`: what the goods of each destination cost after discounts, with tax; that is what the free line asks.
    """
    parcels, problems, missing = [], [], []
    for (destination, temperature), lines in groups(basket, terms).items():
        stop = stop_of(basket, destination)
        fare, mail = _fare(basket, stop, temperature, lines, terms)
        where = stop.prefecture or say("お届け先")
        if fare is None:
            kind = TEMPERATURES.get(temperature, temperature)
            text = say(
                "{where}への{kind}便は、送料が決まっていないためお届けできません。", where=where, kind=kind
            )
            problems.append(Problem(code="no_fare", text=text, about=str(destination)))
            fare = Fare(yen=0, temperature=temperature)
        lacks = (fare.free_from_yen or 0) - goods.get(destination, 0)
        free = fare.free_from_yen is not None and lacks <= 0
        if fare.free_from_yen is not None and not free and fare.yen:
            missing.append(lacks)
        yen, why = _yen_and_why(stop, fare, mail, free, terms)
        parcels.append(
            Parcel(
                destination=destination, temperature=temperature, keys=tuple(line.key for line in lines),
                mail=mail, shipping_yen=yen, why=why, known=bool(stop.prefecture), free=free,
            )
        )  # fmt: skip
    return Shipped(parcels=tuple(parcels), to_free_yen=min(missing, default=None), problems=tuple(problems))


def _fare(
    basket: Basket, stop: Stop, temperature: str, lines: Sequence[BasketLine], terms: Terms
) -> tuple[Fare | None, bool]:
    size = max(line.size for line in lines)
    pieces = sum(line.quantity for line in lines)
    small = all(line.mail_size for line in lines) and (not terms.mail_pieces or pieces <= terms.mail_pieces)
    if small and basket.pay_kind not in terms.boxed_kinds:
        found = fares_for(stop, temperature, True, 0, terms)
        if found:
            return found[0], True
    found = fares_for(stop, temperature, False, size, terms)
    return (found[0] if found else None), False


def _yen_and_why(stop: Stop, fare: Fare, mail: bool, free: bool, terms: Terms) -> tuple[int, str]:
    label = (
        say("メール便")
        if mail
        else say("{get}便", get=say(TEMPERATURES.get(fare.temperature, fare.temperature)))
    )
    yen, why = fare.yen, [say("{n}・{label}", n=fare.zone or stop.prefecture or say("全国"), label=label)]
    if free:
        yen = 0
        why.append(
            say(
                "{free_from_yen:,}円以上のお買い上げで送料無料（当店が負担）",
                free_from_yen=fare.free_from_yen,
            )
        )
    remote = remote_of(stop, terms)
    if remote and not (free and terms.remote_is_waived):
        yen += remote.yen
        why.append(say("{label}の追加送料 {yen:,}円", label=remote.label, yen=remote.yen))
    if not stop.prefecture:
        why.append(say("お届け先により変わります"))
    return yen, "、".join(why)
