"""Tracking numbers come back from files that were named, saved and damaged in many ways."""

import csv
import io
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers import clickpost, japanpost, sagawa, yamato
from hanjo.fulfilment.carriers.numbers import Cleaned, Unreadable, clean_number
from hanjo.fulfilment.carriers.terms import CarrierResult, RefusedRow
from hanjo.fulfilment.carriers.tests.made_up import ACCOUNT, TODAY, label
from hanjo.fulfilment.carriers.yamato.results import RULES as YAMATO_RULES

GOOD = "200961185434"


def file(*rows: list[str], encoding: str = "cp932", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def with_check(digits: str) -> str:
    return f"{digits}{int(digits) % 7}"


@pytest.mark.parametrize(
    ("carrier", "header"),
    [
        (yamato, ["お客様管理番号", "送り状種類", "クール区分", "伝票番号"]),
        (yamato, ["お客様管理番号", "送り状種別", "クール区分", "送り状番号"]),
        (sagawa, ["お客様管理番号", "サービス種別", "出荷日", "お問い合せ送り状No."]),
        (japanpost, ["お客様側管理番号", "x", "配達ステータス集約コード", "お問い合わせ番号"]),
        (clickpost, ["お客様管理番号", "x", "お届け先氏名", "お問い合わせ番号"]),
    ],
)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "euc_jp"])
def test_the_columns_are_found_by_name_in_every_encoding(
    carrier: ModuleType, header: list[str], encoding: str
) -> None:
    data = file(header, ["H0001", "", "日本", GOOD], encoding=encoding)
    (read,) = carrier.read_results(data)
    assert isinstance(read, CarrierResult)
    assert (read.key, read.tracking, read.carrier, read.row) == ("H0001", GOOD, carrier.CARRIER, 2)


def test_the_issued_97_columns_are_read_without_a_header() -> None:
    batch = yamato.write_labels([label("H0001"), label("H0002")], account=ACCOUNT, today=TODAY)
    rows = list(csv.reader(io.StringIO(batch.files[0].content.decode("cp932"), newline="")))[1:]
    rows[0][3], rows[1][3] = GOOD, with_check("30000000001")
    results = yamato.read_results(file(*rows))
    assert [(read.key, read.tracking) for read in results if isinstance(read, CarrierResult)] == [
        ("H0001", GOOD),
        ("H0002", with_check("30000000001")),
    ]
    assert isinstance(results[0], CarrierResult)
    assert results[0].recipient_name == "高橋 吉男"


@pytest.mark.parametrize(
    "raw",
    ["2009-6118-5434", " 200961185434 ",
      "２００９６１１８５４３４", "a200961185434a", "D200961185434d", '="200961185434"',
     "'200961185434", "200961185434.0", "2009 6118 5434", "２００９－６１１８－５４３４"],
)  # fmt: skip
def test_a_number_is_cleaned_of_what_people_and_scanners_add(raw: str) -> None:
    assert clean_number(raw, YAMATO_RULES) == Cleaned(GOOD)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("2.00961E+11", "元の桁が失われています"),
        ("200961185435", "7DR"),
        ("20096118", "8桁"),
        ("000000000000", "送り状番号ではありません"),
        ("=1+1", "送り状番号ではありません"),
        ("発行前", "送り状番号ではありません"),
    ],
)
def test_a_damaged_number_is_explained_and_not_guessed(raw: str, reason: str) -> None:
    read = clean_number(raw, YAMATO_RULES)
    assert isinstance(read, Unreadable)
    assert reason in read.reason


def test_a_lost_leading_zero_is_named_with_the_number_it_may_have_been() -> None:
    whole = with_check("01234567890")
    (read,) = sagawa.read_results(file(["お客様管理番号", "お問い合せ送り状No."], ["H1", whole.lstrip("0")]))
    assert isinstance(read, RefusedRow)
    assert "先頭の0" in read.reason
    assert read.suggestion == whole


