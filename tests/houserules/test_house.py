"""The house's own rules see what they should see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools import house
from tools.counts import counts

PLACE = house.SOURCE / "orders" / "commands" / "made_up.py"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import datetime\nx = datetime.datetime.now()", "clock"),
        ("from django.utils import timezone\nx = timezone.now()", "clock"),
        (
            "from hanjo.inventory.models import StockLevel\nStockLevel.objects.filter(pk=1).update(on_hand=1)",
            "writes",
        ),
        ("from hanjo.inventory.models import StockLevel as L\nL.objects.bulk_create([])", "writes"),
        ('@command("orders.x", "x")\ndef x() -> None:\n    """Do something."""', "Japanese"),
    ],
)
def test_a_breach_is_found(text: str, words: str) -> None:
    tree = ast.parse(text)
    found = [
        *house.check_clock(PLACE, tree),
        *house.check_tables(PLACE, tree),
        *house.check_words(PLACE, tree),
    ]
    assert any(words in breach.what for breach in found)


@pytest.mark.parametrize(
    "text",
    [
        "from hanjo.kernel import clock\nx = clock.now()",
        "from hanjo.inventory.models import StockLevel\nx = StockLevel.objects.filter(pk=1).first()",
        "from hanjo.orders.models import Order\nOrder.objects.filter(pk=1).update(state='x')",
        '@command("orders.x", "x")\ndef x() -> None:\n    """Set stock aside (引当)."""',
    ],
)
def test_what_keeps_the_rules_is_left_alone(text: str) -> None:
    tree = ast.parse(text)
    assert not [
        *house.check_clock(PLACE, tree),
        *house.check_tables(PLACE, tree),
        *house.check_words(PLACE, tree),
    ]


def test_undone_work_and_unexplained_exceptions_are_found() -> None:
    undone, bare = "# TO" + "DO: later", "x = 1  # no" + "qa: E501"
    assert [breach.what for breach in house.check_lines(PLACE, f"{undone}\n{bare}")] == [
        "something is left undone or skipped",
        "an ignored check needs its reason behind it",
    ]


def test_the_counts_add_checks_and_tests_and_never_hide_a_broken_run(tmp_path: Path) -> None:
    results = tmp_path / "results.xml"
    results.write_text('<testsuites><testsuite tests="10" failures="1" errors="1" skipped="2"/></testsuites>')
    assert counts(results, 3, 0, 1) == "9 passed, 2 failed, 2 skipped"
    assert counts(tmp_path / "missing.xml", 3, 0, 2) == "3 passed, 1 failed"
