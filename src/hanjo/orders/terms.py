"""Words of orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hanjo.kernel.moves import Moves
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word


class OrderState(Word):
    """Where an order is in its own life. Money, parcels and holds have lives of their own."""

    TAKEN = "taken", "受付"
    CONFIRMED = "confirmed", "確定"
    COMPLETED = "completed", "完了"
    CANCELLED = "cancelled", "取消"


class MoneyState(Word):
    """What is known of the money, derived from payments (入金状況)."""

    UNPAID = "unpaid", "未入金"
    AUTHORISED = "authorised", "与信済"
    PAID = "paid", "入金済"
    PART_REFUNDED = "part_refunded", "一部返金"
    REFUNDED = "refunded", "返金済"


class ParcelState(Word):
    """How far the goods are, derived from fulfilment (出荷状況)."""

    NONE = "none", "未出荷"
    INSTRUCTED = "instructed", "出荷指示済"
    PART_SHIPPED = "part_shipped", "一部出荷"
    SHIPPED = "shipped", "出荷済"


class PayPolicy(Word):
    """What has to happen before goods may leave (出荷条件)."""

    MAY_SHIP = "may_ship", "出荷してよい"
    AFTER_AUTHORISED = "after_authorised", "与信が通ったら出荷"
    AFTER_PAID = "after_paid", "入金後に出荷"


class Stage(Word):
    """The one stage that the board shows, derived from the five lives (ステージ)."""

    CHECK = "check", "確認待ち"
    MONEY = "money", "入金待ち"
    STOCK = "stock", "引当待ち"
    RELEASE = "release", "発売日待ち"
    DATE = "date", "出荷日待ち"
    READY = "ready", "出荷できる"
    WORK = "work", "出荷準備"
    SHIPPED = "shipped", "出荷済"
    HELD = "held", "保留"
    MERGED = "merged", "同梱済"
    CANCELLED = "cancelled", "取消"


class Severity(Word):
    """What a finding of a check does."""

    STOP = "stop", "止める"
    NOTE = "note", "知らせる"


class LineKind(Word):
    """What a line of an order is."""

    GOODS = "goods", "商品"
    FEE = "fee", "手数料・送料"
    DISCOUNT = "discount", "値引き"


S = OrderState
ORDER_MOVES: Moves[OrderState] = Moves(
    {
        "confirm": ({S.TAKEN}, S.CONFIRMED),  # 受注確定
        "reopen": ({S.CONFIRMED}, S.TAKEN),  # 受付に戻す
        "complete": ({S.CONFIRMED}, S.COMPLETED),  # 完了
        "cancel": ({S.TAKEN, S.CONFIRMED}, S.CANCELLED),  # 取消
        "restore": ({S.CANCELLED}, S.TAKEN),  # 取消を戻す
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where somebody lives, in the pieces that all carriers need. Written as the buyer wrote it."""

    name: str = ""
    kana: str = ""
    company: str = ""
    postal: str = ""  # seven digits, no hyphen; empty when unknown
    prefecture: str = ""  # 兵庫県
    city: str = ""  # 神戸市中央区
    street: str = ""  # 加納町6-5-1
    building: str = ""  # 号室・建物名
    phone: str = ""  # digits and hyphens as given, half width
    country: str = "JP"


