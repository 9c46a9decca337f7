"""Words of customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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


class TokenPurpose(Word):
    """What a single-use token is good for (確認用リンクの用途)."""

    CONFIRM_MAIL = "confirm_mail", "登録の確認"
    CHANGE_MAIL = "change_mail", "メールアドレス変更の確認"
    RESET = "reset", "パスワードの再設定"
    SECOND_STEP = "second_step", "二段階認証の途中"


class SignalKind(Word):
    """What an attack on an account looks like (不正ログインの兆候)."""

    NEW_DEVICE = "new_device", "初めての端末"
    NEW_ADDRESS = "new_address", "初めてのネットワーク"
    MANY_FAILURES = "many_failures", "失敗の連続"
    CHANGED = "changed", "登録内容の変更"


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


class WrongLogin(Refusal):
    """Mail address or password do not fit; which of them, and whether there is an account, is not told."""

    code = "wrong_login"
    message = "メールアドレスまたはパスワードが違います。"
    fix = "大文字・小文字と、かな入力になっていないかをお確かめください。お忘れのときは再設定ができます。"


class LockedOut(Refusal):
    """Too many failures; even the right password is refused for a while."""

    code = "locked_out"
    message = "失敗が続いたため、ログインを {minutes} 分間お受けしていません。"
    fix = "時間をおいてお試しください。パスワードの再設定はすぐにできます。"


class TooMany(Refusal):
    """One address asks too often."""

    code = "too_many"
    message = "短い時間に何度も操作があったため、{minutes} 分間お受けしていません。"
    fix = "時間をおいてもう一度お試しください。"


class NotConfirmed(Refusal):
    """The password fits, but nobody has opened the mail yet."""

    code = "not_confirmed"
    message = "会員登録がまだ終わっていません。お送りした確認メールのリンクを開いてください。"
    fix = "メールが届かないときは、もう一度会員登録をすると、新しいメールをお送りします。"


class WeakPassword(Refusal):
    """The new password is too easy to guess."""

    code = "weak_password"
    message = "このパスワードはお使いになれません。{why}"


class BadMail(Refusal):
    """Not a mail address."""

    code = "bad_mail"
    message = "メールアドレス「{email}」の形が正しくありません。"
    fix = "「@」より後ろまで、半角で入れてください。"


class DeadToken(Refusal):
    """A link of a mail that was used, is too old, or was replaced by a newer one."""

    code = "dead_token"
    message = "このリンクは使えなくなっています。"
    fix = "期限が切れたか、すでに使われています。もう一度はじめからお手続きください。"


class PointKind(Word):
    """Given free, or paid for: the law tells them apart (ポイントの種類)."""

    FREE = "free", "ポイント"
    PAID = "paid", "有償残高"


class PointOrigin(Word):
    """Why a lot was given (付与の理由)."""

    PURCHASE = "purchase", "お買い物"
    GIFT = "gift", "プレゼント"
    CORRECTION = "correction", "補正"
    SALE = "sale", "購入"


class PointCause(Word):
    """What moved a lot (増減の理由)."""

    ISSUED = "issued", "付与"
    USED = "used", "利用"
    RETURNED = "returned", "戻し"
    EXPIRED = "expired", "失効"
    CORRECTED = "corrected", "補正"


class HoldState(Word):
    """What became of points set aside (確保の状態)."""

    HELD = "held", "確保中"
    USED = "used", "利用済み"
    RELEASED = "released", "解放済み"


class PromiseState(Word):
    """What became of points promised with an order (付与予定の状態)."""

    PENDING = "pending", "付与予定"
    GRANTED = "granted", "付与済み"
    DROPPED = "dropped", "取り消し"


@dataclass(frozen=True, kw_only=True, slots=True)
class Earning:
    """Free points to give now; the same `ref` is given once."""

    customer_id: int
    points: int
    ref: str
    origin: PointOrigin = PointOrigin.GIFT
    expires_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Promised:
    """Points that an order will earn when it ships."""

    customer_id: int
    order_ref: str
    points: int
    days: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PointWish:
    """Points that a checkout wants to set aside."""

    customer_id: int
    points: int
    key: str
    until: datetime
    kind: PointKind = PointKind.FREE


@dataclass(frozen=True, kw_only=True, slots=True)
class PointsHeld:
    """The points are set aside."""

    key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PointsShort:
    """There are not that many."""

    key: str
    wanted: int
    there: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveBack:
    """Points of an order to give back, up to what it used; the same `ref` is given back once."""

    order_ref: str
    points: int
    ref: str
    kind: PointKind = PointKind.FREE


@dataclass(frozen=True, slots=True)
class Balance:
    """What a customer can spend, each kind on its own (ポイント残高)."""

    free: int = 0
    paid: int = 0
    held_free: int = 0
    held_paid: int = 0
    pending: int = 0
    soonest_on: date | None = None  # the first day on which some free points no longer work
    soonest: int = 0


@dataclass(frozen=True, slots=True)
class PaidReport:
    """Unused paid balance on a base date and what the law asks for (基準日未使用残高)."""

    on: date
    total_yen: int  # what counts: balance that lives longer than six months
    short_lived_yen: int  # balance that ends within six months, outside the law
    duty: bool
    notify_by: date | None
    deposit_yen: int


class ShortOfPoints(Refusal):
    """Fewer points than asked for, or somebody was quicker."""

    code = "short_of_points"
    message = "お使いになれるポイントは {there} ポイントです。{wanted} ポイントはお使いになれません。"
    fix = "お使いになるポイントを減らして、もう一度お試しください。"


class NotHeld(Refusal):
    """The points that were set aside are no longer."""

    code = "points_not_held"
    message = "確保していたポイントの期限が切れました（{key}）。"
    fix = "お支払いの画面から、もう一度お試しください。"


class BadCorrection(Refusal):
    """A correction of points that nobody could explain later."""

    code = "bad_correction"
    message = "ポイントを補正できません。{why}"


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


class WrongCode(Refusal):
    """The code of the second step does not fit, is used, or is too old."""

    code = "wrong_code"
    message = "確認コードが違うか、使えなくなっています。"
    fix = "認証アプリに今出ている 6 桁の数字を入れてください。端末の時計がずれていると合いません。"


class SecondStepMissing(Refusal):
    """The second step is not in the state that this needs."""

    code = "second_step_missing"
    message = "二段階認証の設定を続けられません。"
    fix = (
        "設定済みのときは、先に解除してください。まだのときは「二段階認証を設定する」からやり直してください。"
    )


class WrongPassword(Refusal):
    """The present password, asked for before a change, does not fit."""

    code = "wrong_password"
    message = "今のパスワードが違います。"


class BadPasskey(Refusal):
    """A passkey that cannot be added or does not open."""

    code = "bad_passkey"
    message = "パスキーをお使いになれません。{why}"


class BadAddress(Refusal):
    """Something a carrier could not deliver to."""

    code = "bad_address"
    message = "入力を確かめてください。{why}"
