"""Words of support."""

from __future__ import annotations

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word

MOST_LETTERS = 5_000
CHANNEL = "shop"
"""The channel from whose address answers go out: the own shop."""
KEEP_DAYS = 365 * 2
"""How long a closed inquiry is kept unless the shop says otherwise (setting `support.keep_days`)."""

QUIET_DAYS = 14
"""Answered and nothing more heard for so long: closed (setting `support.close_days`; 0: never by itself)."""


ANSWER_HOURS = 24
"""How soon a buyer on a mall shall have an answer unless the shop says otherwise (setting `support.answer_hours`)."""
MOST_TRIES = 8
"""Of one answer, before it waits for a person."""


class InquiryState(Word):
    """Where an inquiry is."""

    NEW = "new", "未対応"
    ANSWERED = "answered", "返信済み"
    CLOSED = "closed", "完了"


class Subject(Word):
    """What an inquiry is about."""

    GOODS = "goods", "商品について"
    ORDER = "order", "ご注文・お届けについて"
    RETURN = "return", "返品・交換について"
    PAYMENT = "payment", "お支払い・領収書について"
    GIFT = "gift", "のし・ギフトについて"
    ACCOUNT = "account", "会員・ポイントについて"
    OTHER = "other", "その他"


class MessageKind(Word):
    """Who said something to whom."""

    ASKED = "asked", "お客様から"
    ANSWER = "answer", "お客様へ"
    NOTE = "note", "社内メモ"


class NoSuchInquiry(NotFound):
    """There is no such inquiry."""

    code = "no_such_inquiry"
    message = "お問い合わせ「{key}」は見つかりません。"


class TextMissing(Refusal):
    """Nothing was written."""

    code = "inquiry_text_missing"
    message = "{what}が入っていません。"
    fix = "{what}を入れてから送ってください。"


class UnfitAnswer(Refusal):
    """A mall would not take this answer."""

    code = "inquiry_answer_unfit"
    message = "この返信は送れません。{because}"


class TextTooLong(Refusal):
    """More was written than fits."""

    code = "inquiry_text_too_long"
    message = "{what}が長すぎます（{most} 字まで）。"
    fix = "短くするか、分けて送ってください。"


class BadMail(Refusal):
    """The mail address cannot be right."""

    code = "inquiry_bad_mail"
    message = "メールアドレス「{mail}」の書き方が正しくありません。"
    fix = "返信を受け取れるアドレスを入れてください。"
