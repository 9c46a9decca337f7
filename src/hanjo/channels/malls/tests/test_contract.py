"""What every translator promises, whatever the format."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal

import openpyxl
import pytest

from hanjo.channels.malls import translator_for
from hanjo.channels.malls.tests.samples import SAMPLES, content, planned, understood
from hanjo.channels.reading import Table, Tally
from hanjo.channels.terms import RawGroup, Row, RowClass

#: For each sample: the column whose cells are spoilt, and in which file.
SPOILT = {
    "rakuten": ("個数", 0),
    "amazon": ("quantity-to-ship", 0),
    "yahoo": ("Quantity", 1),
    "eccube": ("個数", 0),
    "own-shop": ("数量", 0),
    "online-retail": ("Quantity", 0),
}


def as_workbook(table: Table) -> bytes:
    """The table as an Excel file of text cells."""
    book = openpyxl.Workbook()
    for row in (table.headers.names, *(row.cells for row in table.rows())):
        book.active.append([cell or None for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
class TestContract:
    def test_every_row_is_accounted_for_exactly_once(self, name: str) -> None:
        one = planned(name)
        rows = sum(sum(1 for _ in table.rows()) for table in one.tables)
        tally, numbers = Tally(), []
        for group in one.groups():
            result = one.translator.understand(group)
            assert len(result.numbers) == len(result.classes) == len(result.amounts) == len(group.rows)
            numbers += result.numbers
            tally.add(result)
        assert sorted(numbers) == list(range(1, rows + 1))
        assert tally.rows == rows == sum(tally.rows_by_class().values())
        assert tally.rows_by_class()["refused"] == 0
        assert sum(map(Decimal, tally.amounts_by_class().values())) == tally.amount

    def test_understanding_twice_gives_equal_results(self, name: str) -> None:
        one = planned(name)
        groups = list(one.groups())
        again = translator_for(one.format, one.headers, mapping=one.mapping)
        assert [one.translator.understand(g) for g in groups] == [again.understand(g) for g in groups]
        assert [one.translator.understand(g) for g in groups] == [again.understand(g) for g in groups]

    def test_a_draft_adds_up_and_its_line_keys_differ(self, name: str) -> None:
        drafts = [u.draft for u in understood(name).values() if u.draft]
        assert drafts
        for draft in drafts:
            keys = [line.key or str(place) for place, line in enumerate(draft.lines, 1)]  # empty: its place
            assert len(set(keys)) == len(keys)
            assert draft.ordered_at.utcoffset() is not None
            assert draft.goods_yen == sum(line.total_yen for line in draft.lines if line.kind == "goods")
            assert all(line.total_yen == line.unit_price_yen * line.quantity for line in draft.lines)
            parts = draft.goods_yen + draft.shipping_yen + draft.fee_yen + draft.wrapping_yen
            assert parts - draft.discount_yen - draft.points_yen == draft.total_yen

    def test_a_broken_cell_costs_its_order_only(self, name: str) -> None:
        column, _ = SPOILT[name]
        one = planned(name)
        place = list(one.headers).index(column)
        groups = list(one.groups())
        target = next(g for g in groups if one.translator.understand(g).draft and len(g.rows) > 1)
        spoilt_row = target.rows[-1]
        cells = [*spoilt_row.cells[:place], "12個半", *spoilt_row.cells[place + 1 :]]
        spoilt = dataclasses.replace(target, rows=(*target.rows[:-1], Row(spoilt_row.number, cells)))
        result = one.translator.understand(spoilt)
        assert result.draft is None
        assert {verdict.row_class for verdict in result.verdicts} == {RowClass.REFUSED}
        assert column in result.reasons[spoilt_row.number]
        assert "12個半" in result.reasons[spoilt_row.number]
        assert all(str(spoilt_row.number) in result.reasons[row.number] for row in target.rows[:-1])
        for other in groups:
            if other.key != target.key:
                assert RowClass.REFUSED not in {
                    v.row_class for v in one.translator.understand(other).verdicts
                }

    def test_a_row_that_could_not_be_cut_costs_its_order(self, name: str) -> None:
        one = planned(name)
        group = next(iter(one.groups()))
        number = group.rows[0].number
        result = one.translator.understand(
            dataclasses.replace(group, broken={number: "列の数が合いません。"})
        )
        assert result.draft is None
        assert result.reasons[number] == "列の数が合いません。"
        assert {verdict.row_class for verdict in result.verdicts} == {RowClass.REFUSED}

    def test_a_row_without_a_number_is_refused(self, name: str) -> None:
        one = planned(name)
        result = one.translator.understand(RawGroup(key="", rows=(Row(1, [""] * len(one.headers)),)))
        assert [verdict.row_class for verdict in result.verdicts] == [RowClass.REFUSED]
        assert "空です" in result.reasons[1]

    def test_rows_cut_short_never_raise(self, name: str) -> None:
        one = planned(name)
        for group in one.groups():
            rows = tuple(Row(row.number, row.cells[:2]) for row in group.rows)
            broken = {row.number: "途中で切れています。" for row in rows}
            result = one.translator.understand(RawGroup(key=group.key, rows=rows, broken=broken))
            assert {verdict.row_class for verdict in result.verdicts} == {RowClass.REFUSED}

    def test_the_files_in_another_column_order_mean_the_same(self, name: str) -> None:
        one = planned(name)
        if name in ("yahoo", "eccube"):  # their second 送料 and joined header have a fixed order
            return
        order = list(range(len(one.headers)))[::-1]
        turned = translator_for(one.format, [one.headers[at] for at in order], mapping=one.mapping)
        for group in one.groups():
            rows = tuple(Row(row.number, [row.cells[at] for at in order]) for row in group.rows)
            assert turned.understand(dataclasses.replace(group, rows=rows)) == one.translator.understand(
                group
            )

    def test_a_workbook_means_the_same_as_the_text_file(self, name: str) -> None:
        files = [
            (as_workbook(table), file + ".xlsx")
            for table, (_, file) in zip(planned(name).tables, content(name), strict=True)
        ]
        assert understood(name, files) == understood(name)

    def test_the_encoding_makes_no_difference(self, name: str) -> None:
        files = content(name)
        codec = "utf-8-sig" if name in ("own-shop", "online-retail") else "cp932"
        for other in ("utf-8", "utf-16", "euc_jp"):
            if name == "rakuten" and other == "euc_jp":
                continue  # EUC-JP has no 髙
            changed = [(data.decode(codec).encode(other), file) for data, file in files]
            assert understood(name, changed) == understood(name)
