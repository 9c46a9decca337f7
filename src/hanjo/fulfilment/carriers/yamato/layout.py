"""B2クラウド 外部データ取込, basic layout of 97 columns, and its codes.

Source: the column list and code sheet for B2クラウド (two lists agree on 97 columns); widths from a
live-tested list of 2026. The dates on which 12～14時 and 20～21時 ended are to be checked; accounts that
still take them can add a row.
"""

from __future__ import annotations

from datetime import date

from hanjo.fulfilment.carriers.terms import Temperature, Window
from hanjo.fulfilment.carriers.windows import WindowRow, WindowTable

CARRIER = "yamato"
NAME = "ヤマト運輸"

COLUMNS: tuple[str, ...] = (
    "お客様管理番号", "送り状種類", "クール区分", "伝票番号", "出荷予定日", "お届け予定（指定）日",
    "配達時間帯",
    "お届け先コード", "お届け先電話番号", "お届け先電話番号枝番", "お届け先郵便番号", "お届け先住所",
    "お届け先住所（アパートマンション名）", "お届け先会社・部門名１", "お届け先会社・部門名２", "お届け先名",
    "お届け先名略称カナ", "敬称", "ご依頼主コード", "ご依頼主電話番号", "ご依頼主電話番号枝番",
    "ご依頼主郵便番号",
    "ご依頼主住所", "ご依頼主住所（アパートマンション名）", "ご依頼主名", "ご依頼主略称カナ",
    "品名コード１", "品名１",
    "品名コード２", "品名２", "荷扱い１", "荷扱い２", "記事", "コレクト代金引換額（税込）",
    "コレクト内消費税額等",
    "営業所止置き", "営業所コード", "発行枚数", "個数口枠の印字", "ご請求先顧客コード", "ご請求先分類コード",
    "運賃管理番号", "クロネコwebコレクトデータ登録", "クロネコwebコレクト加盟店番号",
    "クロネコwebコレクト申込受付番号１", "クロネコwebコレクト申込受付番号２",
    "クロネコwebコレクト申込受付番号３",
    "お届け予定ｅメール利用区分", "お届け予定ｅメールアドレス", "入力機種", "お届け予定eメールメッセージ",
    "お届け完了ｅメール利用区分", "お届け完了ｅメールアドレス", "お届け完了eメールメッセージ",
    "クロネコ収納代行利用区分", "予備", "収納代行請求金額(税込)", "収納代行内消費税額等",
    "収納代行請求先郵便番号",
    "収納代行請求先住所", "収納代行請求先住所（アパートマンション名）", "収納代行請求先会社・部門名１",
    "収納代行請求先会社・部門名２", "収納代行請求先名(漢字)", "収納代行請求先名(カナ)",
    "収納代行問合せ先名(漢字)",
    "収納代行問合せ先郵便番号", "収納代行問合せ先住所", "収納代行問合せ先住所（アパートマンション名）",
    "収納代行問合せ先電話番号", "収納代行管理番号", "収納代行品名", "収納代行備考", "複数口くくりキー",
    "検索キータイトル１", "検索キー１", "検索キータイトル２", "検索キー２", "検索キータイトル３",
    "検索キー３",
    "検索キータイトル４", "検索キー４", "検索キータイトル５", "検索キー５", "予備", "予備",
    "投函予定メール利用区分", "投函予定メールアドレス", "投函予定メールメッセージ",
    "投函完了メール（お届け先宛）利用区分", "投函完了メール（お届け先宛）アドレス",
    "投函完了メール（お届け先宛）メッセージ", "投函完了メール（ご依頼主宛）利用区分",
    "投函完了メール（ご依頼主宛）アドレス", "投函完了メール（ご依頼主宛）メッセージ", "連携管理番号",
    "通知メールアドレス",
)  # fmt: skip

#: 送り状種類 by service; the second is used with cash on delivery, where the service has it.
KINDS: dict[str, tuple[str, str | None]] = {
    "yamato.takkyubin": ("0", "2"),
    "yamato.eazy": ("1", None),
    "yamato.yumail": ("3", None),
    "yamato.time": ("4", None),
    "yamato.takkyubin_collect_freight": ("5", None),
    "yamato.yupacket": ("7", None),
    "yamato.compact": ("8", "9"),
    "yamato.nekopos": ("A", None),
}
SEVERAL = "6"  # 発払い(複数口)
COOL: dict[Temperature, str] = {Temperature.NORMAL: "0", Temperature.FROZEN: "1", Temperature.CHILLED: "2"}
WITH_COOL = frozenset({"yamato.takkyubin", "yamato.time", "yamato.takkyubin_collect_freight"})
WITH_WINDOW = frozenset(
    {"yamato.takkyubin", "yamato.takkyubin_collect_freight", "yamato.compact", "yamato.eazy"}
)
COD_LIMIT_YEN = 300_000
DAYS_AHEAD = 30

windows = WindowTable(
    CARRIER,
    (
        WindowRow(Window.MORNING, "0812", source="code"),
        WindowRow(
            Window.H12_14, "1214", until=date(2017, 6, 18), source="old; the last day is to be checked"
        ),
        WindowRow(Window.H14_16, "1416", source="code"),
        WindowRow(Window.H16_18, "1618", source="code"),
        WindowRow(Window.H18_20, "1820", source="code"),
        WindowRow(Window.H19_21, "1921", source="code"),
        WindowRow(
            Window.H20_21, "2021", until=date(2017, 6, 18), source="old; the last day is to be checked"
        ),
    ),
)
