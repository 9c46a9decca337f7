"""What the documents say is true: paths exist, names exist, worked numbers come out of the code."""

from __future__ import annotations

import importlib
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps

from hanjo.channels.rules import Pair, meet
from hanjo.config.modules import MODULES
from hanjo.demo import LOGINS
from hanjo.inventory.rules import Shelf, allocate
from hanjo.inventory.terms import Claim, Filled, Outcome, Policy, Unfilled
from hanjo.kernel.tax import Rounding, TaxTotal, tax_on, totals
from tools import house

ROOT = house.ROOT
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]
)
TOPS = {*MODULES, "cli", "config", "src", "docs", "bin", "tools", "tests", "bench"}
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAME = re.compile(r"[a-z]+(\.\w+)+")
HANDS = ("commands", "models", "terms", "facts", "rules", "queries")


def named_paths(text: str) -> list[str]:
    """Everything in code quotes that begins with a folder of ours and has no placeholder in it."""
    words = [word for quoted in CODE.findall(text) for word in quoted.split()[:1]]
    return [
        word
        for word in words
        if "/" in word and word.split("/")[0] in TOPS and not re.search(r"[*<>…]|NAME|MODULE", word)
    ]


def known(name: str) -> bool:
    """Whether `orders.merge` or `kernel.money.spread` is something of the house."""
    module, *rest = name.split(".")
    if len(rest) == 1 and any(rest[0] == one.__name__ for one in apps.get_app_config(module).get_models()):
        return True
    places = [f"hanjo.{module}.{hand}" for hand in HANDS] if len(rest) == 1 else []
    for place in [*places, ".".join(["hanjo", module, *rest[:-1]])]:
        try:
            if hasattr(importlib.import_module(place), rest[-1]):
                return True
        except ModuleNotFoundError:
            continue
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lost = [p for p in named_paths(text) if not ((house.SOURCE / p).exists() or (ROOT / p).exists())]
    assert not lost, f"{document.name} names what is not there"
    links = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_name_in_the_glossary_is_a_name_in_the_code() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [row.rsplit("|", 2)[1] for row in text.splitlines() if row.startswith("| ")]
    names = [name for cell in rows for name in CODE.findall(cell) if name.split(".")[0] in MODULES]
    assert len(names) > 100
    assert [name for name in names if not (NAME.fullmatch(name) and known(name))] == []


def test_every_door_plate_names_the_tables_that_its_module_owns() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("hanjo."):
            plate = importlib.import_module(config.name).__doc__ or ""
            assert [model.__name__ for model in config.get_models() if model.__name__ not in plate] == []


def test_the_readme_names_the_logins_of_the_demo() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [login for login, password, _ in LOGINS if f"`{login}`" not in text or password not in text] == []


def test_the_keys_of_the_first_morning_lead_where_it_says() -> None:
    manual = (ROOT / "docs" / "operators" / "first-morning.md").read_text(encoding="utf-8")
    frame = (house.SOURCE / "console" / "web" / "shell.py").read_text(encoding="utf-8")
    rows = [row for row in manual.splitlines() if row.startswith("| `g ")]
    told = {label: key for row in rows for key, label in re.findall(r"`(g \w)` \| (\S+)", row)}
    there = dict(re.findall(r'\("\w+", "(\w+)", "[\w-]+".*"(g \w)"', frame))
    assert len(told) > 8
    assert {label: there.get(label) for label in told} == told


def test_no_document_knows_the_machine_it_was_written_on() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(work|root|home|Users)/", text), document.name


@pytest.mark.parametrize(
    ("case", "gross", "discount", "after", "taxes"),
    [
        ("T-INV-03", {10: 2970, 8: 1080}, 2, (2969, 1079), (269, 79)),
        ("T-INV-04", {10: 1595, 8: 7398}, 92, (1579, 7322), (143, 542)),
        ("T-INV-05", {10: 3300, 8: 2160}, 500, (2998, 1962), (272, 145)),
        ("T-INV-06", {10: 165, 8: 755}, 92, (148, 680), (13, 50)),
    ],
)
def test_the_worked_tax_numbers_come_out_of_the_code(
    case: str, gross: dict[int, int], discount: int, after: tuple[int, int], taxes: tuple[int, int]
) -> None:
    made = totals(gross, discount_yen=discount)
    assert made == [
        TaxTotal(rate=rate, gross_yen=left, tax_yen=tax)
        for rate, left, tax in zip((10, 8), after, taxes, strict=True)
    ]
    assert sum(after) == sum(gross.values()) - discount
    written = (ROOT / "docs" / "algorithms" / "tax-rounding.md").read_text(encoding="utf-8")
    row = next(line for line in written.splitlines() if line.startswith(f"| {case}"))
    for number in (*gross.values(), discount, *after, sum(after)):
        assert f"{number:,}" in row
    assert f"{taxes[0]} / {taxes[1]}" in row


