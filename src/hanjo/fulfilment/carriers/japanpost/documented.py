"""The layouts of ゆうパックプリントR that are known, as data (標準テンプレート).

Source: public lists of the full layout, which name 117 columns (one speaks of 118), and the positions of
標準フォーマットV3 that its author verified. The widths are those of the usual label (address and name 40,
管理番号 16) and still to be checked against the software: `checked` stays False until a person has done it.
"""

from __future__ import annotations

from hanjo.fulfilment.carriers.japanpost.template import Column, Template

#: Header, expression and width; a bare name is an empty column. Names repeat as the layout has them.
_PARTY = "郵便番号 住所１ 住所２ 住所３ 名称１ 名称２"
_TEN = ("０１", "０２", "０３", "０４", "０５", "０６", "０７", "０８", "０９", "１０")
_FULL: tuple[str | tuple[str, str, int], ...] = (
    ("お客様側管理番号", "key", 16), ("発送予定日", "ship_on", 8), "発送予定時間区分", "出荷期限日",
    "到着期限日",
    ("郵便種別", "mail_kind", 1), ("保冷種別", "temperature", 1), ("元／着払／代引", "payment", 1),
    "書留／セキュリティ／特定記録種別", "配達時間帯指定郵便種別",
    ("送り状種別", "slip_kind", 7), "お届け先 コード",
    ("お届け先 郵便番号", "recipient.postal", 8), ("お届け先 住所１", "recipient.address.1", 40),
    ("お届け先 住所２", "recipient.address.2", 40), ("お届け先 住所３", "recipient.address.3", 40),
    ("お届け先 名称１", "recipient.name.1", 40), ("お届け先 名称２", "recipient.name.2", 40),
    ("お届け先 敬称区分", "recipient.honorific_code", 1), ("お届け先 電話番号", "recipient.phone", 15),
    "お届け先 メールアドレス１", "お届け先 局留め区分", "お届け先 局留め郵便局名",
    "お届け先 局留めメール使用区分", "お届け先 局留め郵便番号",
    "お届け先 配達予告メール使用区分", "お届け先 再配達予告メール使用区分", "ご依頼主 コード",
    "ご依頼主 集荷先と同一区分",
    ("ご依頼主 郵便番号", "sender.postal", 8), ("ご依頼主 住所１", "sender.address.1", 40),
    ("ご依頼主 住所２", "sender.address.2", 40), ("ご依頼主 住所３", "sender.address.3", 40),
    ("ご依頼主 名称１", "sender.name.1", 40), ("ご依頼主 名称２", "sender.name.2", 40),
    "ご依頼主 敬称", ("ご依頼主 電話番号", "sender.phone", 15), "ご依頼主 メールアドレス１",
    "ご依頼主 荷送人指図区分", "ご依頼主 お届け通知メール使用区分", "ご依頼主 お届け通知はがき使用区分",
    "集荷先 コード", "集荷先 連携可否区分",
    "集荷先 会社コード", "集荷先 依頼先店所コード", *(f"集荷先 {part}" for part in _PARTY.split()),
    "集荷先 敬称",
    "集荷先 電話番号", "受注番号", ("こわれもの区分", "handling.fragile", 1),
    ("なまもの区分", "handling.perishable", 1), ("ビン類区分", "handling.bottles", 1),
    ("逆さま厳禁区分", "handling.this_side_up", 1), ("下積み厳禁区分", "handling.no_stacking", 1),
    ("商品サイズ区分", "size", 3), ("重量合計（ｇ）", "weight_g", 6), "25kg超重量物区分", "損害要償額",
    ("速達・配達日指定種別", "=0", 1), ("配達指定日／希望日", "deliver_on", 8),
    ("配達時間帯区分", "window", 2), ("差出方法区分", "=0", 1),
    ("ゆうパック複数個割引", "=0", 1), ("ゆうパック同一割引", "=0", 1), "セット商品コード",
    "セット品名ラベル印字区分",
    ("複数個口数", "parcels", 2), ("記事名１", "note", 40), "記事名２",
    *(f"フリー項目{number}" for number in _TEN),
    "空港利用区分", "空港・局／支店名", "航空会社名", "利用便名", "レジャー区分", "プレー・搭乗日",
    "プレー・搭乗時間",
    "クラブ本数", "復路集貨日", "出荷先登録名", "集荷希望区分", "集荷日付", "集荷時間帯区分",
    "支店連携先選択用名称",
    ("代引金額", "cod_yen", 7), ("代引消費税金額", "cod_tax_yen", 7), "送り状発行年月日", "商品番号",
    ("品名", "contents.1", 40), ("個数", "=1", 4), "重量（ｇ）", "単価", "金額",
    *(f"商品備考{number}" for number in _TEN),
)  # fmt: skip

