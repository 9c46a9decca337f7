"""Decisions of shipping: values in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hanjo.catalogue.terms import Temperature
from hanjo.fulfilment.terms import InstructionState, ScanResult, WaveKind
from hanjo.kernel.text import narrow
from hanjo.orders.terms import MoneyState, ParcelState, PayPolicy, Stage

WHY_NOT: Mapping[Stage, str] = {
    Stage.CHECK: "確認待ちの項目が残っています",
    Stage.MONEY: "入金（与信）を待っています",
    Stage.STOCK: "在庫の引当を待っています",
    Stage.RELEASE: "発売日前です",
    Stage.DATE: "出荷予定日より前です",
    Stage.WORK: "すでに出荷指示済みです",
    Stage.SHIPPED: "すでに出荷済みです",
    Stage.HELD: "保留中です",
    Stage.MERGED: "ほかの受注に同梱されています",
    Stage.CANCELLED: "取り消されています",
}


_PAID = frozenset({MoneyState.PAID, MoneyState.PART_REFUNDED})


def money_lets_go(policy: str, money: str) -> bool:
    """Whether the money of an order that travels with another lets it leave (出荷条件)."""
    if policy == PayPolicy.MAY_SHIP:
        return True
    return money in _PAID or (policy == PayPolicy.AFTER_AUTHORISED and money == MoneyState.AUTHORISED)


# --- how large is the box -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One kind of goods that goes into a box, and how many."""

    quantity: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    mail_size: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """What the goods need: three sides, weight, and whether a letter box could take them."""

    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int
    mail_size: bool
    measured: bool

    @property
    def sides_cm(self) -> int:
        """The sum of three sides, as carriers count, rounded up."""
        return -(-(self.length_mm + self.width_mm + self.height_mm) // 10)


PADDING_MM = 10
BOX_G = 80
UNMEASURED_MM = (200, 150, 50)


def box_for(pieces: Iterable[Piece]) -> Box:
    """Estimate the box for some goods (梱包サイズの見積り).

    The floor is the largest length and the largest width; the height is what the volume then needs, never less
    than the thickest piece. Goods without measures count as 20 × 15 × 5 cm, and the box says so.
    """
    length = width = thickest = volume = weight = count = 0
    mail, measured = True, True
    for piece in pieces:
        known = piece.length_mm and piece.width_mm and piece.height_mm
        sides = (piece.length_mm, piece.width_mm, piece.height_mm) if known else UNMEASURED_MM
        long, middle, short = sorted(sides, reverse=True)
        measured = measured and bool(known)
        mail = mail and piece.mail_size
        length, width, thickest = max(length, long), max(width, middle), max(thickest, short)
        volume += long * middle * short * piece.quantity
        weight += piece.weight_g * piece.quantity
        count += piece.quantity
    if not count:
        return Box(length_mm=0, width_mm=0, height_mm=0, weight_g=0, mail_size=False, measured=False)
    height = max(thickest, -(-volume // (length * width)))
    pad = 0 if mail else PADDING_MM
    return Box(
        length_mm=length + pad,
        width_mm=width + pad,
        height_mm=height + pad,
        weight_g=weight + (0 if mail else BOX_G),
        mail_size=mail,
        measured=measured,
    )


# --- waves and sheets ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Sorted:
    """What decides the wave of an instruction."""

    carrier: str
    carrier_name: str
    cutoff: str
    lines: int
    temperature: str
    is_gift: bool


def wave_of(kind: WaveKind, seen: Sorted) -> tuple[str, str]:
    """Name the wave of an instruction: a key for grouping and a label for people (ウェーブの分け方)."""
    if kind is WaveKind.CARRIER:
        return f"{seen.cutoff}:{seen.carrier}", f"{seen.carrier_name} {seen.cutoff} 締切"
    if kind is WaveKind.SINGLE:
        return ("1", "1 行注文") if seen.lines == 1 else ("2", "2 行以上")
    if kind is WaveKind.COOL:
        return seen.temperature, Temperature(seen.temperature).label
    if kind is WaveKind.GIFT:
        return ("1", "ギフト") if seen.is_gift else ("2", "ギフト以外")
    return "all", "まとめて"


def walking_key(bin_code: str) -> tuple[bool, list[tuple[int, int, str]]]:
    """Sort key of a bin code in walking order: A-2 before A-10, goods without a bin last (棚番順)."""
    parts = re.findall(r"\d+|\D+", bin_code)
    return bin_code == "", [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


_PLAIN = re.compile(r"[0-9A-Za-z-]{1,16}")


def parcel_key(number: str, ordinal: int, fallback_id: int) -> str:
    """Our お客様管理番号: the order's number and which parcel it is, in at most 16 half-width characters.

    佐川 and ゆうプリ take no more (16 half-width); a longer order number is replaced by the parcel's own id.
    """
    key = f"{number}-{ordinal}"
    return key if _PLAIN.fullmatch(key) else f"P{fallback_id}"


def truck_at(cutoff: str, today: date) -> datetime:
    """The moment, in local time without a zone, at which the truck of a service leaves today (締切)."""
    hour, _, minute = cutoff.partition(":")
    return datetime.combine(today, time(int(hour), int(minute or 0)))


def ship_day(now_local: datetime, cutoff: str) -> date:
    """The day on which goods packed now leave: today, or tomorrow when the truck has gone."""
    today = now_local.date()
    return today if now_local.replace(tzinfo=None) <= truck_at(cutoff, today) else today + timedelta(days=1)


# --- scanning -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One line of an instruction as the scanner sees it."""

    line_id: int
    sku_id: int
    quantity: int
    verified: int

    @property
    def left(self) -> int:
        return self.quantity - self.verified


@dataclass(frozen=True, slots=True)
class Beep:
    """What a scan does: the verdict, and how many to add to which lines."""

    result: ScanResult
    adds: tuple[tuple[int, int], ...] = ()


def scanned_code(text: str) -> str:
    """What a scanner read, in one spelling: narrow, no spaces, upper case."""
    return narrow(text).replace(" ", "").upper()


def slip_codes(code: str) -> list[str]:
    """The ways a scanned slip number may be meant: as it is, and as an NW-7 number without its letters."""
    bare = re.sub(r"^[A-D]+|[A-D]+$", "", code).replace("-", "")
    return [code, bare] if bare.isdigit() and bare != code else [code]


def goods_codes(code: str) -> list[str]:
    """The ways a scanned goods code may be meant: as it is, and a 12-digit UPC as its 13-digit JAN."""
    return [code, f"0{code}"] if code.isdigit() and len(code) == 12 else [code]


def judge(lines: Sequence[Wanted], sku_id: int | None, quantity: int) -> Beep:
    """Compare one scan with what the order needs (検品の判定). Lines that want the same goods share them."""
    if sku_id is None:
        return Beep(ScanResult.UNKNOWN)
    mine = [line for line in lines if line.sku_id == sku_id]
    if not mine:
        return Beep(ScanResult.WRONG)
    adds: list[tuple[int, int]] = []
    rest = quantity
    for line in mine:
        take = min(rest, line.left)
        if take > 0:
            adds.append((line.line_id, take))
            rest -= take
    return Beep(ScanResult.SURPLUS) if rest else Beep(ScanResult.OK, tuple(adds))


# --- how far is the order -----------------------------------------------------------------------------


def parcel_state(states: Iterable[InstructionState], *, more_to_come: bool) -> ParcelState:
    """Derive how far an order's goods are from its instructions (出荷状況)."""
    live = [state for state in states if state is not InstructionState.CANCELLED]
    gone = sum(1 for state in live if state is InstructionState.DISPATCHED)
    if not live:
        return ParcelState.NONE
    if gone == 0:
        return ParcelState.INSTRUCTED
    return ParcelState.SHIPPED if gone == len(live) and not more_to_come else ParcelState.PART_SHIPPED
