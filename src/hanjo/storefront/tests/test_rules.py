"""When goods are there, and what a confirmation must say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hanjo.kernel import clock
from hanjo.kernel.calendar import Calendar
from hanjo.storefront.rules import Entry, Receiver, confirmation, promise
from hanjo.storefront.rules.confirmation import Incomplete

LEAD = {"東京都": 1, "北海道": 2, "沖縄県": 3}


def at(*parts: int) -> datetime:
    """A local time."""
    return datetime(*parts, tzinfo=clock.JST).replace(tzinfo=None)  # type: ignore[misc,arg-type]  # five numbers


def due(now: datetime, prefecture: str = "東京都", **more: object) -> tuple[date, date]:
    """When it leaves and when it is there."""
    closed = {"works": Calendar(days=frozenset({date(2026, 11, 23)})).works, **more}
    made = promise(now, cutoff="14:00", lead_days=LEAD, prefecture=prefecture, **closed)  # type: ignore[arg-type]  # test words
    return made.ships_on, made.earliest_on


def test_before_the_cutoff_goods_leave_the_same_day() -> None:
    assert due(at(2026, 11, 20, 13, 59)) == (date(2026, 11, 20), date(2026, 11, 21))


def test_from_the_cutoff_on_they_leave_on_the_next_working_day() -> None:
    # Friday 14:00; Saturday, Sunday and the holiday on Monday are closed.
    assert due(at(2026, 11, 20, 14, 0)) == (date(2026, 11, 24), date(2026, 11, 25))


def test_far_prefectures_take_longer_and_unknown_ones_the_longest() -> None:
    noon = at(2026, 11, 24, 12, 0)
    assert due(noon, "沖縄県")[1] == date(2026, 11, 27)
    assert due(noon, "")[1] == date(2026, 11, 27)


def test_goods_that_need_preparing_leave_that_many_working_days_later() -> None:
    assert due(at(2026, 11, 19, 9, 0), prepare_days=2)[0] == date(2026, 11, 24)


def test_a_preordered_product_leaves_on_its_day() -> None:
    assert due(at(2026, 11, 19, 9, 0), on_sale_on=date(2026, 12, 4))[0] == date(2026, 12, 4)


WORDS: dict[str, object] = {
    "goods": [{"name": "そば猪口", "quantity": 2, "unit_yen": 2200, "subtotal_yen": 4400}],
    "amounts": [("送料", 770)],
    "total_yen": 5170,
    "taxes": [(10, 5170, 470)],
    "payment": "銀行振込",
    "payment_time": "ご注文から 7 日以内にお振り込みください",
    "delivery": ["ご入金の翌営業日に発送"],
    "period": "期間の定めはありません",
    "returns": "到着後 8 日以内",
    "cancellation": "発送前まで",
    "seller": "はんじょう商店",
}


def test_the_confirmation_keeps_every_word_and_its_digest_changes_with_any_of_them() -> None:
    made = confirmation(**WORDS)  # type: ignore[arg-type]  # a table of words
    other = confirmation(**{**WORDS, "total_yen": 5171})  # type: ignore[arg-type]  # as above
    assert made.as_json()["goods"][0]["unit_yen"] == 2200
    assert made.digest() != other.digest()


@pytest.mark.parametrize(
    "missing", ["payment", "payment_time", "period", "returns", "cancellation", "delivery", "goods"]
)
def test_t_tks_14_without_a_statutory_item_there_is_no_confirmation(missing: str) -> None:
    empty: object = [] if missing in {"delivery", "goods"} else " "
    with pytest.raises(Incomplete):
        confirmation(**{**WORDS, missing: empty})  # type: ignore[arg-type]  # as above


def test_an_entry_survives_being_kept() -> None:
    entry = Entry(
        email="a@example.jp",
        buyer=Receiver(family="見本", given="花", prefecture="東京都", city="架空区"),
        receivers=(Receiver(window="am", noshi="内のし"),),
    )
    assert Entry.from_json(entry.as_json()) == entry
    assert Entry.from_json({**entry.as_json(), "gone": 1}) == entry


def test_a_parcel_to_oneself_has_the_own_address_and_the_wishes_of_the_form() -> None:
    entry = Entry(buyer=Receiver(family="見本", prefecture="東京都"), receivers=(Receiver(window="am"),))
    (stop,) = entry.stops
    assert (stop.family, stop.prefecture, stop.window) == ("見本", "東京都", "am")
