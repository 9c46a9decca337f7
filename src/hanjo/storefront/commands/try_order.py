"""Try order."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from hanjo.inventory import queries as stock
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import declare
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments import queries as pay_queries
from hanjo.storefront import queries
from hanjo.storefront.commands._figures import figures
from hanjo.storefront.commands.abandon import abandon
from hanjo.storefront.commands.complete import complete
from hanjo.storefront.commands.confirm import confirm
from hanjo.storefront.commands.prepare import prepare
from hanjo.storefront.commands.put_in_cart import put_in_cart
from hanjo.storefront.commands.save_entry import save_entry
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.queries.trial import Sample, sample
from hanjo.storefront.rules import Entry, Receiver
from hanjo.storefront.rules.confirmation import Incomplete
from hanjo.storefront.terms import CheckoutState

declare("storefront.try_order", "試し注文")

MARK = "【見本】開店の手引きの試し注文です。発送しません。"
KEPT = "shop.trial"
HOUSE = ("cod", "bank_transfer")
"""Methods that ask nobody outside: the trial moves no money."""


@dataclass(slots=True)
class Trial:
    """What a trial order did, step by step (試し注文の記録)."""

    at: str
    by: str
    steps: list[tuple[str, bool, str]] = field(default_factory=list)
    order: str = ""
    ok: bool = False


def try_order(*, by: Actor) -> Trial:
    """Place a real order from end to end, marked as a sample, and take it back (試し注文).

    Every step is the one a buyer takes, each in its own transaction; no payment company is asked. The order is
    cancelled at the end whatever happened, so that the stock is back. Each step's result is kept and shown.
    """
    trial = Trial(at=clock.now().isoformat(), by=str(by))
    goods = sample()
    cart_key = secrets.token_urlsafe(24)
    if goods is None:
        trial.steps.append(("商品を選ぶ", False, "買える商品がありません。商品と在庫を登録してください。"))
        setting.put(KEPT, asdict(trial), by=by)
        return trial
    before = stock.available([goods.sku_id])[goods.sku_id]
    try:
        _buy(trial, goods, cart_key, by=by)
    finally:
        _clear(trial, goods, cart_key, before, by=by)
    trial.ok = bool(trial.order) and all(fine for _, fine, _ in trial.steps)
    setting.put(KEPT, asdict(trial), by=by)
    return trial


def _buy(trial: Trial, goods: Sample, cart_key: str, *, by: Actor) -> None:
    """The way of a buyer, up to the first step that fails."""
    methods = [one for one in pay_queries.methods_for_shop() if str(one.method) in HOUSE]
    shown: list[tuple[str, str]] = []

    def cart() -> str:
        put_in_cart(cart_key, goods.code, 1)
        return f"{goods.name}（{goods.code}）× 1"

    def entry() -> str:
        if not methods:
            raise _NoMethod
        typed = _entry(str(methods[0].method))
        save_entry(cart_key, typed, address="127.0.0.1")
        faults = figures(queries.cart_of(cart_key), typed).faults
        if faults:
            raise _Faulty(text="、".join(faults.values()))
        return f"見本 太郎 様・{methods[0].label}"

    def look() -> str:
        ready = prepare(cart_key)
        shown.append((ready.checkout.key, ready.checkout.digest))
        return f"法律で決められた 6 項目がそろいました。合計 {ready.confirmation.total_yen:,} 円"

    def press() -> str:
        key, digest = shown[0]
        checkout = confirm(cart_key, key, digest, return_url="", by=by)
        assert checkout.intent_id is not None  # confirm has opened one
        payments.start_intent(checkout.intent_id, by=by)
        return "在庫を押さえ、支払いの受付ができました"

    def place() -> str:
        checkout = complete(shown[0][0], by=by)
        trial.order = Order.objects.filter(checkout_link__checkout=checkout).values_list("number", flat=True)[
            0
        ]
        return f"受注 {trial.order} ができ、注文確認メールを用意しました"

    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("商品をカートに入れる", cart),
        ("お届け先と支払方法を入れる", entry),
        ("確認画面を出す", look),
        ("注文を確定する", press),
        ("受注になる", place),
    )
    for label, step in steps:
        try:
            trial.steps.append((label, True, step()))
        except Incomplete as missing:
            trial.steps.append((label, False, f"法定表示に足りないものがあります: {missing}"))
            return
        except Refusal as refusal:
            trial.steps.append((label, False, f"{refusal.text}{refusal.advice}"))
            return


def _clear(trial: Trial, goods: Sample, cart_key: str, before: int, *, by: Actor) -> None:
    """Take everything back: the order, what is held, the cart."""
    if trial.order:
        orders.change(trial.order, {"tags": ["見本"]}, by=by)
        orders.cancel([trial.order], because="見本（開店の手引き）", by=by)
        trial.steps.append(("取り消す", True, f"受注 {trial.order} を取り消しました"))
    else:
        for checkout in Checkout.objects.filter(
            cart__fingerprint=fingerprint(cart_key), state=CheckoutState.CONFIRMED
        ):
            abandon(checkout.key, state=CheckoutState.FAILED, because="見本", by=by)
    Cart.objects.filter(fingerprint=fingerprint(cart_key)).delete()
    after = stock.available([goods.sku_id])[goods.sku_id]
    if trial.order:
        trial.steps.append(("在庫が元に戻る", after == before, f"{before} 個 → {after} 個"))


def _entry(method: str) -> Entry:
    shop = queries.shop()
    person = Receiver(
        family="見本", given="太郎", postal="1000001", prefecture="東京都", city="千代田区",
        street="架空町1-1", phone="090-0000-0000",
    )  # fmt: skip
    return Entry(
        email=shop.mail or "mihon@example.jp", buyer=person, to="self", receivers=(Receiver(),),
        method=method, remarks=MARK, age=30,
    )  # fmt: skip


class _Faulty(Refusal):
    """What a buyer would be told to mend."""

    code = "trial_entry_faulty"
    message = "{text}"
    fix = "送料・配送サービス・支払いの設定を確かめてください。"


class _NoMethod(Refusal):
    """The trial pays by a method of the house, and none is on."""

    code = "no_house_method"
    message = "代金引換か銀行振込のどちらかを、支払いの設定で使えるようにしてください。"
    fix = "試し注文は、決済会社に問い合わせない方法で行います。"
