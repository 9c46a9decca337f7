"""A small shop for tests, made through the commands of the modules."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.terms import SkuCard
from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.customers.proofs import PROOFS as PEOPLE
from hanjo.inventory.proofs import PROOFS as STOCK
from hanjo.inventory.tests import makers
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all
from hanjo.orders.proofs import PROOFS as ORDERS
from hanjo.payments.proofs import PROOFS as MONEY
from hanjo.storefront import commands as shop
from hanjo.storefront.legal.terms import Profile
from hanjo.storefront.models import Checkout
from hanjo.storefront.web import kept

BY = Actor.system("test")
TYPED = {
    "email": "hanako@example.jp",
    "b_family": "見本",
    "b_given": "花子",
    "b_postal": "650-0001",
    "b_prefecture": "兵庫県",
    "b_city": "神戸市中央区",
    "b_street": "加納町1-2-3",
    "b_phone": "090-0000-0000",
    "to": "self",
    "method": "cod",
}

PROFILE = Profile(
    legal_name="株式会社 架空商店",
    trade_name="架空の店",
    representative="見本 太郎",
    postal="650-0000",
    address="兵庫県神戸市架空区見本町1-2-3",
    phone="000-0000-0000",
    mail="shop@example.jp",
    delivery="ご注文から 3 営業日以内に発送します。",
    cancellation="発送の準備に入るまで取り消せます。",
    defects="不良品は当店の負担で交換します。",
    privacy_contact="個人情報の窓口 shop@example.jp",
)


def open_shop(stock: int = 10, *codes: str) -> dict[str, SkuCard]:
    """A shop with a few goods on its shelves."""
    skus = makers.products(*(codes or ("cup", "pot")))
    place = makers.warehouse()
    for card in skus.values():
        makers.put(card.id, stock, place)
    channels.save_channel(
        "shop", by=BY, name="店", letter="店", colour="m6", prefix="S", format=Format.OWN,
        sender_name="店", sender_email="shop@example.jp", position=1, settings={},
    )  # fmt: skip
    shop.set_shop({"name": "架空の店"}, by=BY)
    shop.save_legal(PROFILE, by=BY)
    setting.put("shop.open", True, by=BY)  # past the gate: what a shop needs to open has a test of its own
    shop.refresh_cards()
    kept.forget()
    return skus


def visitor() -> Client:
    """A browser that says where its forms come from."""
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def fill(client: Client, *wants: tuple[str, int]) -> None:
    """Put things into the cart."""
    for code, quantity in wants:
        answer = client.post(reverse("shop-cart-add"), {"sku": code, "quantity": quantity})
        assert answer.status_code == 302, answer.content.decode()[:2000]


def type_in(client: Client, **more: str) -> Checkout:
    """Fill in the checkout and open the confirmation; answers the checkout as it was shown."""
    answer = client.post(reverse("shop-checkout"), {**TYPED, **more})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    shown = client.get(reverse("shop-confirm"))
    assert shown.status_code == 200, shown.content.decode()[:3000]
    return Checkout.objects.order_by("-pk")[0]


def press(client: Client, checkout: Checkout) -> HttpResponse:
    """Press 注文を確定する."""
    return client.post(reverse("shop-confirm"), {"key": checkout.key, "digest": checkout.digest})


def stands() -> None:
    """Every proof of the modules below holds."""
    assert [one for one in run_all([*STOCK, *ORDERS, *MONEY, *PEOPLE]) if one.broken] == []


def take_transfers() -> None:
    """The shop has a bank account: buyers may transfer."""
    account = {"bank": "見本銀行", "branch": "本店", "kind": "普通", "number": "0000000", "holder": "カクウ"}
    setting.put("payments.bank_account", account, by=BY)
