"""Product files: preview, apply, error file, round trips, and files that are broken on purpose."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hanjo.catalogue import commands, queries, sheets
from hanjo.catalogue.commands import file_rows, save_products
from hanjo.catalogue.models import Product, ProductFile, Sku
from hanjo.catalogue.pictures import media
from hanjo.catalogue.terms import BadFile, FileNotReady, FileState
from hanjo.kernel.actor import Actor

BY = Actor.system("test")
pytestmark = pytest.mark.django_db
HEAD = "商品コード,商品名,税区分,SKUコード,規格1,JAN,販売価格,発売日,メール便可,セット内訳"


def table(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([HEAD, *lines]).encode(encoding)


def look(data: bytes, name: str = "商品.csv") -> ProductFile:
    file = commands.receive_file(name, [data], by=BY)
    return commands.look_through_file(file.pk, by=BY)


def take(data: bytes, name: str = "商品.csv") -> ProductFile:
    file = look(data, name)
    assert file.state == FileState.READY, file.verdict
    commands.start_file(file.pk, by=BY)
    return commands.apply_file(file.pk, by=BY)


def refused(file: ProductFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(media(file.path + ".refused").read_text("utf-8-sig"), newline="")))


GOOD = table(
    "GIFT,お茶ギフト,8,GIFT,,,3000,,0,TEA-50*2+CUP",
    "TEA,煎茶,8%（軽減）,TEA-50,50g,4901234567894,864,,１,",
    'CUP,"湯呑 ""藍""",標準,CUP,,,"¥1,650",2026/12/1,×,',
    "BAD,だめ,9%,BAD,,4901234567895,abc,2026-13-01,たぶん,",
)


def test_the_preview_says_what_would_happen_and_changes_nothing() -> None:
    file = look(GOOD)
    assert (file.state, file.total) == (FileState.READY, 4)
    assert file.counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 1}
    (bad,) = [example for example in file.examples if example["verdict"] == "refused"]
    assert bad["row"] == 5
    assert len(bad["reasons"]) == 5
    assert not Product.objects.exists()
    assert refused(file)[1][-2] == "5"


def test_applying_does_what_the_preview_said_and_again_nothing() -> None:
    file = take(GOOD)
    assert (file.state, file.done) == (FileState.DONE, 4)
    assert file.counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 1}
    assert file.counts == file.about["preview"]
    cup = Sku.objects.get(code="CUP")
    assert (cup.price_yen, cup.mail_size, cup.product.on_sale_on) == (1650, False, date(2026, 12, 1))
    assert queries.components([Sku.objects.get(code="GIFT").pk])
    assert take(GOOD).counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 1}
    assert refused(file)[1][:2] == ["BAD", "だめ"]
    assert "検査数字が合いません" in refused(file)[1][-1]
    assert "整数ではありません" in refused(file)[1][-1]


def test_the_error_file_comes_back_once_it_is_mended() -> None:
    rows = refused(take(GOOD))
    rows[1][2], rows[1][5], rows[1][6], rows[1][7], rows[1][8] = "10", "", "100", "", "0"
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    again = take(out.getvalue().encode())
    assert again.counts["new"] == 1
    assert again.about["unknown"] == ["行", "理由"]


def test_a_change_shows_before_and_after() -> None:
    take(GOOD)
    file = look(table("TEA,,,TEA-50,,,900,,,"))
    assert file.counts["changed"] == 1
    assert file.examples[0]["changes"] == [["販売価格", "864円", "900円"]]


def test_an_unread_file_is_not_applied_and_starting_twice_starts_once() -> None:
    file = commands.receive_file("x.csv", [GOOD], by=BY)
    with pytest.raises(FileNotReady):
        commands.start_file(file.pk, by=BY)
    assert commands.apply_file(file.pk, by=BY).state == FileState.READING
    assert not Product.objects.exists()
    file = take(GOOD)
    commands.start_file(file.pk, by=BY)
    commands.apply_file(file.pk, by=BY)
    assert ProductFile.objects.get(pk=file.pk).counts["new"] == 3


