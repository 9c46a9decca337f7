"""Label files: golden rows, widths, and labels refused one by one."""

import csv
import io
from datetime import date, timedelta
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanjo.fulfilment.carriers import clickpost, japanpost, sagawa, yamato
from hanjo.fulfilment.carriers.japanpost.documented import CLOUD, FULL, TEMPLATES, V3
from hanjo.fulfilment.carriers.japanpost.template import Column, Template, problems
from hanjo.fulfilment.carriers.terms import (
    CarrierAccount,
    Handling,
    LabelBatch,
    LabelFile,
    LabelPolicy,
    Party,
    ShippingLabel,
    Temperature,
    Window,
)
from hanjo.fulfilment.carriers.tests.made_up import ACCOUNT, SHOP, TODAY, buyer, label

SERVICE = {
    yamato: "yamato.takkyubin",
    sagawa: "sagawa.hikyaku",
    japanpost: "japanpost.yupack",
    clickpost: "clickpost.clickpost",
}
EVERY = pytest.mark.parametrize("carrier", list(SERVICE), ids=lambda module: module.CARRIER)


def write(carrier: ModuleType, *labels: ShippingLabel, **changes: object) -> LabelBatch:
    return carrier.write_labels(list(labels), **{"account": ACCOUNT, "today": TODAY, **changes})


def rows_of(file: LabelFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode(file.encoding), newline="")))


def reasons(batch: LabelBatch) -> str:
    return " / ".join(refused.reason for refused in batch.refused)


def test_a_yamato_row_says_everything_in_its_97_columns() -> None:
    asked = label(
        deliver_on=date(2026, 11, 24),
        window=Window.H14_16,
        temperature=Temperature.CHILLED,
        contents=("りんごジュース〜詰合せ", "みかん"),
        cod_yen=3980,
        cod_tax_yen=294,
        handling=(Handling.FRAGILE, Handling.THIS_SIDE_UP),
        note="お届け前にお電話ください",
    )
    (file,) = write(yamato, asked).files
    header, row = rows_of(file)
    assert len(header) == len(row) == 97
    assert (header[0], header[3], header[15], header[33], header[73], header[96]) == (
        "お客様管理番号",
        "伝票番号",
        "お届け先名",
        "コレクト代金引換額（税込）",
        "複数口くくりキー",
        "通知メールアドレス",
    )
    said = {number: cell for number, cell in enumerate(row, start=1) if cell}
    assert said == {
        1: "H0001", 2: "2", 3: "2", 5: "2026/11/22", 6: "2026/11/24", 7: "1416", 9: "09000000000", 11: "150-0001",
        12: "東京都渋谷区神宮前一丁目2-3", 13: "繁盛レジデンス1203号室", 16: "高橋 吉男", 17: "ﾀｶﾊｼ ﾖｼｵ", 18: "様",
        20: "078-000-0000", 22: "650-0001", 23: "兵庫県神戸市中央区加納町6-5-1", 25: "はんじょう商店",
        28: "りんごジュース～詰合せ", 30: "みかん", 31: "ワレ物注意", 32: "天地無用", 33: "お届け前にお電話ください",
        34: "3980", 35: "294", 38: "1", 40: "078000000000", 42: "01",
    }  # fmt: skip
    assert {(change.original, change.substitute) for change in file.replacements} == {
        ("髙", "高"),
        ("𠮷", "吉"),
        ("〜", "～"),
    }


@pytest.mark.parametrize(
    ("service", "changes", "kind"),
    [
        ("yamato.takkyubin", {}, "0"),
        ("yamato.takkyubin", {"cod_yen": 1000}, "2"),
        ("yamato.takkyubin", {"parcels": 3}, "6"),
        ("yamato.compact", {}, "8"),
        ("yamato.compact", {"cod_yen": 1000}, "9"),
        ("yamato.nekopos", {}, "A"),
        ("yamato.yupacket", {}, "7"),
    ],
)
def test_the_kind_of_slip_follows_service_cash_and_parcels(
    service: str, changes: dict[str, int], kind: str
) -> None:
    (file,) = write(yamato, label(service=service, **changes)).files
    row = rows_of(file)[1]
    assert row[1] == kind
    assert (row[37], row[73]) == (("3", "H0001") if "parcels" in changes else ("1", ""))


