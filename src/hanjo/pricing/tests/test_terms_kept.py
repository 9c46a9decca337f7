"""The shop's terms are decided, checked and kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.pricing import commands, queries
from hanjo.pricing.models import TermsPart
from hanjo.pricing.rules.parts import PREFECTURES
from hanjo.pricing.terms import Bracket, Fare, PointRule, RemoteArea, Wrapping
from hanjo.pricing.tests.makers import HANA

pytestmark = pytest.mark.django_db


def test_what_was_decided_comes_back_as_it_was() -> None:
    fares = (
        Fare(yen=700, zone="本州", free_from_yen=8800),
        Fare(yen=1500, prefectures=("沖縄県",), zone="沖縄"),
    )
    remotes = (RemoteArea(postals=("10004",), yen=1200),)
    commands.save_shipping_table(
        fares, remotes=remotes, rides=[("normal", "chilled")], mail_pieces=2, by=HANA
    )
    commands.save_fees([Bracket(pay_kind="cod", yen=330, to_yen=10000)], by=HANA)
    commands.save_wrappings([Wrapping(code="ribbon", label="リボン包装", yen=330)], by=HANA)
    commands.save_point_rule(PointRule(rate=100, rates={"gold": 300}, minimum=100), by=HANA)
    commands.save_rounding("half_up", by=HANA)
    terms = queries.terms()
    assert (terms.fares, terms.remotes, terms.rides) == (fares, remotes, (("normal", "chilled"),))
    assert terms.brackets == (Bracket(pay_kind="cod", yen=330, to_yen=10000),)
    assert terms.wrappings[0].label == "リボン包装"
    assert (terms.points.rates, terms.rounding, terms.mail_pieces) == ({"gold": 300}, "half_up", 2)
    assert queries.undecided_parts() == []


def test_the_same_table_again_makes_no_new_version() -> None:
    one = commands.save_shipping_table([Fare(yen=700)], by=HANA)
    assert commands.save_shipping_table([Fare(yen=700)], by=HANA).pk == one.pk
    assert commands.save_shipping_table([Fare(yen=800)], by=HANA).pk != one.pk


def test_a_table_for_next_month_waits() -> None:
    commands.save_shipping_table([Fare(yen=700)], by=HANA)
    later = clock.now() + timedelta(days=30)
    commands.save_shipping_table([Fare(yen=900)], from_at=later, by=HANA)
    assert queries.terms().fares[0].yen == 700
    assert queries.terms(later).fares[0].yen == 900
    assert queries.terms(later).version != queries.terms().version


@pytest.mark.parametrize(
    ("fares", "word"),
    [
        ([], "1 つ以上"),
        ([Fare(yen=-1)], "負"),
        ([Fare(yen=1), Fare(yen=2)], "2 つ"),
        ([Fare(yen=1, prefectures=("東京",))], "東京"),
        ([Fare(yen=1, prefectures=tuple(PREFECTURES[:-1]))], "沖縄県"),
        ([Fare(yen=1, mail_size=True)], "限らない"),
    ],
)
def test_a_table_with_a_hole_or_a_double_is_refused(fares: list[Fare], word: str) -> None:
    with pytest.raises(Refusal) as refused:
        commands.save_shipping_table(fares, by=HANA)
    assert word in refused.value.text
    assert not TermsPart.objects.exists()


def test_rules_that_make_no_sense_are_refused() -> None:
    for save in (
        lambda: commands.save_point_rule(PointRule(cap_percent=101), by=HANA),
        lambda: commands.save_rounding("up", by=HANA),
        lambda: commands.save_fees([Bracket(pay_kind="cod", yen=-1)], by=HANA),
        lambda: commands.save_wrappings([Wrapping(code="", label="x", yen=1)], by=HANA),
    ):
        with pytest.raises(Refusal):
            save()
    assert not TermsPart.objects.exists()
