"""Words of money that comes and goes."""

from __future__ import annotations

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class PayKind(Word):
    """What a channel's payment method is (支払方法の種類)."""

    CARD = "card", "クレジットカード"
    MALL = "mall", "モール決済"
    COD = "cod", "代金引換"
    BANK = "bank", "銀行振込"
    KONBINI = "konbini", "コンビニ払い"
    PAY_LATER = "pay_later", "後払い"
    POINTS = "points", "ポイント全額"
    OTHER = "other", "その他"


class PaymentKind(Word):
    """What happened to the money (入出金の種類)."""

    AUTHORISED = "authorised", "与信"
    RECEIVED = "received", "入金"
    REFUNDED = "refunded", "返金"


class WrongAmount(Refusal):
    """The amount does not fit what is open."""

    code = "wrong_amount"
    message = "受注 {number} の残りは {open_yen} 円ですが、{amount_yen} 円が指定されました。"
    fix = "過不足がある場合は「過不足を記録して入金」を選んでください。"