def test_a_sagawa_row_says_everything_in_its_74_columns_and_keeps_leading_zeros() -> None:
    asked = label(
        service="sagawa.hikyaku",
        deliver_on=date(2026, 11, 24),
        window=Window.MORNING,
        temperature=Temperature.FROZEN,
        cod_yen=3980,
        cod_tax_yen=294,
        parcels=2,
        handling=(Handling.THIS_SIDE_UP,),
        note="不在時は宅配ボックスへ",
    )
    (file,) = write(sagawa, asked).files
    header, row = rows_of(file)
    assert len(header) == len(row) == 74
    assert (header[9], header[24], header[41], header[61], header[73]) == (
        "お客様管理番号",
        "品名１",
        "出荷個数",
        "お問い合せ送り状No.",
        "編集１０",
    )
    said = {number: cell for number, cell in enumerate(row, start=1) if cell}
    assert said == {
        3: "09000000000", 4: "150-0001", 5: "東京都渋谷区", 6: "神宮前一丁目2-3", 7: "繁盛レジデンス1203号室",
        8: "高橋 吉男", 10: "H0001", 11: "012345678900", 18: "078-000-0000", 19: "650-0001",
        20: "兵庫県神戸市中央区", 21: "加納町6-5-1", 22: "はんじょう商店", 24: "001", 25: "りんごジュース～詰合せ",
        29: "不在時は宅配ボックスへ", 42: "2", 43: "000", 44: "003", 45: "20261124", 46: "01", 48: "3980", 49: "294",
        52: "013", 58: "1", 61: "20261122",
    }  # fmt: skip
    assert b'"001"' in file.content


def test_a_full_japanpost_row_follows_the_template() -> None:
    asked = label(
        service="japanpost.yupack",
        window=Window.H18_20,
        size_cm=80,
        weight_g=1500,
        handling=(Handling.FRAGILE,),
        deliver_on=date(2026, 11, 24),
    )
    (file,) = write(japanpost, asked).files
    (row,) = rows_of(file)
    assert len(row) == len(FULL.columns) == 117
    said = {
        column.header: cell for column, cell in zip(FULL.columns, row, strict=True) if cell not in ("", "0")
    }
    assert said == {
        "お客様側管理番号": "H0001", "発送予定日": "20261122", "送り状種別": "1100780", "お届け先 郵便番号": "150-0001",
        "お届け先 住所１": "東京都渋谷区", "お届け先 住所２": "神宮前一丁目2-3",
        "お届け先 住所３": "繁盛レジデンス1203号室", "お届け先 名称１": "高橋 吉男",
        "お届け先 電話番号": "09000000000", "ご依頼主 郵便番号": "650-0001", "ご依頼主 住所１": "兵庫県神戸市中央区",
        "ご依頼主 住所２": "加納町6-5-1", "ご依頼主 名称１": "はんじょう商店", "ご依頼主 電話番号": "078-000-0000",
        "こわれもの区分": "1", "商品サイズ区分": "080", "重量合計（ｇ）": "1500",
        "配達指定日／希望日": "20261124", "配達時間帯区分": "55", "複数個口数": "1",
        "品名": "りんごジュース～詰合せ", "個数": "1",
    }  # fmt: skip


def test_v3_puts_the_known_positions_where_they_were_verified() -> None:
    account = CarrierAccount(template="yupri_r_v3")
    (file,) = write(japanpost, label(service="japanpost.yupack", size_cm=60), account=account).files
    (row,) = rows_of(file)
    assert len(row) == 100
    assert {number: row[number - 1] for number in (1, 6, 9, 13, 15, 18, 20, 48, 53, 56, 84, 85)} == {
        1: "H0001", 6: "20261122", 9: "0", 13: "1100780", 15: "150-0001", 18: "高橋 吉男", 20: "様", 48: "060",
        53: "00", 56: "1", 84: "りんごジュース～詰合せ", 85: "1",
    }  # fmt: skip


def test_the_cloud_template_keeps_every_character_and_has_a_byte_order_mark() -> None:
    (file,) = write(
        japanpost, label(service="japanpost.yupack"), account=CarrierAccount(template=CLOUD.code)
    ).files
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert "髙橋 𠮷男" in file.content.decode("utf-8-sig")
    assert file.replacements == ()


def test_the_documented_templates_have_no_problem_and_an_edited_one_is_told_its_own() -> None:
    assert [problems(template) for template in TEMPLATES.values()] == [[], [], []]
    broken = Template(
        "own", "自作", (Column("管理", "key"), Column("?", "recipient.shoe_size"), Column("x", "=0", 0))
    )
    told = "".join(problems(broken))
    assert "recipient.shoe_size" in told
    assert "幅は1以上" in told
    assert "recipient.address.1" in told


