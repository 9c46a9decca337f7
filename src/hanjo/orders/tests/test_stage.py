"""The stage of one order and the stage of many rows are one rule."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection

from hanjo.orders import rules
from hanjo.orders.terms import MoneyState, OrderState, ParcelState, PayPolicy, Stage

TODAY = date(2026, 11, 22)
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
NAMES = (
    "state parcel_state merged_into_id held_by_hand holds pay_policy money_state short release_on ship_on"
).split()
COMBINATIONS = list(
    itertools.product(
        [word.value for word in OrderState],
        [word.value for word in ParcelState],
        [None, 7],
        [False, True],
        [0, 2],
        [word.value for word in PayPolicy],
        [word.value for word in MoneyState],
        [0, 1],
        DAYS,
        DAYS,
    )
)


@pytest.mark.django_db
def test_the_statement_and_the_rule_agree_on_every_combination() -> None:
    stage = rules.STAGE_SQL.format(
        o="d", state="d.state", holds="d.holds", short="d.short", today="%(today)s::date"
    )
    columns = [list(column) for column in zip(*COMBINATIONS, strict=True)]
    kinds = "text text bigint bool int text text int date date".split()
    arrays = ", ".join(f"%(c{n})s::{kind}[]" for n, kind in enumerate(kinds))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {stage} FROM unnest({arrays}) WITH ORDINALITY AS d({', '.join(NAMES)}, at) ORDER BY at",
            {"today": TODAY, **{f"c{n}": column for n, column in enumerate(columns)}},
        )
        by_statement = [row[0] for row in cursor.fetchall()]
    by_rule = [
        str(
            rules.stage_of(
                state=state,
                parcels=parcels,
                merged=merged is not None,
                held_by_hand=held,
                open_holds=holds,
                policy=policy,
                money=money,
                short_lines=short,
                release_on=release_on,
                ship_on=ship_on,
                today=TODAY,
            )
        )
        for state, parcels, merged, held, holds, policy, money, short, release_on, ship_on in COMBINATIONS
    ]
    wrong = [pair for pair in zip(COMBINATIONS, by_statement, by_rule, strict=True) if pair[1] != pair[2]]
    assert wrong == []
    assert set(by_rule) == {word.value for word in Stage}
