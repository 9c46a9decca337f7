"""Words of money that comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from hanjo.kernel.moves import Moves
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
    RELEASED = "released", "与信取消"


class WrongAmount(Refusal):
    """The amount does not fit what is open."""

    code = "wrong_amount"
    message = "受注 {number} の残りは {open_yen} 円ですが、{amount_yen} 円が指定されました。"
    fix = "過不足がある場合は「過不足を記録して入金」を選んでください。"


# --- the shop's own payments -----------------------------------------------------------------------------


class Method(Word):
    """How a buyer of the own shop pays (お支払い方法)."""

    CARD = "card", "クレジットカード"
    KONBINI = "konbini", "コンビニ払い"
    BANK_TRANSFER = "bank_transfer", "銀行振込"
    VIRTUAL_ACCOUNT = "virtual_account", "銀行振込（専用口座）"
    COD = "cod", "代金引換"
    DEFERRED = "deferred", "後払い"
    FREE = "free", "お支払いなし"


OWN_METHODS = (Method.BANK_TRANSFER, Method.COD, Method.FREE)  # they need no payment company


class IntentState(Word):
    """Where the money of one checkout is (決済の状態)."""

    CREATED = "created", "開始前"
    ACTION = "action", "購入者の操作待ち"
    WAITING = "waiting", "入金待ち"
    AUTHORISED = "authorised", "与信済"
    CAPTURED = "captured", "入金済"
    PART_REFUNDED = "part_refunded", "一部返金"
    REFUNDED = "refunded", "返金済"
    VOIDED = "voided", "取消済"
    FAILED = "failed", "失敗"
    EXPIRED = "expired", "期限切れ"


I = IntentState  # noqa: E741  # the table below reads as one page
BEFORE_MONEY = frozenset({I.CREATED, I.ACTION, I.WAITING})
CLOSED = frozenset({I.VOIDED, I.FAILED, I.EXPIRED})
INTENT_MOVES: Moves[IntentState] = Moves(
    {
        #  verb        from                                    to
        "ask_buyer": ({I.CREATED, I.FAILED}, I.ACTION),  # 決済ページへ
        "await_money": ({I.CREATED, I.ACTION, I.FAILED}, I.WAITING),  # 番号・口座を案内
        # What the provider says is true even when we had given up: money may come after the deadline.
        "authorise": (BEFORE_MONEY | CLOSED, I.AUTHORISED),  # 与信
        "capture": (BEFORE_MONEY | CLOSED | {I.AUTHORISED}, I.CAPTURED),  # 売上確定・入金
        "refund_part": ({I.CAPTURED}, I.PART_REFUNDED),  # 一部返金
        "refund": ({I.CAPTURED, I.PART_REFUNDED}, I.REFUNDED),  # 返金
        "void": (BEFORE_MONEY | {I.AUTHORISED, I.FAILED}, I.VOIDED),  # 取消
        "fail": (BEFORE_MONEY, I.FAILED),  # 失敗
        "expire": (BEFORE_MONEY | {I.AUTHORISED, I.FAILED}, I.EXPIRED),  # 期限切れ
    }
)
VERB_TO: Mapping[IntentState, str] = {target: verb for verb, (_, target) in INTENT_MOVES.table.items()}


class ErrandVerb(Word):
    """What a payment company is asked to do (決済会社への依頼)."""

    CAPTURE = "capture", "売上確定"
    VOID = "void", "取消"
    REFUND = "refund", "返金"
    REISSUE = "reissue", "お支払い番号の出し直し"


class ErrandState(Word):
    """What became of such a request."""

    OPEN = "open", "依頼中"
    DONE = "done", "完了"
    FAILED = "failed", "断られた"


@dataclass(frozen=True, kw_only=True, slots=True)
class Buyer:
    """Who pays, as far as a payment company needs to know (購入者)."""

    name: str = ""
    kana: str = ""
    email: str = ""
    phone: str = ""
    postal: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Next:
    """What the buyer does next (つぎにすること): go to `url`, read `lines`, nothing more, or choose again."""

    kind: Literal["redirect", "instructions", "done", "failed"]
    url: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    expires_at: datetime | None = None
    message: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for the database."""
        return {**asdict(self), "expires_at": self.expires_at.isoformat() if self.expires_at else None}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Next:
        """What `as_json` has made, back again."""
        at = values.get("expires_at")
        return cls(
            kind=values["kind"],
            url=values.get("url", ""),
            lines=tuple((str(label), str(value)) for label, value in values.get("lines", ())),
            expires_at=datetime.fromisoformat(at) if at else None,
            message=values.get("message", ""),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodOffer:
    """A way to pay that the shop offers now (選べるお支払い方法)."""

    method: Method
    label: str
    note: str  # who pays which fee, what happens next
    money_moves: str  # when money moves, in words
    account: str  # code of the provider account; empty: the house's own
    pay_kind: PayKind  # how the order stands on the board
    pay_policy: str  # value of orders.PayPolicy: when goods may leave
    at_once: bool  # the order may be placed before the money is known


class MethodNotOffered(Refusal):
    """The shop does not offer this way to pay."""

    code = "method_not_offered"
    message = "「{method}」は、いまご利用いただけません。"
    fix = "ほかのお支払い方法をお選びください。"


class IntentDiffers(Refusal):
    """The same key came with another amount or method."""

    code = "intent_differs"
    message = "お支払いの内容が変わっています（{was} → {asked}）。"
    fix = "ご注文内容をもう一度ご確認ください。"


class SharesDiffer(Refusal):
    """The orders do not add up to what was paid."""

    code = "shares_differ"
    message = "決済 {amount_yen} 円に対して、受注の合計が {shares_yen} 円です。"


class BadAccount(Refusal):
    """The shop's own bank account cannot stand as it was entered."""

    code = "bad_bank_account"
    message = "振込口座を保存できません。{because}"


class ProviderDown(Refusal):
    """The payment company did not answer, or was not asked because it has not answered for a while."""

    code = "provider_down"
    message = "決済会社（{account}）と通信できませんでした。"
    fix = "しばらくおいて、もう一度お試しください。二重に請求されることはありません。"


class ProviderRefused(Refusal):
    """The payment company said no."""

    code = "provider_refused"
    message = "決済会社（{account}）が受け付けませんでした: {because}"


class NothingToMove(Refusal):
    """There is no money of this kind left to move."""

    code = "nothing_to_move"
    message = "受注 {number} には、{verb}できる決済がありません（残り {open_yen} 円）。"


class BadHook(Refusal):
    """A webhook that cannot be proven to come from the payment company."""

    code = "bad_hook"
    message = "通知を確かめられませんでした: {because}"


class CardDataFound(Refusal):
    """Something that looks like a card number was about to be kept."""

    code = "card_data_found"
    message = "カード番号とみられる数字が含まれているため、保存しませんでした。"
    fix = "カード番号は、決済会社の画面だけで入力してください。"
