"""Letters about the steps of an order, of every channel (注文のメール)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanjo.channels.letters import order_en, order_ja
from hanjo.channels.letters.occasion import SHOP, Field, Occasion
from hanjo.channels.mail import MailKind

GROUP = "注文"
WHEN: Mapping[MailKind, str] = {
    MailKind.THANKS: "自社ネットショップで注文が成立したとき",
    MailKind.PAY: "コンビニ・銀行振込など、これから支払う注文が成立したとき（ご注文確認の代わりに送ります）",
    MailKind.UNPAID: "支払いの期限が近づいたとき。担当者が送ることもできます",
    MailKind.EXPIRED: "期限までに入金がなく、注文を取り消したとき",
    MailKind.SHIPPED: "出荷を確定したとき",
    MailKind.CANCELLED: "注文を取り消したあと、担当者が送るとき",
    MailKind.REFUNDED: "代金を返したあと、担当者が送るとき。取り消した注文の分まで支払われ、返したとき",
    MailKind.REISSUED: "まとめて支払う注文の一部を取り消し、支払いの番号か金額が変わったとき",
    MailKind.DELAYED: "担当者が送るとき",
    MailKind.ASK: "担当者が送るとき",
    MailKind.SOLD_OUT: "担当者が送るとき",
    MailKind.FREE: "担当者が送るとき",
}
ORDER = (
    Field(name="order.external_number", label="ご注文番号（モールの番号。自社では受注番号）"),
    Field(name="order.number", label="受注番号"),
    Field(name="order.buyer", label="ご注文者"),
    Field(name="order.receiver", label="お届け先の名前"),
    Field(name="order.ordered_on", label="注文日"),
    Field(name="order.total", label="合計（税込）"),
    Field(name="order.pay_method", label="支払方法"),
    Field(name="order.delivery", label="お約束したお届けの目安（自社ネットショップだけ）"),
    Field(name="order.remarks", label="備考"),
    Field(name="order.reason", label="担当者が書いた理由"),
    Field(name="line.name", label="商品名"),
    Field(name="line.code", label="商品コード"),
    Field(name="line.quantity", label="数量"),
    Field(name="line.price", label="単価"),
    Field(name="parcel.carrier", label="配送会社"),
    Field(name="parcel.service", label="サービス"),
    Field(name="parcel.number", label="送り状番号"),
    Field(name="parcel.url", label="追跡のページ"),
    Field(name="parcel.shipped_on", label="出荷日"),
)
PAYMENT = (
    Field(name="payment.message", label="お支払いの説明"),
    Field(name="payment.url", label="お支払いのページ"),
)
NEW = (
    Field(name="payment.total", label="新しいお支払い金額", must=True),
    Field(name="payment.how", label="新しい番号・口座、またはお支払いのページ", must=True),
    PAYMENT[0],
)
MUSTS: Mapping[MailKind, tuple[Field, ...]] = {
    MailKind.PAY: (Field(name="one.value", label="お支払いの番号・口座", must=True),),
    MailKind.REFUNDED: (Field(name="refund.amount", label="返した金額", must=True),),
}
NUMBER = Field(name="order.external_number", label="ご注文番号（モールの番号。自社では受注番号）", must=True)


def _occasion(kind: MailKind) -> Occasion:
    own = MUSTS.get(kind, ())
    needs_number = kind in (
        MailKind.EXPIRED,
        MailKind.CANCELLED,
        MailKind.REFUNDED,
        MailKind.PAY,
        MailKind.REISSUED,
    )
    order = (NUMBER, *ORDER[1:]) if needs_number else ORDER
    pays = kind in (MailKind.PAY, MailKind.UNPAID)
    more = NEW if kind is MailKind.REISSUED else PAYMENT if pays else ()
    one = (Field(name="one.label", label="お支払いの項目"), *own) if kind is MailKind.PAY else (
        (Field(name="one.label", label="お支払いの項目"), Field(name="one.value", label="お支払いの番号・口座"))
        if pays else own
    )  # fmt: skip
    return Occasion(
        code=kind.value,
        label=kind._label,
        when=WHEN[kind],
        group=GROUP,
        of_order=True,
        fields=(*order, *one, *more, *SHOP),
        ja=(order_ja.SUBJECTS[kind], order_ja.BODIES[kind]),
        en=(order_en.SUBJECTS[kind], order_en.BODIES[kind]),
    )


STEPS = tuple(_occasion(kind) for kind in WHEN)

EXAMPLE: Mapping[str, Any] = {
    "shop": {"name": "はんじょう商店", "email": "shop@example.jp", "channel": "楽天市場店"},
    "order": {
        "number": "R-100001", "external_number": "310000-20261121-0000000001", "buyer": "見本 花子",
        "receiver": "見本 太郎", "ordered_on": "2026年11月21日", "total": "5,160円", "pay_method": "クレジットカード",
        "delivery": "11月25日（水）頃にお届け", "remarks": "",
        "reason": "郵便番号とご住所が一致しませんでした。正しいご住所をお知らせください。",
    },
    "lines": [
        {"name": "有田焼 そば猪口 藍", "code": "CUP", "quantity": "2", "price": "1,980円"},
        {"name": "手ぬぐい 麻の葉", "code": "TOWEL", "quantity": "1", "price": "1,200円"},
    ],
    "parcels": [
        {"carrier": "ヤマト運輸", "service": "宅急便", "number": "200961185434",
         "url": "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=200961185434",
         "shipped_on": "2026年11月22日"},
    ],
    "payment": {
        "message": "下の口座へお振り込みください。", "url": "", "total": "5,160円",
        "how": "銀行名: 見本銀行\n口座番号: 1234567\nお支払期限: 2026年11月28日",
        "lines": [{"label": "銀行名", "value": "見本銀行"}, {"label": "口座番号", "value": "1234567"},
                  {"label": "お支払期限", "value": "2026年11月28日"}],
    },
    "refund": {"amount": "1,980円"},
}  # fmt: skip
"""What a template is given, with made-up values: for the preview and for the list of names."""

EXAMPLE_EN: Mapping[str, Any] = {
    "shop": {"name": "Hanjo Store", "email": "shop@example.jp", "channel": "Online store"},
    "order": {
        "number": "S-100001", "external_number": "100001", "buyer": "Hana Sample", "receiver": "Taro Sample",
        "ordered_on": "Nov 21, 2026", "total": "¥5,160", "pay_method": "Credit card",
        "delivery": "Around Nov 25 (Wed)", "remarks": "",
        "reason": "The postal code and the address do not fit together. Please tell us the right address.",
    },
    "lines": [
        {"name": "Arita soba cup, indigo", "code": "CUP", "quantity": "2", "price": "¥1,980"},
        {"name": "Tenugui, hemp leaf", "code": "TOWEL", "quantity": "1", "price": "¥1,200"},
    ],
    "parcels": [
        {"carrier": "Yamato Transport", "service": "TA-Q-BIN", "number": "200961185434",
         "url": "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno=200961185434",
         "shipped_on": "Nov 22, 2026"},
    ],
    "payment": {
        "message": "Please transfer to the account below.", "url": "", "total": "¥5,160",
        "how": "Bank: Sample Bank\nAccount number: 1234567\nPay by: Nov 28, 2026",
        "lines": [{"label": "Bank", "value": "Sample Bank"}, {"label": "Account number", "value": "1234567"},
                  {"label": "Pay by", "value": "Nov 28, 2026"}],
    },
    "refund": {"amount": "¥1,980"},
}  # fmt: skip


def order_example(language: str, *, bare: bool = False) -> dict[str, Any]:
    """Made-up values for a letter about an order; `bare` leaves out all that may be lacking (見本の値)."""
    full = EXAMPLE_EN if language == "en" else EXAMPLE
    if not bare:
        return dict(full)
    lacking = {"remarks": "", "reason": "", "pay_method": "", "delivery": ""}
    return {**full, "order": {**full["order"], **lacking}, "parcels": []}