@dataclass(frozen=True, kw_only=True, slots=True)
class LineDraft:
    """One line of an order as a channel told it, understood but not yet stored."""

    key: str  # the channel's line id, unique in the order; empty: the line's place, counted from 1
    code: str  # the channel's item code (SKU code if it has one)
    name: str
    quantity: int
    unit_price_yen: int
    total_yen: int
    options: str = ""
    tax_rate: int | None = None  # None: take the product's
    kind: LineKind = LineKind.GOODS
    unit_price_foreign: Decimal | None = None  # in the order's currency when that is not JPY
    cancelled_quantity: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderDraft:
    """An order as a channel told it, understood but not yet stored (受注の下書き). Money in yen with tax.

    `goods_yen + shipping_yen + fee_yen + wrapping_yen - discount_yen - points_yen == total_yen` is expected; a
    check stops the order when it does not hold. `external_number` is unique per channel.
    """

    external_number: str
    ordered_at: datetime
    buyer: Address
    recipient: Address
    lines: tuple[LineDraft, ...]
    buyer_email: str = ""
    buyer_key: str = ""  # the channel's customer id
    goods_yen: int = 0
    shipping_yen: int = 0
    fee_yen: int = 0  # 代引手数料・決済手数料
    wrapping_yen: int = 0
    discount_yen: int = 0  # coupons, positive
    points_yen: int = 0  # points used as payment, positive
    total_yen: int = 0  # what the buyer pays
    currency: str = "JPY"
    total_foreign: Decimal | None = None
    rate: Decimal | None = None  # yen per unit of the currency
    pay_method: str = ""  # the channel's own word: 楽天ペイ, 代金引換, 銀行振込
    paid_at: datetime | None = None
    shipping_method: str = ""  # the channel's own word
    wanted_on: date | None = None
    window: str = ""  # canonical: "", am, 12-14, 14-16, 16-18, 18-20, 18-21, 19-21
    window_raw: str = ""  # what the channel said, when it could not be understood
    ship_by_on: date | None = None  # 出荷期限
    ship_by_at: datetime | None = None  # the moment of it, where the mall names one
    remarks: str = ""  # 備考: what the buyer wrote
    shop_note: str = ""  # ひとことメモ
    is_gift: bool = False
    noshi: str = ""
    wrapping: str = ""
    gift_message: str = ""
    no_prices: bool = False  # the slip in the parcel names no price (金額なし納品書)
    receipt_name: str = ""
    receipt_proviso: str = ""  # 但し書き
    several_recipients: bool = False
    remote_island: bool = False
    is_prime: bool = False  # the mall's fast-delivery promise (Prime, 最強翌日配送, 優良配送)
    is_subscription: bool = False
    mall_is_checking: bool = False  # 楽天確認中
    amount_undecided: bool = False  # 送料未確定 (-9999)
    cancelled: bool = False
    extra: dict[str, Any] = field(default_factory=dict)  # what has no place yet, kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """A draft with everything that modules above know of it: which SKUs, which payment, which service."""

    draft: OrderDraft
    sku_ids: tuple[int | None, ...]  # aligned with draft.lines; None: the code is unknown
    pay_kind: str = "other"
    pay_policy: str = PayPolicy.MAY_SHIP
    money_state: MoneyState = MoneyState.UNPAID
    carrier: str = ""
    service: str = ""
    hold_key: str = ""  # of the stock that was held for it before money moved


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """What became of a placement."""

    external_number: str
    order_id: int
    number: str
    created: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a check saw in an order: the reason in Japanese, the evidence, and a proposed fix."""

    check: str  # code of the check
    severity: Severity
    reason: str  # 郵便番号と市区町村が合いません
    evidence: str = ""  # 650-0001 は「神戸市中央区加納町」です。
    fix: dict[str, Any] | None = None  # {"set": {"city": "神戸市中央区"}}, {"do": "…"}; None: no proposal
    fix_label: str = ""  # 市区町村を「神戸市中央区」に直す
    confidence: int = 100  # per cent; below the shop's limit a proposal is shown but never preselected
    flag: str = ""  # the しるし on the board: 住所不一致
    key: str = ""  # tells two findings of one check apart (a line key)


class ReturnReason(Word):
    """Why somebody wants to send something back (返品の理由)."""

    DEFECT = "defect", "不良品・こわれていた"
    WRONG = "wrong", "注文と違う商品が届いた"
    MIND = "mind", "お客様のご都合"


class ReturnState(Word):
    """Where a request to send something back is (返品申請の状態)."""

    REQUESTED = "requested", "確認待ち"
    ACCEPTED = "accepted", "承認"
    REFUSED = "refused", "お断り"
    ARRIVED = "arrived", "検品済み"
    REFUNDING = "refunding", "返金の手続き中"
    REFUNDED = "refunded", "返金済み"
    CLOSED = "closed", "返金せずに終了"


R = ReturnState
RETURN_MOVES: Moves[ReturnState] = Moves(
    {
        "accept": ({R.REQUESTED}, R.ACCEPTED),  # 返品の承認
        "refuse": ({R.REQUESTED}, R.REFUSED),  # 返品のお断り
        "receive": ({R.ACCEPTED}, R.ARRIVED),  # 返品の検品
        "refund": ({R.ACCEPTED, R.ARRIVED}, R.REFUNDING),  # 返金の決定; the shop may do without the goods
        "again": ({R.REFUNDING}, R.REFUNDING),  # 返金のやり直し
        "pay": ({R.REFUNDING}, R.REFUNDED),  # 返金の完了
        "close": ({R.REQUESTED, R.ACCEPTED, R.ARRIVED}, R.CLOSED),  # 返品の終了
    }
)


class RefundWay(Word):
    """How money of a return goes back (返金の方法)."""

    COMPANY = "company", "決済会社から"
    HAND = "hand", "お客様の口座へ振込"
    NONE = "none", "返すお金なし"


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """What holds for returns of one order, as it was promised when it was placed (返品の条件)."""

    accepts_mind: bool  # whether goods in order may come back
    until: date | None  # the last day to ask for that
    postage: str  # who pays for their way back: buyer, shop
    excluded: frozenset[int] = frozenset()  # lines that never come back for a change of mind


@dataclass(frozen=True, slots=True)
class ReturnWish:
    """What is to come back, and why."""

    reason: ReturnReason
    pieces: dict[int, int]  # line id → how many
    text: str = ""
    photos: tuple[str, ...] = ()  # names of pictures that we drew ourselves


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came back of a line, looked at: pieces to sell again, pieces to write off (検品の結果)."""

    sellable: int = 0
    damaged: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RefundWish:
    """What the shop pays back for a return; `goods_yen` None is all that was paid for the goods (返金の内容)."""

    goods_yen: int | None = None
    with_shipping: bool = False
    with_charges: bool = False  # fees and wrapping
    points: int | None = None  # None: all that the goods were paid with
    coupon_back: bool = False
    because: str = ""  # why less than all is paid back


