"""Words of customers and members."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What an order says of its buyer, already tidied."""

    name: str
    kana: str = ""
    email: str = ""
    phone: str = ""
    postal: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    channel_key: str = ""  # the mall's own id of the buyer: `online-retail:17850`


class MemberState(Word):
    """What has become of an account (会員の状態)."""

    UNCONFIRMED = "unconfirmed", "仮登録"
    ACTIVE = "active", "会員"
    STOPPED = "stopped", "利用停止"
    LEFT = "left", "退会"
    ERASED = "erased", "消去済み"


class Language(Word):
    """The language a member is written to in (言語)."""

    JA = "ja", "日本語"
    EN = "en", "English"


class LetterKind(Word):
    """What a mail to a member is about (会員へのメール)."""

    CONFIRM_REGISTRATION = "confirm_registration", "会員登録の確認"
    ALREADY_MEMBER = "already_member", "すでに会員です"
    CONFIRM_NEW_MAIL = "confirm_new_mail", "新しいメールアドレスの確認"
    MAIL_CHANGING = "mail_changing", "メールアドレスが変更されようとしています"
    MAIL_CHANGED = "mail_changed", "メールアドレスが変わりました"
    RESET_PASSWORD = "reset_password", "パスワードの再設定"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What a mail must say; who may send mail sends it. `token` is told here once and kept nowhere."""

    kind: LetterKind
    to: str
    name: str = ""
    token: str = ""
    language: str = "ja"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An address as a member types it."""

    name: str
    postal: str
    prefecture: str
    city: str
    street: str
    phone: str
    building: str = ""
    kana: str = ""
    company: str = ""
    label: str = ""


class BadAddress(Refusal):
    """Something a carrier could not deliver to."""

    code = "bad_address"
    message = "入力を確かめてください。{why}"


class PaidBalanceLeft(Refusal):
    """Money that was paid in does not vanish with an account."""

    code = "paid_balance_left"
    message = "有償の残高が {yen} 円残っています。"
    fix = "残高を使うか、お問い合わせのうえ精算してからお手続きください。"


class OrderUnderWay(Refusal):
    """Points are set aside for a checkout that is not finished."""

    code = "order_under_way"
    message = "お支払いの途中のご注文があります。"
    fix = "ご注文を終えるか、30 分ほどおいてからお手続きください。"


@dataclass(frozen=True, kw_only=True, slots=True)
class RankRow:
    """A rank as the shop sets it."""

    code: str
    name: str
    yearly_from_yen: int
    point_key: str = ""


class BadRanks(Refusal):
    """Two ranks that nobody could tell apart."""

    code = "bad_ranks"
    message = "ランクのコードと、年間のお買い上げ額は、それぞれ違うものにしてください。"


class BadMemberMove(Refusal):
    """An account that is not in the state which this needs, or a reason that is missing."""

    code = "bad_member_move"
    message = "この操作はできません。{why}"
