"""What the preview of a product file decided is what the real run writes, and what happens when things moved on."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanjo.catalogue import commands
from hanjo.catalogue.commands import file_rows, save_products, staging
from hanjo.catalogue.models import BundleComponent, Category, Product, ProductFile, Sku
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import FileState
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry

BY = Actor.system("test")
pytestmark = pytest.mark.django_db
HEAD = "商品コード,商品名,カテゴリ,SKUコード,規格1,JAN,販売価格,セット内訳"
APPLYING = "hanjo.catalogue.commands.apply_file"
JANS = ["4901234567894", "4512345678906", "4569951116179", "49123456"]


def look(*lines: str) -> ProductFile:
    file = commands.receive_file("商品.csv", ["\n".join([HEAD, *lines]).encode()], by=BY)
    file = commands.look_through_file(file.pk, by=BY)
    assert file.state == FileState.READY, file.verdict
    return file


def let_in(file: ProductFile) -> ProductFile:
    commands.start_file(file.pk, by=BY)
    return commands.apply_file(file.pk, by=BY)


def stored() -> list[Any]:
    """The catalogue by codes, without keys and times."""
    skus = Sku.objects.order_by("code").values_list(
        "code", "kind", "product__code", "option1", "jan", "price_yen", "position"
    )
    products = Product.objects.order_by("code").values_list(
        "code", "name", "category__code", "version", "search_text"
    )
    parts = BundleComponent.objects.order_by("bundle__code", "component__code")
    return [
        list(skus), list(products), sorted(Category.objects.values_list("code", "name", "position")),
        list(parts.values_list("bundle__code", "component__code", "quantity")),
    ]  # fmt: skip


def test_the_preview_writes_nothing_but_the_file_and_what_it_decided() -> None:
    with CaptureQueriesContext(connection) as seen:
        look("A,あ,,A,,,100,")
    written = [query["sql"] for query in seen.captured_queries if query["sql"].startswith(("COPY", "INSERT"))]
    assert not [sql for sql in written if "catalogue_product " in sql or "catalogue_sku" in sql]
    assert not Product.objects.exists()


def test_the_real_run_carries_out_what_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    file = look("A,あ,茶,A,,,100,", "B,い,茶,B,,,200,", "S,組,,S,,,300,A*2+B")
    monkeypatch.setattr(sys.modules[APPLYING], "save_products", None)  # would end in an error
    assert let_in(file).counts["new"] == 3
    assert [row[0] for row in stored()[0]] == ["A", "B", "S"]
    assert AuditEntry.objects.get(command="catalogue.save_products").count == 3


@pytest.mark.parametrize("seed", range(12))
def test_pieces_that_lean_on_each_other_end_as_if_each_had_been_written(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    lines = [_line(chance) for _ in range(60)]
    monkeypatch.setattr(file_rows, "PIECE", 4)
    with monkeypatch.context() as only_decided:
        only_decided.setattr(sys.modules[APPLYING], "save_products", None)
        let_in(look(*lines[:30]))
        second = let_in(look(*lines[30:]))
    by_pieces, counts = stored(), second.counts
    BundleComponent.objects.all().delete()
    for table in (Sku, Product, Category):
        table.objects.all().delete()
    monkeypatch.setattr(staging, "found", lambda file: None)
    let_in(look(*lines[:30]))
    again = let_in(look(*lines[30:]))
    assert stored() == by_pieces
    assert again.counts == counts == second.about["preview"]


def _line(chance: random.Random) -> str:
    number = chance.randrange(8)
    product = chance.choice([f"P{number}", f"P{number}", f"P{chance.randrange(8)}", ""])
    if chance.random() < 0.12:
        part, more = chance.sample(range(8), 2)
        return f",組{number},,SET{number},,,500,S{part}*2+S{more}"
    jan = chance.choice(["", "", "（なし）", *JANS])
    shelf = chance.choice(["", "", "茶", "器"])
    name = chance.choice(["", f"品{number}", f"品{number}・新"])
    return (
        f"{product},{name},{shelf},S{number},{chance.choice(['', '赤'])},{jan},{chance.randrange(3) * 100},"
    )


def test_a_product_that_changed_since_the_preview_is_decided_anew() -> None:
    let_in(look("A,あ,,A,,,100,", "B,い,,B,,,200,"))
    file = look("A,,,A,,,100,", "B,,,B,,,250,")
    assert file.counts["unchanged"] == 1
    save_products([{"sku_code": "A", "price_yen": 999}], by=BY)
    done = let_in(file)
    assert done.counts["changed"] == 2
    assert list(Sku.objects.order_by("code").values_list("price_yen", flat=True)) == [100, 250]


def test_codes_and_jans_that_were_taken_since_the_preview_cost_only_their_rows() -> None:
    file = look(f"A,あ,,A,,{JANS[0]},100,", "B,い,,B,,,200,")
    save_products([{"sku_code": "X", "name": "先", "jan": JANS[0]}, {"sku_code": "B", "name": "い"}], by=BY)
    done = let_in(file)
    assert (done.counts["refused"], done.counts["changed"], done.done) == (1, 1, 2)
    assert sorted(Sku.objects.values_list("code", flat=True)) == ["B", "X"]


def test_what_was_decided_is_not_trusted_when_it_was_touched() -> None:
    file = look("A,あ,,A,,,100,")
    kept = media(file.path + ".decided")
    kept.write_bytes(kept.read_bytes().replace(b"100", b"900"))
    let_in(file)
    assert Sku.objects.get().price_yen == 100


def test_a_file_whose_decisions_are_lost_goes_in_all_the_same() -> None:
    file = look("A,あ,,A,,,100,")
    media(file.path + ".decided").unlink()
    assert let_in(file).counts["new"] == 1