def test_a_run_that_died_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_rows, "PIECE", 10)
    lines = [f"P{i},品{i},10%,S{i},,,{i if i % 7 else 'x'},,," for i in range(45)]
    file = look(table(*lines))
    commands.start_file(file.pk, by=BY)

    class Killed(BaseException):
        pass

    def die(done: int, total: int | None) -> None:
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        commands.apply_file(file.pk, by=BY, progress=die)
    assert Sku.objects.count() == 17
    with media(file.path + ".refused").open("ab") as errors:
        errors.write(b"half a line of a lost run")
    done = commands.apply_file(file.pk, by=BY)
    assert (done.state, done.done, done.counts["new"], done.counts["refused"]) == (FileState.DONE, 45, 38, 7)
    assert [row[0] for row in refused(done)[1:]] == [f"P{i}" for i in range(0, 45, 7)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_encoding_is_found_and_not_asked(encoding: str) -> None:
    assert take(table("TEA,煎茶①,8,TEA,,,1,,,", encoding=encoding)).counts["new"] == 1
    assert Product.objects.get().name == "煎茶①"


@pytest.mark.parametrize("kind", ["utf-8-sig", "cp932", "xlsx"])
def test_what_goes_out_comes_back_unchanged(kind: str) -> None:
    wild = ["=1+1", "'=1", "-5℃", "@home", "髙﨑𠮷①㈱", 'say "hi", ok', "改\n行", "'straight", "''", "+81"]
    save_products(
        [
            {"sku_code": f"W-{i}", "name": name, "description": name, "option1": name}
            for i, name in enumerate(wild)
        ],
        by=BY,
    )
    take(GOOD)
    before = list(Sku.objects.order_by("id").values()), list(Product.objects.order_by("id").values())
    if kind == "xlsx":
        data = sheets.xlsx_file(queries.export_rows()).read()
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    else:
        data = b"".join(sheets.csv_bytes(queries.export_rows(), kind))
        cells = [cell for row in csv.reader(io.StringIO(data.decode(kind), newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    file = take(data, f"商品.{kind}")
    assert file.counts == {"new": 0, "changed": 0, "unchanged": len(wild) + 3, "refused": 0}, file.examples
    assert before == (
        list(Sku.objects.order_by("id").values()),
        list(Product.objects.order_by("id").values()),
    )


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_by_its_values_and_formulas_are_refused() -> None:
    data = workbook(
        ["SKUコード", "商品名", "JAN", "販売価格", "発売日"],
        ["A", "急須", 4901234567894, 5000.0, date(2026, 12, 1)],
        ["B", "茶筒", None, "=D2*2", None],
        [None, None, None, None, None],
        ["C", "茶匙"],
    )
    file = take(data, "商品.xlsx")
    assert (file.counts["new"], file.counts["refused"]) == (2, 1)
    assert "数式" in refused(file)[1][-1]
    assert Sku.objects.get(code="A").jan == "4901234567894"


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(50):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", b"\0" * 10_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        HEAD.encode(),
        b"\xff\xff\x81\x00\x81",
        b"PK\x03\x04broken",
        workbook(["SKUコード"], ["A"])[:900],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        _zip_bomb(),
        "SKUコード,商品名,ＳＫＵコード\r\nA,a,B".encode(),
        "名前,値段\r\na,1".encode(),
        (HEAD + '\r\nA,"' + "x" * 10_000_000 + '",,,,,,,,').encode(),
    ],
    ids=["empty", "blank", "header", "bytes", "zip", "cut", "xls", "bomb", "twice", "other", "cell"],
)
def test_a_file_that_cannot_be_read_ends_in_a_sentence(data: bytes) -> None:
    file = look(data)
    assert file.state == FileState.REFUSED
    assert file.verdict.startswith("このファイルは読めません。")
    assert not Product.objects.exists()


def test_mixed_newlines_short_rows_and_quotes_cost_only_their_rows() -> None:
    data = (HEAD + "\nA,a,10,A,,,1,,,\rB,b,10,B,,,2,,,\r\nC,c,10\nD,d,10,D,,,4,,,,extra\n\n"
            "E,e,10,E,,,5,,,\n\"F,f,10,F,,,6,,,\n").encode()  # fmt: skip
    file = take(data)
    assert (file.counts["new"], file.counts["refused"]) == (3, 3)
    assert [row[-2] for row in refused(file)[1:]] == ["4", "5", "8"]


def test_a_file_that_was_damaged_anywhere_never_ends_in_an_accident() -> None:
    chance = random.Random(7)
    book = workbook(["SKUコード", "商品名"], ["A", "a"], ["B", "b"])
    for source in (GOOD, table("TEA,煎茶,8,TEA,,,1,,,", encoding="cp932"), book):
        for _ in range(60):
            data = bytearray(source)
            for _ in range(chance.randint(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            file = look(bytes(data[: chance.randint(1, len(data))]))
            assert file.state in {FileState.READY, FileState.REFUSED}
            assert sum(file.counts.values()) == file.total
    assert not Product.objects.exists()


def test_a_file_beyond_the_limit_is_refused_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 100)
    folder = media("imports/products")
    before = set(folder.iterdir()) if folder.exists() else set()
    with pytest.raises(BadFile):
        commands.receive_file("x.csv", [b"x" * 60, b"x" * 60], by=BY)
    assert set(Path(folder).iterdir()) == before
    assert not ProductFile.objects.exists()