def test_a_template_without_the_column_refuses_instead_of_losing_what_was_asked() -> None:
    batch = write(japanpost, label(service="japanpost.yupack", cod_yen=5000, cod_tax_yen=370), template=V3)
    assert batch.files == ()
    assert "cod_yen" in reasons(batch)


def test_clickpost_writes_forty_rows_a_file() -> None:
    labels = [label(f"H{number:04d}", "clickpost.clickpost") for number in range(95)]
    batch = write(clickpost, *labels)
    assert [file.rows for file in batch.files] == [40, 40, 15]
    assert [file.name for file in batch.files] == [f"clickpost_20261122_0{part}.csv" for part in (1, 2, 3)]
    assert [key for file in batch.files for key in file.keys] == [one.key for one in labels]
    header, row, *_ = rows_of(batch.files[0])
    assert len(header) == 8
    assert row == [
        "150-0001",
        "高橋 吉男",
        "様",
        "東京都渋谷区",
        "神宮前一丁目2-3",
        "繁盛レジデンス1203号室",
        "",
        "りんごジュース～詰合せ",
    ]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"cod_yen": 100}, "代金引換"),
        ({"window": Window.MORNING}, "時間帯"),
        ({"deliver_on": TODAY}, "お届け日"),
        ({"temperature": Temperature.FROZEN}, "クール便"),
        ({"parcels": 2}, "複数口"),
    ],
)
def test_clickpost_refuses_what_it_would_lose(changes: dict[str, object], what: str) -> None:
    batch = write(clickpost, label(service="clickpost.clickpost", **changes))
    assert batch.files == ()
    assert what in reasons(batch)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"recipient": buyer(phone="")}, "電話番号"),
        ({"recipient": buyer(postal="150-000")}, "7桁"),
        ({"recipient": buyer(name="あ" * 17)}, "長すぎます（半角34文字分、上限は32）"),
        ({"recipient": buyer(name="𩸽子")}, "U+29E3D"),
        ({"recipient": buyer(street="", building="")}, "住所がありません"),
        ({"window": Window.H18_21}, "近い時間帯から選んで"),
        ({"cod_yen": 300_001, "cod_tax_yen": 1}, "300,000円"),
        ({"cod_yen": 1000, "parcels": 2}, "複数口"),
        ({"ship_on": TODAY - timedelta(days=1)}, "30日以内"),
        ({"ship_on": TODAY + timedelta(days=31)}, "30日以内"),
        ({"deliver_on": TODAY - timedelta(days=1)}, "前です"),
        ({"service": "yamato.nekopos", "temperature": Temperature.FROZEN}, "クール便"),
        ({"service": "yamato.nekopos", "window": Window.MORNING}, "日時を指定できません"),
        ({"service": "yamato.nekopos", "cod_yen": 1}, "代金引換を使えません"),
        ({"contents": ()}, "品名がありません"),
        ({"key": "あ1"}, "半角英数字"),
        ({"key": "H" * 17}, "16文字以内"),
    ],
)
def test_one_bad_label_is_refused_with_its_reason_and_the_others_go(
    changes: dict[str, object], reason: str
) -> None:
    batch = write(yamato, label("OK1"), label(**{"key": "BAD", **changes}), label("OK2"))
    assert reason in reasons(batch)
    assert [file.keys for file in batch.files] == [("OK1", "OK2")]


@EVERY
def test_the_header_can_be_switched(carrier: ModuleType) -> None:
    one = label(service=SERVICE[carrier])
    for wanted, rows in ((True, 2), (False, 1)):
        (file,) = write(carrier, one, policy=LabelPolicy(header=wanted)).files
        assert len(rows_of(file)) == rows


@EVERY
def test_the_same_key_twice_is_refused_and_no_label_gives_no_file(carrier: ModuleType) -> None:
    one = label(service=SERVICE[carrier])
    batch = write(carrier, one, one)
    assert [file.rows for file in batch.files] == [1]
    assert "2回" in reasons(batch)
    assert write(carrier) == LabelBatch((), ())


@EVERY
def test_a_formula_in_a_name_is_written_as_text_and_told(carrier: ModuleType) -> None:
    one = label(service=SERVICE[carrier], recipient=buyer(name="=HYPERLINK(1)"))
    (file,) = write(carrier, one).files
    assert "＝HYPERLINK(1)" in rows_of(file)[-1]
    assert ("=", "＝") in {(change.original, change.substitute) for change in file.replacements}


