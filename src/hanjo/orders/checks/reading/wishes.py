"""What can be read in a remark. `start` and `end` are the place in the text as the buyer wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Something understood, with how sure that is in per cent."""

    start: int
    end: int
    confidence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DateWish(Wish):
    """A day to deliver on (お届け希望日). `on` is None when a day is meant but cannot be proposed."""

    on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowWish(Wish):
    """A time of day to deliver at (時間帯), canonical; empty when it is one to avoid."""

    window: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptWish(Wish):
    """A receipt is wanted (領収書): for whom (宛名), and for what (但し書き)."""

    name: str
    proviso: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSlipWish(Wish):
    """No slip, or none that shows prices (納品書不要)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GiftWish(Wish):
    """A present: noshi wording, wrapping, message (ギフト・のし)."""

    noshi: str = ""
    wrapping: str = ""
    message: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeWish(Wish):
    """Cancel, cancel as a duplicate, or change (キャンセル・変更の希望)."""

    what: str  # cancel, duplicate, change


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionWish(Wish):
    """Something is asked (お問い合わせ)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Declined(Wish):
    """Understood, and nothing follows from it: 領収書は不要です, 日時指定なし."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All wishes of a remark in their order, and the words that nobody understood."""

    wishes: tuple[Wish, ...]
    left: str


EMPTY = Reading((), "")
