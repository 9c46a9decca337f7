"""Words of the shop."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.speech import say
from hanjo.kernel.word import Word

CHANNEL = "shop"
"""The code of the shop's own channel: its orders carry it like those of any mall."""


class CheckoutState(Word):
    """Where a checkout is between the cart and the order."""

    OPEN = "open", "入力中"
    CONFIRMED = "confirmed", "確定・決済待ち"
    PLACED = "placed", "注文済み"
    FAILED = "failed", "決済できず"
    LAPSED = "lapsed", "期限切れ"


class StockWord(Word):
    """What a card says about stock; never a figure that may be untrue a second later."""

    PLENTY = "plenty", "在庫あり"
    FEW = "few", "残りわずか"
    NONE = "none", "売り切れ"


@dataclass(frozen=True, kw_only=True, slots=True)
class CartItem:
    """A line of the cart as the buyer sees it now."""

    id: int
    sku_id: int
    sku_code: str
    product_id: int
    slug: str
    name: str
    options: str
    image: str
    quantity: int
    available: int
    unit_yen: int
    was_yen: int | None
    tax_rate: int
    temperature: str
    mail_size: bool
    category_ids: tuple[int, ...]
    is_sold: bool  # still on sale
    later: bool
    most: int = 0  # pieces of it that one order may have; 0: only the shop's own limit
    noshi: bool = True  # may be sent with a noshi paper
    wrapping: bool = True  # may be wrapped
    lead_days: int = 0  # working days before it can leave
    laws: tuple[str, ...] = ()  # kinds of regulated goods that it is
    least_age: int = 0  # whom it may be sold to
    youth_most: int = 0  # pieces for buyers below 18; 0: no limit

    @property
    def trouble(self) -> str:
        """What keeps this line from being bought, in the buyer's words; empty when nothing does."""
        if not self.is_sold:
            return say("この商品は販売を終了しました。")
        if self.available <= 0:
            return say("売り切れました。")
        if self.quantity > self.available:
            return say("在庫が {available} 点です。数量を減らしてください。", available=self.available)
        if 0 < self.most < self.quantity:
            return say("一度に注文できるのは {most} 点までです。数量を減らしてください。", most=self.most)
        return ""

    @property
    def subtotal_yen(self) -> int:
        """Price times quantity, tax included."""
        return self.unit_yen * self.quantity


class NoSuchGoods(NotFound):
    """The shop does not sell this (any more)."""

    code = "no_such_goods"
    message = "商品「{key}」は見つかりません。"


class CartEmpty(Refusal):
    """There is nothing to buy."""

    code = "cart_empty"
    message = "カートに商品がありません。"
    fix = "商品を選んでカートに入れてください。"


class CartTrouble(Refusal):
    """Something in the cart cannot be bought as it stands; nothing was ordered and nothing charged."""

    code = "cart_trouble"
    message = "ご用意できない商品があります: {goods}。"
    fix = "カートで数量を変えるか、商品を取り除いてください。"


class Unfinished(Refusal):
    """Something that was typed is missing or cannot be; the form says what, under its fields."""

    code = "entry_unfinished"
    message = "購入手続きに、確かめていただきたいところが {count} か所あります。"
    fix = "購入手続きに戻って直してください。"


class Changed(Refusal):
    """What the buyer confirmed is no longer true; they must see the new figures first."""

    code = "confirmation_changed"
    message = "確認画面を開いたあとに、{what}が変わりました。"
    fix = "新しい内容を確かめてから、もう一度確定してください。"


class NoSuchCheckout(NotFound):
    """No checkout has this key, or it belongs to somebody else."""

    code = "no_such_checkout"
    message = "この購入手続きは見つかりません。"
    fix = "カートからもう一度お進みください。"


class TooLate(Refusal):
    """The buyer can no longer do this with their order themselves."""

    code = "too_late"
    message = "ご注文を取り消せませんでした。{why}"


class NoSuchOrder(NotFound):
    """No order of this number belongs to whoever asks; whether somebody else has one is not told."""

    code = "no_such_own_order"
    message = "このご注文は見つかりません。"
    fix = "番号を確かめるか、もう一度ログインまたは照会をしてください。"


class TooMany(Refusal):
    """More pieces than one order may have."""

    code = "too_many_pieces"
    message = "一度に注文できるのは 1 商品 {most} 点までです。"


class FromElsewhere(Refusal):
    """A form that was not sent from our own page."""

    code = "from_elsewhere"
    message = "この操作は受け付けられませんでした。"
    fix = "ページを開き直してから、もう一度お試しください。"


class TooOften(Refusal):
    """Too many tries from one place in a short time."""

    code = "too_often"
    message = "短い時間に何度も送信されたため、しばらく受け付けを止めています。"
    fix = "{minutes} 分ほど待ってから、もう一度お試しください。"


class CardsPaused(Refusal):
    """Too many cards were declined where this buyer comes from."""

    code = "cards_paused"
    message = "ただいま、カードでのお支払いをお受けできません。"
    fix = "{minutes} 分ほど待つか、ほかのお支払い方法をお選びください。"


class BadMove(Refusal):
    """An old address cannot lead there."""

    code = "bad_move"
    message = "「{path}」の転送は登録できません。{why}"