def test_the_worked_tax_numbers_without_tax_come_out_of_the_code() -> None:
    assert tax_on(533 * 3 + 1287, 8) == 230
    assert tax_on(533 * 3, 8) + tax_on(1287, 8) == 229
    assert tax_on(1234 * 3 + 682, 10) == 438
    assert 2886 + 230 + 4384 + 438 == 7938
    assert tax_on(105 + 107, 10, Rounding.HALF_UP) == 21
    assert tax_on(105, 10, Rounding.HALF_UP) + tax_on(107, 10, Rounding.HALF_UP) == 22


def test_the_worked_allocation_comes_out_of_the_code() -> None:
    mug, tea, gift, east, west = 1, 2, 3, 10, 20
    shelves = {
        mug: [Shelf(1, mug, east, 10, 3), Shelf(2, mug, west, 20, 5)],
        tea: [Shelf(3, tea, east, 10, 0), Shelf(4, tea, west, 20, 4)],
    }
    start = datetime(2026, 12, 1, tzinfo=UTC)

    def claim(group: str, sku_id: int, quantity: int, day: int | None, hour: int) -> Claim:
        return Claim(
            ref=f"{group}{sku_id}",
            group=group,
            sku_id=sku_id,
            quantity=quantity,
            promise_on=date(2026, 12, day) if day else None,
            asked_at=start + timedelta(hours=hour),
        )

    claims = [
        claim("D", mug, 4, None, 0),
        claim("C", tea, 3, 3, 2),
        claim("C", mug, 1, 3, 2),
        claim("B", gift, 1, 3, 1),
        claim("B", mug, 1, 3, 1),
        claim("A", mug, 2, 2, 3),
    ]
    answers: dict[str, Outcome] = {
        outcome.claim.ref: outcome
        for outcome in allocate(claims, {gift: [(mug, 1), (tea, 2)]}, shelves, Policy.WHOLE)
    }
    takes = {ref: answer.takes for ref, answer in answers.items() if isinstance(answer, Filled)}
    assert takes == {
        "A1": ((mug, 1, 2),),
        "B3": ((mug, 2, 1), (tea, 4, 2)),
        "B1": ((mug, 2, 1),),
        "D1": ((mug, 1, 1), (mug, 2, 3)),
    }
    lacks = {ref: answer.missing for ref, answer in answers.items() if isinstance(answer, Unfilled)}
    assert lacks == {"C2": ((tea, 1),), "C1": ()}
    assert [shelf.available for shelf in (*shelves[mug], *shelves[tea])] == [0, 0, 0, 2]


def test_the_worked_cancellations_come_out_of_the_code() -> None:
    day = datetime(2010, 12, 1, tzinfo=UTC)
    lines = {"a": (1, 6, "2.55"), "b": (3, 12, "2.55"), "c": (5, 6, "2.10")}
    wanted = {1: (6, 6), 2: (7, 6), 3: (8, 4), 4: (9, 9)}
    numbers = {name: place for place, name in enumerate(lines, 1)}
    pairs = [
        Pair(
            goods_id=goods,
            quantity=quantity,
            made_at=day.replace(day=made),
            unit_price=Decimal("2.55"),
            line_id=numbers[name],
            order_id=numbers[name],
            ordered_at=day.replace(day=ordered),
            left=left,
            line_price=Decimal(price),
        )
        for goods, (made, quantity) in wanted.items()
        for name, (ordered, left, price) in lines.items()
        if left >= quantity
    ]
    met = {goods: pair.line_id for goods, pair in meet(pairs).items()}
    assert met == {1: numbers["a"], 2: numbers["c"], 3: numbers["b"]}
