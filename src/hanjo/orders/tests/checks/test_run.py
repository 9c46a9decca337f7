"""The run over all checks: what passes, what stops, what is switched off, and a rule that breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from hanjo.orders.checks import run
from hanjo.orders.checks.base import Limits, OrderView, Seen
from hanjo.orders.checks.run import CHECKS, DEFAULT_CHOICES, CheckChoice, choice_for, run_checks
from hanjo.orders.terms import Finding, Severity
from hanjo.orders.tests.checks.make import address, cold, line, order, seen


def test_a_good_order_passes_every_check_and_has_no_flag() -> None:
    report = run_checks(order(), seen(), {})

    assert report.findings == []
    assert report.flags == []
    assert report.passed == sum(1 << check.number for check in CHECKS.values())
    assert not report.stops


def test_a_finding_carries_the_code_severity_and_flag_of_its_check() -> None:
    report = run_checks(order(recipient=address(city="神戸市灘区")), seen(), DEFAULT_CHOICES)

    [finding] = report.findings
    assert finding == Finding(
        check="postcode_city",
        severity=Severity.STOP,
        reason="郵便番号と市区町村が合いません",
        evidence="650-0001 は「神戸市中央区加納町」です。お届け先は「神戸市灘区加納町」です。",
        fix={"set": {"city": "神戸市中央区"}},
        fix_label="市区町村を「神戸市中央区」に直す",
        confidence=90,
        flag="住所不一致",
    )
    assert not report.passed >> CHECKS["postcode_city"].number & 1
    assert report.passed.bit_count() == len(CHECKS) - 1


def test_the_shop_decides_whether_a_check_stops() -> None:
    softer = {"postcode_city": choice_for(CHECKS["postcode_city"], severity=Severity.NOTE)}

    report = run_checks(order(recipient=address(city="神戸市灘区")), seen(), softer)

    assert [finding.severity for finding in report.findings] == [Severity.NOTE]
    assert not report.stops


def test_what_a_rule_only_tells_never_stops_whatever_the_shop_chose() -> None:
    harder = {"discount": choice_for(CHECKS["discount"], severity=Severity.STOP)}

    report = run_checks(order(discount_yen=500, total_yen=4000), seen(), harder)

    assert [(finding.check, finding.severity) for finding in report.findings] == [("discount", Severity.NOTE)]


def test_a_check_that_is_off_neither_finds_nor_passes() -> None:
    off = {"postcode_city": CheckChoice(is_on=False)}

    report = run_checks(order(recipient=address(city="神戸市灘区")), seen(), off)

    assert report.findings == []
    assert not report.passed >> CHECKS["postcode_city"].number & 1


def test_the_shops_limits_replace_the_delivered_ones() -> None:
    patient = {"quantity": choice_for(CHECKS["quantity"], limits={"pieces": 100})}
    many = order(lines=(line(quantity=31),))

    assert [finding.check for finding in run_checks(many, seen(), {}).findings] == ["quantity"]
    assert run_checks(many, seen(), patient).findings == []


def test_an_order_that_leaves_japan_meets_only_the_checks_made_for_it() -> None:
    abroad = order(
        recipient=address(country="United Kingdom", postal="", prefecture="", phone=""), currency="GBP"
    )

    report = run_checks(abroad, seen(), {})

    assert [finding.check for finding in report.findings] == ["foreign"]
    ran = {check.number for check in CHECKS.values() if check.foreign}
    assert report.passed == sum(1 << number for number in ran if number != CHECKS["foreign"].number)


def test_a_rule_that_breaks_stops_the_order_and_hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
        raise ZeroDivisionError("division by zero")

    broken = tuple(
        replace(check, rule=breaks) if check.code == "quantity" else check for check in CHECKS.values()
    )
    monkeypatch.setattr(run, "_IN_ORDER", broken)

    report = run_checks(order(recipient=address(city="神戸市灘区")), seen(), {})

    assert [(one.check, one.severity) for one in report.findings] == [
        ("postcode_city", Severity.STOP),
        ("quantity", Severity.STOP),
    ]
    assert report.findings[1].reason == "自動チェック「数量が 0 か多すぎる」が実行できませんでした"
    assert report.findings[1].evidence.startswith("ZeroDivisionError: ")
    assert not report.passed >> CHECKS["quantity"].number & 1
    assert report.passed >> CHECKS["unknown_item"].number & 1


def test_a_limit_of_the_wrong_kind_is_contained_like_any_broken_rule() -> None:
    report = run_checks(
        order(), seen(), {"quantity": choice_for(CHECKS["quantity"], limits={"pieces": "三十"})}
    )

    assert [(one.check, one.flag) for one in report.findings] == [("quantity", "要点検")]


def test_flags_name_what_stops_first_and_each_only_once() -> None:
    report = run_checks(
        order(
            discount_yen=100,
            total_yen=6400,
            lines=(line(), cold("frozen", key="2", quantity=1, unit_price_yen=2000, total_yen=2000)),
            recipient=address(city="神戸市灘区", phone=""),
        ),
        seen(history={"orders": 0}),
        {},
    )

    assert report.flags == ["住所不一致", "電話番号", "温度帯混在", "クーポン", "初回"]
    assert report.stops


def test_findings_of_one_check_are_told_apart_by_their_key() -> None:
    report = run_checks(
        order(lines=(line(sku=None, code="A", quantity=99), line(sku=None, key="2", code="B", quantity=99))),
        seen(),
        {},
    )

    keys = [(one.check, one.key) for one in report.findings]
    assert len(keys) == len(set(keys)) == 4