def test_eleven_digits_of_yamato_are_taken_with_a_doubt() -> None:
    (read,) = yamato.read_results(file(["お客様管理番号", "伝票番号"], ["H1", with_check("1234567890")]))
    assert isinstance(read, CarrierResult)
    assert "先頭の0" in read.warnings[0]


def test_a_wrong_check_digit_warns_at_japanpost_and_refuses_elsewhere() -> None:
    wrong = ["H1", "200961185435"]
    (post,) = japanpost.read_results(file(["お客様側管理番号", "お問い合わせ番号"], wrong))
    (hikyaku,) = sagawa.read_results(file(["お客様管理番号", "お問い合せ送り状No."], wrong))
    assert isinstance(post, CarrierResult)
    assert "7DR" in post.warnings[0]
    assert isinstance(hikyaku, RefusedRow)


def test_international_numbers_are_checked_by_s10() -> None:
    header = ["お客様側管理番号", "お問い合わせ番号"]
    good, bad = japanpost.read_results(file(header, ["H1", "EG123456785JP"], ["H2", "EG123456786JP"]))
    assert isinstance(good, CarrierResult)
    assert isinstance(bad, RefusedRow)


def test_every_row_is_a_number_or_a_reason_and_one_bad_row_costs_only_itself() -> None:
    header = ["お客様管理番号", "伝票番号", "備考"]
    rows = [
        ["H1", GOOD, ""],
        ["H2", "", ""],
        ["", with_check("30000000001"), ""],
        ["1.23E+11", with_check("30000000002"), ""],
        ["H5", "9" * 20_000, ""],
        ["H6"],
        ["H7", GOOD, ""],
        ["H8", with_check("30000000003"), ""],
    ]
    results = yamato.read_results(file(header, *rows))
    assert [isinstance(read, CarrierResult) for read in results] == [True, *[False] * 6, True]
    told = " ".join(read.reason for read in results if isinstance(read, RefusedRow))
    for words in ("まだありません", "管理番号が空", "桁が失われています", "10,000文字", "2行目の「H1」"):
        assert words in told


def test_several_parcels_of_one_order_come_back_as_several_numbers() -> None:
    rows = [["H1", GOOD], ["H1", with_check("30000000001")]]
    results = yamato.read_results(file(["お客様管理番号", "伝票番号"], *rows))
    assert [read.tracking for read in results if isinstance(read, CarrierResult)] == [rows[0][1], rows[1][1]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空です"),
        (b"\r\n\r\n", "空です"),
        (b"\xff\xfe\x00\x81\x00\xfd\xff", "文字コード"),
        (b"a,b\r\n1,2\r\n", "どの列もありません"),
        ("伝票番号\r\n200961185434\r\n".encode("cp932"), "お客様管理番号"),
        ("お客様管理番号,伝票番号\r\n".encode("cp932"), "データの行がありません"),
        (b'"' + b"x" * 200_000, "CSVとして読めません"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_verdict(data: bytes, reason: str) -> None:
    (read,) = yamato.read_results(data)
    assert isinstance(read, RefusedRow)
    assert reason in read.reason


def test_a_title_above_the_header_and_tabs_do_no_harm() -> None:
    data = file(["発行済データ"], ["お客様管理番号", "伝票番号"], ["H1", GOOD])
    (read,) = yamato.read_results(data)
    assert isinstance(read, CarrierResult)
    (tabbed,) = yamato.read_results(file(["お客様管理番号", "伝票番号"], ["H1", GOOD], delimiter="\t"))
    assert isinstance(tabbed, CarrierResult)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_make_a_reader_fall_over(data: bytes) -> None:
    for carrier in (yamato, sagawa, japanpost, clickpost):
        assert all(isinstance(read, CarrierResult | RefusedRow) for read in carrier.read_results(data))


@given(st.integers(10**10, 10**11 - 1))
def test_a_number_survives_every_way_to_write_it(digits: int) -> None:
    number = with_check(str(digits))
    dressed = f"a{number[:4]}-{number[4:8]}-{number[8:]}a"
    assert clean_number(dressed, YAMATO_RULES) == Cleaned(number)
