"""By when an order must have left, case by case."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hanjo.kernel.calendar import Calendar
from hanjo.kernel.clock import JST
from hanjo.orders import pickups
from hanjo.orders.deadlines import DEFAULTS, Asked, DueKind, Promise, Terms, due, fast_word, is_time
from hanjo.orders.pickups import Pickup

# November 2026: the 20th is a Friday, the 23rd (Monday) 勤労感謝の日.
SHOP = Terms(
    promises={},
    calendar=Calendar(weekdays=frozenset({5, 6}), days=frozenset({date(2026, 11, 25)}), holidays=True),
    trucks={"yamato": "16:00", "post": "13:30"},
)
NAMED = replace(
    SHOP,
    promises={
        ("rakuten", "fast"): Promise(0, "15:00"),
        ("rakuten", "normal"): Promise(3, "24:00"),
        ("", "normal"): Promise(1, "12:00"),
        ("always", "fast"): Promise(1, "12:00", every_day=True),
    },
)


def at(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JST)


def asked(day: int, hour: int = 10, minute: int = 0, **more: Any) -> Asked:
    moment = at(day, hour, minute)
    base: dict[str, Any] = {
        "channel": "rakuten", "service": "yamato", "taken_at": moment, "from_at": moment, "is_fast": False,
        "told_on": None, "ship_on": None, "release_on": None,
    }  # fmt: skip
    return Asked(**{**base, **more})


CASES = {
    "the delivered promise counts two working days": (SHOP, asked(17), at(19, 16), "normal"),
    "at the delivered hour it counts from the next day": (SHOP, asked(17, 15), at(20, 16), "normal"),
    "a weekend and a holiday are no working days": (SHOP, asked(20), at(26, 16), "normal"),
    "fast before noon leaves the same day": (SHOP, asked(17, 11, 59, is_fast=True), at(17, 16), "fast"),
    "fast at noon leaves the next day": (SHOP, asked(17, 12, 0, is_fast=True), at(18, 16), "fast"),
    "fast on a Friday evening leaves after holiday": (SHOP, asked(20, 20, is_fast=True), at(24, 16), "fast"),
    "the channel's own hour holds": (NAMED, asked(17, 14, 59, is_fast=True), at(17, 16), "fast"),
    "what all channels have holds without an own": (NAMED, asked(17, channel="x"), at(18, 16), "normal"),
    "24:00 is the whole day": (NAMED, asked(16, 23, 50), at(19, 16), "normal"),
    "a promise of every day falls back to the last truck": (
        NAMED, asked(20, 9, channel="always", is_fast=True), at(20, 16), "fast",
    ),
    "every day with no truck left is the end of the day": (
        NAMED, asked(20, 17, channel="always", is_fast=True), at(22, 23, 59), "fast",
    ),
    "the service's own truck": (SHOP, asked(17, 9, is_fast=True, service="post"), at(17, 13, 30), "fast"),
    "an unknown service has the usual truck": (SHOP, asked(17, is_fast=True, service="?"), at(17, 16), "fast"),
    "told by the mall holds": (SHOP, asked(17, told_on=date(2026, 11, 19)), at(19, 16), "told"),
    "told for a closed day means the truck before": (SHOP, asked(17, told_on=date(2026, 11, 23)), at(20, 16), "told"),
    "told for today after the truck is the end of today": (
        SHOP, asked(17, 18, told_on=date(2026, 11, 17)), at(17, 23, 59), "told",
    ),
    "told beats fast": (SHOP, asked(17, is_fast=True, told_on=date(2026, 11, 18)), at(18, 16), "told"),
    "told before the order came is over": (SHOP, asked(17, told_on=date(2026, 11, 16)), at(16, 23, 59), "told"),
    "a wished day holds": (SHOP, asked(17, is_fast=True, ship_on=date(2026, 11, 27)), at(27, 16), "wish"),
    "the earlier of told and wished": (
        SHOP, asked(17, told_on=date(2026, 11, 20), ship_on=date(2026, 11, 18)), at(18, 16), "wish",
    ),
    "a release day later than the promise": (SHOP, asked(17, release_on=date(2026, 11, 28)), at(30, 16), "normal"),
    "a release day before the promise changes nothing": (
        SHOP, asked(17, release_on=date(2026, 11, 18)), at(19, 16), "normal",
    ),
    "money that is awaited has no moment": (SHOP, asked(17, from_at=None), None, "money"),
    "money that came counts from then": (SHOP, asked(17, from_at=at(18)), at(20, 16), "normal"),
    "told holds though money is awaited": (
        SHOP, asked(17, from_at=None, told_on=date(2026, 11, 19)), at(19, 16), "told",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_deadline_is_the_last_truck_that_keeps_the_promise(name: str) -> None:
    terms, order, moment, kind = CASES[name]
    found = due(order, terms)
    assert (found.at, found.kind) == (moment, kind)
    assert found.note


def test_a_default_is_marked_as_one_until_the_shop_sets_its_own() -> None:
    assert "既定値" in due(asked(17), SHOP).note
    assert "既定値" not in due(asked(17), NAMED).note
    assert DEFAULTS[DueKind.FAST].is_default


def test_a_shop_that_never_works_still_gets_a_moment() -> None:
    never = replace(SHOP, calendar=Calendar(weekdays=frozenset(range(7))))
    assert due(asked(17), never).at is not None


@pytest.mark.parametrize(
    ("text", "good"), [("00:00", True), ("24:00", True), ("24:01", False), ("9:00", False)]
)
def test_a_time_is_two_digits_and_two(text: str, good: bool) -> None:
    assert is_time(text) is good


# --- warehouses, carriers, and moments that a mall names ------------------------------------------------------

YEAR_END = frozenset({date(2026, 11, 18)})
HOUSES = replace(
    SHOP,
    carriers={"yamato": "yamato", "post": "japanpost"},
    pickups={
        one.key: one
        for one in (
            Pickup("WEST", "yamato", cutoff="11:00"),
            Pickup("WEST", "", cutoff="12:30", calendar=Calendar(weekdays=frozenset({6}))),
            Pickup("", "japanpost", calendar=Calendar(weekdays=frozenset(), days=YEAR_END)),
            Pickup("EAST", "", cutoff="18:00"),
        )
    },
)
PLACED = {
    "no warehouse: the service's own truck": ((), "yamato", asked(17, 9, is_fast=True), at(17, 16)),
    "the carrier at the warehouse": (("WEST",), "yamato", asked(17, 9, is_fast=True), at(17, 11)),
    "any carrier at the warehouse": (("WEST",), "post", asked(17, 9, is_fast=True), at(17, 12, 30)),
    "a warehouse that works on Saturdays": (("WEST",), "yamato", asked(20, 13, is_fast=True), at(21, 11)),
    "another warehouse rests with the shop": (("EAST",), "yamato", asked(20, 20, is_fast=True), at(24, 18)),
    "the earlier truck of two warehouses": (
        ("EAST", "WEST"),
        "yamato",
        asked(17, 9, is_fast=True),
        at(17, 11),
    ),
    "a day on which the carrier does not drive": ((), "post", asked(16, is_fast=False), at(17, 13, 30)),
    "an unknown warehouse is as the shop": (("NORTH",), "yamato", asked(17, 9, is_fast=True), at(17, 16)),
}


@pytest.mark.parametrize("name", PLACED)
def test_every_warehouse_and_carrier_has_its_own_truck_and_days(name: str) -> None:
    places, service, order, moment = PLACED[name]
    assert due(replace(order, places=places, service=service), HOUSES).at == moment


TOLD = date(2026, 11, 19)
MOMENTS = {
    "after the truck: the truck of that day": (at(19, 23, 59), at(19, 16)),
    "before the truck: the truck of the day before": (at(19, 12), at(18, 16)),
    "midnight is a day without a time": (at(19, 0), at(19, 16)),
    "a moment of another day does not hold": (at(20, 9), at(19, 16)),
    "in another zone it is the same moment": (at(19, 12).astimezone(UTC), at(18, 16)),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_moment_that_the_mall_names_is_when_the_truck_must_have_left(name: str) -> None:
    told, moment = MOMENTS[name]
    assert due(asked(17, told_on=TOLD, told_at=told), SHOP).at == moment


def test_with_no_truck_before_it_the_moment_itself_is_the_deadline_and_says_so() -> None:
    order = asked(19, 10, told_on=TOLD, told_at=at(19, 12))
    assert (due(order, SHOP).at, due(order, SHOP).note) == (
        at(19, 12), "モールの期限 11/19 12:00 まで・それまでの集荷なし",
    )  # fmt: skip


def test_pickups_are_read_as_they_were_written() -> None:
    assert pickups.read(json.loads(json.dumps(pickups.write(HOUSES.pickups.values())))) == HOUSES.pickups


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("最強翌日配送（宅配便）", "最強翌日"),
        ("ｱｽ楽", "アス楽"),
        ("宅配便", ""),
        ("Next Day", "next day"),
    ],
)
def test_a_word_is_found_whatever_its_width(text: str, word: str) -> None:
    assert fast_word(("最強翌日", "アス楽", "next day"), "", text) == word