class CannotRefund(Refusal):
    """A return is not paid back like this."""

    code = "cannot_refund"
    message = "返金できません。{why}"


class CannotReturn(Refusal):
    """These goods cannot come back this way."""

    code = "cannot_return"
    message = "返品のお申し込みを受け付けられませんでした。{why}"


class NoReceipt(Refusal):
    """No receipt can be made out for this order (yet)."""

    code = "no_receipt"
    message = "領収書を発行できません。{why}"


class OrderNotFound(NotFound):
    """No order has this number."""

    code = "order_not_found"
    message = "受注「{number}」は見つかりません。"


class HoldsOpen(Refusal):
    """The order is stopped by open holds."""

    code = "holds_open"
    message = "受注 {number} には確認待ちが {count} 件あります（{reasons}）。"
    fix = "確認を済ませてから、もう一度お試しください。"


class StaleOrder(Refusal):
    """Somebody else changed the order first; nothing was overwritten."""

    code = "stale_order"
    message = "受注 {number} は、ほかの人が先に変更しています。"
    fix = "最新の内容を確かめてから、もう一度変更してください。"


class AlreadyPrinted(Refusal):
    """The label is printed or the parcel has left; this can no longer be changed here."""

    code = "already_printed"
    message = "受注 {number} は送り状を発行済みのため、{verb}できません。"
    fix = "出荷デスクで出荷指示を取り消してから変更してください。"


class NothingToChange(Refusal):
    """The change would leave everything as it is."""

    code = "nothing_to_change"
    message = "受注 {number} は変わりません。"


class UnknownField(Refusal):
    """An order has no such field that people may change."""

    code = "unknown_field"
    message = "受注 {number} の「{field}」は変更できる項目ではありません。"


class CannotMerge(Refusal):
    """These orders cannot travel in one parcel."""

    code = "cannot_merge"
    message = "受注 {number} は同梱できません: {reason}。"


class CannotSplit(Refusal):
    """This order cannot be split this way."""

    code = "cannot_split"
    message = "受注 {number} は分割できません: {reason}。"


class CannotUndo(Refusal):
    """Something later stands on this change."""

    code = "cannot_undo"
    message = "受注 {number} のこの変更は元に戻せません: {reason}。"
    fix = "新しい変更から順に戻してください。"


class NoProposal(Refusal):
    """This stop has no proposal that can be carried out by one key."""

    code = "no_proposal"
    message = "受注 {number} の「{reason}」には、そのまま実行できる提案がありません。"
    fix = "受注の画面で内容を直してください。"


class UnknownCheck(Refusal):
    """No check has this code."""

    code = "unknown_check"
    message = "自動チェック「{check}」はありません。"