#: Position, expression, width: the known ones of 標準フォーマットV3; all others stay empty.
_V3: dict[int, tuple[str, str, int]] = {
    1: ("管理番号", "key", 16),
    6: ("発送予定日", "ship_on", 8),
    9: ("郵便種別", "mail_kind", 1),
    10: ("保冷", "temperature", 1),
    11: ("元着代", "payment", 1),
    12: ("書留", "=0", 1),
    13: ("送り状種別", "=1100780", 7),
    15: ("お届け先郵便番号", "recipient.postal", 8),
    16: ("お届け先住所1", "recipient.address.1", 150),
    18: ("お届け先名称", "recipient.name.1", 40),
    20: ("敬称", "recipient.honorific", 4),
    21: ("お届け先電話番号", "recipient.phone", 15),
    30: ("ご依頼主郵便番号", "sender.postal", 8),
    31: ("ご依頼主住所", "sender.address.1", 150),
    34: ("ご依頼主名称", "sender.name.1", 40),
    37: ("ご依頼主電話番号", "sender.phone", 15),
    48: ("サイズ", "size", 3),
    52: ("配達希望日", "deliver_on", 8),
    53: ("時間帯", "window", 2),
    56: ("個口数", "parcels", 2),
    57: ("記事名", "note", 40),
    84: ("品名", "contents.1", 40),
    85: ("個数", "=1", 4),
}

FULL = Template(
    "yupri_r_full",
    "ゆうパックプリントR 全項目",
    tuple(Column(entry) if isinstance(entry, str) else Column(*entry) for entry in _FULL),
    source="public lists name these 117 columns (one speaks of 118), no header line; to be checked",
)
V3 = Template(
    "yupri_r_v3",
    "ゆうパックプリントR 標準フォーマットV3（100列、要確認）",
    tuple(Column(*_V3[number]) if number in _V3 else Column("") for number in range(1, 101)),
    source="標準フォーマットV3, known positions only; no column for cash on delivery; to be checked",
)
CLOUD = Template(
    "yupri_cloud",
    "ゆうプリクラウド 自分の取込フィルタ（要確認）",
    (
        Column("管理番号", "key", 16),
        Column("発送予定日", "ship_on", 8),
        Column("送り状種別", "=0", 1),
        Column("荷物商品名", "=101", 3),
        Column("お届け先郵便番号", "recipient.postal", 8),
        Column("お届け先住所1", "recipient.address.1", 150),
        Column("お届け先名称1", "recipient.name.1", 40),
        Column("お届け先敬称", "recipient.honorific", 4),
        Column("お届け先電話番号", "recipient.phone", 15),
        Column("ご依頼主郵便番号", "sender.postal", 8),
        Column("ご依頼主住所1", "sender.address.1", 150),
        Column("ご依頼主名称1", "sender.name.1", 40),
        Column("ご依頼主電話番号", "sender.phone", 15),
        Column("配達希望日", "deliver_on", 8),
        Column("配達時間帯", "window", 2),
        Column("品名", "contents.1", 40),
        Column("記事", "note", 40),
    ),
    header=True,
    encoding="utf-8-sig",
    source="管理番号, 住所1, 送り状種別 and 荷物商品名 are known; the order is the shop's own filter",
)

TEMPLATES: dict[str, Template] = {template.code: template for template in (FULL, V3, CLOUD)}
