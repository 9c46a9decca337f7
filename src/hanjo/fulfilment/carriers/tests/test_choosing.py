"""The service follows from the parcel, the wish and the shop's own charges, and says why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers.choosing import (
    EVERYWHERE,
    Choice,
    ChoicePolicy,
    ParcelNeed,
    RateRow,
    RateTable,
    Surcharge,
    choose,
)
from hanjo.fulfilment.carriers.services import SERVICES
from hanjo.fulfilment.carriers.terms import Temperature, Window
from hanjo.fulfilment.carriers.tests.made_up import TODAY
from hanjo.fulfilment.carriers.zones import PREFECTURES, Zone, zone_of

THIN = (300, 200, 20)
ROWS = [
    RateRow("yamato.takkyubin", Zone.KANTO, 60, 700),
    RateRow("yamato.takkyubin", Zone.KANTO, 80, 900),
    RateRow("yamato.takkyubin", Zone.KANTO, 80, 950, date(2027, 4, 1)),
    RateRow("yamato.takkyubin", Zone.HOKKAIDO, 60, 1200),
    RateRow("sagawa.hikyaku", Zone.KANTO, 60, 680),
    RateRow("sagawa.hikyaku", Zone.KANTO, 80, 980),
    RateRow("yamato.nekopos", EVERYWHERE, 0, 230),
    RateRow("clickpost.clickpost", EVERYWHERE, 0, 185),
]
RATES = RateTable(ROWS)


def judged(need: ParcelNeed, **policy: Any) -> dict[str, Choice]:
    return {choice.service.code: choice for choice in choose(need, RATES, ChoicePolicy(TODAY, **policy))}


def first(need: ParcelNeed, **policy: Any) -> Choice:
    return choose(need, RATES, ChoicePolicy(TODAY, **policy))[0]


@pytest.mark.parametrize(
    ("need", "code", "size", "price"),
    [
        (ParcelNeed("東京都", 200, THIN, mail_size=True), "clickpost.clickpost", 0, 185),
        (ParcelNeed("東京都", 200, THIN), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, (300, 200, 35), mail_size=True), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, (330, 230, 20), mail_size=True), "clickpost.clickpost", 0, 185),
        (ParcelNeed("東京都", 3000, THIN), "yamato.takkyubin", 80, 900),
        (ParcelNeed("東京都", 200, size_cm=80), "yamato.takkyubin", 80, 900),
        (ParcelNeed("北海道", 200, THIN), "yamato.takkyubin", 60, 1200),
        (ParcelNeed("東京都", 200, THIN, mail_size=True, cod_yen=100), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, THIN, mail_size=True, window=Window.H12_14), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, THIN, mail_size=True, deliver_on=TODAY), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, THIN, mail_size=True, temperature=Temperature.FROZEN), "sagawa.hikyaku", 60, 680),
        (ParcelNeed("東京都", 200, None, mail_size=False), "sagawa.hikyaku", 60, 680),
    ],
)  # fmt: skip
def test_the_cheapest_service_that_can_take_it_comes_first(
    need: ParcelNeed, code: str, size: int, price: int
) -> None:
    choice = first(need)
    assert (choice.service.code, choice.size_cm, choice.price_yen, choice.rank) == (code, size, price, 1)
    assert choice.because


@pytest.mark.parametrize(
    ("code", "need", "reason"),
    [
        ("yamato.nekopos", ParcelNeed("東京都", 200, THIN), "メール便にできない商品"),
        ("yamato.nekopos", ParcelNeed("東京都", 200, (300, 200, 31), mail_size=True), "厚さ3.1cmは3cmを超える"),
        ("yamato.nekopos", ParcelNeed("東京都", 1001, THIN, mail_size=True), "1.001kgは1kgを超える"),
        ("yamato.nekopos", ParcelNeed("東京都", 1, (320, 200, 20), mail_size=True), "31.2×22.8cmを超える"),
        ("yamato.yupacket", ParcelNeed("東京都", 1, (340, 240, 30), mail_size=True), "3辺合計61cmは60cmを超える"),
        ("yamato.nekopos", ParcelNeed("東京都", 1, THIN, mail_size=True, cod_yen=1), "代金引換ができない"),
        ("yamato.takkyubin", ParcelNeed("東京都", 1, THIN, cod_yen=300_001), "300,000円まで"),
        ("yamato.takkyubin", ParcelNeed("東京都", 1, THIN, window=Window.H12_14), "12～14時"),
        ("yamato.takkyubin", ParcelNeed("東京都", 1, (1800, 100, 50)), "最も長い辺180cm"),
        ("yamato.takkyubin", ParcelNeed("東京都", 1, size_cm=201), "200cmまで"),
        ("yamato.takkyubin", ParcelNeed("東京都", 1, size_cm=121, temperature=Temperature.FROZEN), "3辺合計120cmまで"),
        ("yamato.takkyubin", ParcelNeed("東京都", 15_001, temperature=Temperature.FROZEN), "クール便は15kgまで"),
        ("japanpost.yupack", ParcelNeed("東京都", 1, THIN, temperature=Temperature.FROZEN), "冷凍で送れない"),
        ("yamato.compact", ParcelNeed("東京都", 1, (200, 150, 40), mail_size=True, parcels=2), "複数口"),
        ("yamato.takkyubin", ParcelNeed("東京", 1, THIN), "都道府県「東京」"),
    ],
)  # fmt: skip
def test_a_refused_service_says_what_stands_against_it(code: str, need: ParcelNeed, reason: str) -> None:
    choice = judged(need)[code]
    assert not choice.accepted
    assert choice.rank is None
    assert reason in choice.because


def test_a_promise_is_kept_by_lead_time() -> None:
    lead = {"sagawa.hikyaku": {"東京都": 2}, "yamato.takkyubin": {EVERYWHERE: 1}}
    choices = judged(ParcelNeed("東京都", 1, THIN), lead_days=lead, promise_on=date(2026, 11, 23))
    assert "間に合わない" in choices["sagawa.hikyaku"].because
    assert choices["yamato.takkyubin"].rank == 1
    assert choices["yamato.takkyubin"].arrives_on == date(2026, 11, 23)


def test_the_shop_decides_what_it_uses_and_which_of_two_equal_charges_wins() -> None:
    need = ParcelNeed("東京都", 200, THIN, mail_size=True)
    only = judged(need, allowed=frozenset({"yamato.takkyubin"}))
    assert only["yamato.takkyubin"].rank == 1
    assert "店の設定" in only["clickpost.clickpost"].because
    equal = RateTable(RateRow(code, EVERYWHERE, 60, 500) for code in ("yamato.takkyubin", "sagawa.hikyaku"))
    policy = ChoicePolicy(TODAY, preferred=("sagawa.hikyaku",))
    assert choose(ParcelNeed("東京都", 1, THIN), equal, policy)[0].service.code == "sagawa.hikyaku"


def test_surcharges_and_the_rate_in_force_make_the_price() -> None:
    extras = (
        Surcharge("yamato.takkyubin", 220, 60, Temperature.FROZEN),
        Surcharge("yamato.takkyubin", 330, cod_up_to_yen=10_000),
        Surcharge("yamato.takkyubin", 440, cod_up_to_yen=30_000),
    )
    frozen = ParcelNeed("東京都", 1, THIN, temperature=Temperature.FROZEN, cod_yen=10_001)
    assert judged(frozen, surcharges=extras)["yamato.takkyubin"].price_yen == 700 + 220 + 440
    later = choose(ParcelNeed("東京都", 1, size_cm=80), RATES, ChoicePolicy(date(2027, 4, 1)))
    assert {choice.service.code: choice.price_yen for choice in later}["yamato.takkyubin"] == 950


def test_a_service_without_a_charge_comes_last_and_says_so() -> None:
    choices = choose(ParcelNeed("東京都", 1, THIN), RATES, ChoicePolicy(TODAY))
    ranked = [choice for choice in choices if choice.accepted]
    assert ranked[-1].service.code == "japanpost.yupack"
    assert "料金がない" in ranked[-1].because


def test_every_prefecture_lies_in_exactly_one_zone() -> None:
    names = [name for prefectures in PREFECTURES.values() for name in prefectures.split()]
    assert len(names) == len(set(names)) == 47
    assert zone_of("東京都") is Zone.KANTO
    assert zone_of("東京") is None


@given(
    st.integers(0, 40_000),
    st.one_of(st.none(), st.tuples(*[st.integers(1, 2_000)] * 3)),
    st.booleans(),
    st.sampled_from(list(Temperature)),
    st.sampled_from([0, 5_000, 400_000]),
    st.sampled_from(list(Window)),
)
def test_every_service_is_answered_once_with_a_reason_and_the_ranks_follow_the_price(
    weight: int, sides: Any, mail: bool, temperature: Temperature, cod: int, window: Window
) -> None:
    need = ParcelNeed(
        "東京都", weight, sides, mail_size=mail, temperature=temperature, cod_yen=cod, window=window
    )
    choices = choose(need, RATES, ChoicePolicy(TODAY))
    assert sorted(choice.service.code for choice in choices) == sorted(service.code for service in SERVICES)
    assert all(choice.because for choice in choices)
    prices = [choice.price_yen for choice in choices if choice.accepted and choice.price_yen is not None]
    assert prices == sorted(prices)
    assert [choice.rank for choice in choices if choice.accepted] == list(
        range(1, sum(c.accepted for c in choices) + 1)
    )