def test_a_long_address_goes_on_in_the_next_field_and_nothing_is_lost() -> None:
    long = buyer(
        street="神宮前一丁目2番3号 繁盛ファッションプラザ東館",
        building="はんじょうレジデンス表参道ウエスト1203号室",
    )
    (file,) = write(yamato, label(recipient=long)).files
    row = rows_of(file)[1]
    joined = "".join(row[11:15]).replace(" ", "")
    assert joined == f"東京都渋谷区{long.street}{long.building}".replace(" ", "")
    assert any("会社・部門名" in warning.text for warning in file.warnings)


def test_a_company_in_a_long_name_moves_to_the_company_field() -> None:
    named = buyer(name="株式会社はんじょう商事 東京支店営業部 山田太郎")
    (file,) = write(yamato, label(recipient=named)).files
    row = rows_of(file)[1]
    assert (row[13], row[15]) == ("株式会社はんじょう商事", "東京支店営業部 山田太郎")


@pytest.mark.parametrize("kana", ["ヤマダ" * 20, "𩸽子"])
def test_a_reading_that_cannot_be_written_is_left_out_and_told(kana: str) -> None:
    (file,) = write(yamato, label(recipient=buyer(kana=kana))).files
    assert rows_of(file)[1][16] == ""
    assert any("フリガナ" in warning.text for warning in file.warnings)


def test_long_contents_are_counted_and_shortened_with_a_warning_or_refused_by_policy() -> None:
    names = ("とても長い名前の商品 " * 4, "B", "C", "D")
    (file,) = write(yamato, label(contents=names)).files
    row = rows_of(file)[1]
    assert row[29] == "Bほか2点"
    assert names[0].startswith(row[27])
    assert "短くしました" in file.warnings[0].text
    strict = write(yamato, label(contents=names), policy=LabelPolicy(shorten_contents=False))
    assert strict.files == ()
    assert strict.refused[0].field == "品名１"


def test_the_shop_can_keep_its_customers_extended_characters() -> None:
    (file,) = write(yamato, label(), policy=LabelPolicy(replace_beyond_jis=False)).files
    assert rows_of(file)[1][15] == "髙橋 吉男"


def test_foreign_notation_of_a_japanese_phone_becomes_domestic() -> None:
    (file,) = write(yamato, label(recipient=buyer(phone="+81 90-0000-0000"))).files
    assert rows_of(file)[1][8] == "090-0000-0000"


WORDS = st.text('あア亜髙𠮷ｶﾞ1-ー（）A =+@,"\n〜🎁都', max_size=26)
LIMITS: dict[str, dict[int, int]] = {
    "yamato": {0: 16, 11: 64, 12: 32, 13: 50, 14: 50, 15: 32, 16: 50, 17: 4, 27: 50, 29: 50, 32: 44},
    "sagawa": dict.fromkeys((4, 5, 6, 7, 8, 19, 20, 21, 22, 24, 25, 26, 27, 28), 32),
    "japanpost": {position: column.width for position, column in enumerate(FULL.columns)},
    "clickpost": {1: 40, 3: 40, 4: 40, 5: 40, 6: 40, 7: 30},
}


@EVERY
@settings(max_examples=80, deadline=None)
@given(
    party=st.builds(
        Party,
        name=WORDS,
        postal=st.just("1500001"),
        prefecture=st.sampled_from(["東京都", "神奈川県"]),
        city=WORDS,
        street=WORDS,
        building=WORDS,
        company=WORDS,
        kana=WORDS,
        phone=st.just("0300000000"),
    ),
    contents=st.lists(WORDS, max_size=7),
    note=WORDS,
)
def test_every_field_keeps_its_width_in_bytes_or_the_label_is_refused(
    carrier: ModuleType, party: Party, contents: list[str], note: str
) -> None:
    asked = label(service=SERVICE[carrier], recipient=party, sender=SHOP, contents=tuple(contents), note=note)
    batch = write(carrier, asked, policy=LabelPolicy(header=False))
    assert sum(file.rows for file in batch.files) + len({refused.key for refused in batch.refused}) == 1
    for file in batch.files:
        (row,) = rows_of(file)
        for position, limit in LIMITS[carrier.CARRIER].items():
            assert len(row[position].encode("cp932")) <= limit
        assert not any(cell[:1] in {"=", "+", "@"} for cell in row)
        assert file.content.endswith(b"\r\n")
