"""Several receivers: each gets their own order, and the money adds up to what was shown and paid."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.inventory import queries as inventory
from hanjo.inventory.models import Hold
from hanjo.orders.models import Order
from hanjo.payments.models import Intent, IntentShare
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Fare, Quote, RemoteArea, Wrapping
from hanjo.storefront.models import CartLine, Checkout, ShopProduct
from hanjo.storefront.tests import makers

pytestmark = pytest.mark.django_db

SECOND = {
    "r2_family": "架空",
    "r2_given": "次郎",
    "r2_postal": "060-0001",
    "r2_prefecture": "北海道",
    "r2_city": "札幌市中央区",
    "r2_street": "北一条西1-1",
    "r2_phone": "011-000-0000",
}


def shared(cup: int, first: int, second: int, **more: str) -> dict[str, str]:
    """The form of somebody who sends cups to themselves and to a second receiver."""
    return {
        **makers.TYPED,
        "to": "several",
        "method": "bank_transfer",
        "r_same": "1",
        f"r_item_{cup}": str(first),
        f"r2_item_{cup}": str(second),
        **SECOND,
        **more,
    }


def send(client: Client, form: dict[str, str]) -> Checkout:
    """Fill in, see the confirmation, and press."""
    answer = client.post(reverse("shop-checkout"), form)
    assert answer.status_code == 302, answer.content.decode()[:6000]
    assert client.get(reverse("shop-confirm")).status_code == 200
    checkout = Checkout.objects.order_by("-pk")[0]
    answer = client.post(reverse("shop-confirm"), {"key": checkout.key, "digest": checkout.digest})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    checkout.refresh_from_db()
    return checkout


def test_two_receivers_are_two_orders_whose_totals_are_the_one_payment() -> None:
    skus = makers.open_shop(10)
    makers.take_transfers()
    pricing.save_wrappings([Wrapping(code="paper", label="包装紙", yen=220)], by=makers.BY)
    cup = skus["cup"].id
    guest = makers.visitor()
    makers.fill(guest, ("cup", 3))
    wishes = {
        "r2_noshi_purpose": "御歳暮",
        "r2_noshi_name": "見本",
        "r2_wrapping": "paper",
        "r2_no_prices": "1",
        "r2_message": "お元気で",
    }
    checkout = send(guest, shared(cup, 1, 2, **wishes))
    own, other = Order.objects.order_by("id")
    assert (own.prefecture, other.prefecture) == ("兵庫県", "北海道")
    assert [order.lines.get().quantity for order in (own, other)] == [1, 2]
    assert (own.noshi, other.noshi) == ("", "内のし・御歳暮・蝶結び・見本")
    assert (own.wrapping_yen, other.wrapping_yen, other.wrapping) == (0, 440, "包装紙")
    assert (own.gift_message, other.gift_message) == ("", "お元気で")
    quote = Quote.from_json(checkout.quote)
    assert own.total_yen + other.total_yen == quote.total_yen == Intent.objects.get().amount_yen
    assert {share.order_id: share.yen for share in IntentShare.objects.all()} == {
        own.pk: own.total_yen,
        other.pk: other.total_yen,
    }
    assert inventory.available([cup]) == {cup: 7}
    assert {own.external_number, other.external_number} == {f"{checkout.pk}-1", f"{checkout.pk}-2"}
    makers.stands()


def test_pieces_without_a_receiver_are_named_and_nothing_can_be_confirmed() -> None:
    skus = makers.open_shop(10)
    makers.take_transfers()
    cup = skus["cup"].id
    guest = makers.visitor()
    makers.fill(guest, ("cup", 3))
    answer = guest.post(reverse("shop-checkout"), shared(cup, 1, 1))
    assert answer.status_code == 422
    assert "3 点のうち 1 点のお届け先が決まっていません" in answer.content.decode()
    assert 'value="札幌市中央区"' in answer.content.decode()
    answer = guest.post(reverse("shop-checkout"), shared(cup, 3, 1))
    assert "合計が 4 点" in answer.content.decode()
    assert guest.get(reverse("shop-confirm")).status_code == 302
    assert not Order.objects.exists()


def test_receivers_are_added_and_taken_away_without_script_and_nothing_typed_is_lost() -> None:
    skus = makers.open_shop(10)
    cup = skus["cup"].id
    guest = makers.visitor()
    makers.fill(guest, ("cup", 3))
    form = {**makers.TYPED, "to": "several", "act": "add"}
    answer = guest.post(reverse("shop-checkout"), form)
    assert answer.url == f"{reverse('shop-checkout')}#stop-2"  # type: ignore[attr-defined]  # a redirect
    page = guest.get(reverse("shop-checkout")).content.decode()
    assert f'name="r_item_{cup}" type="number" inputmode="numeric" min="0" max="3" value="3"' in page
    assert 'name="r2_family"' in page
    assert 'value="加納町1-2-3"' in page
    guest.post(reverse("shop-checkout"), shared(cup, 1, 2, act="drop:1"))
    page = guest.get(reverse("shop-checkout")).content.decode()
    assert 'name="r2_family"' not in page
    assert 'name="to" value="self" checked' in page


def test_a_confirmation_with_gaps_cannot_be_reached_by_its_address() -> None:
    makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    guest.post(reverse("shop-checkout"), {**makers.TYPED, "b_street": ""})
    answer = guest.get(reverse("shop-confirm"))
    assert answer.status_code == 302
    assert answer.url == reverse("shop-checkout")  # type: ignore[attr-defined]  # a redirect


def test_cash_at_the_door_goes_to_one_receiver_only() -> None:
    skus = makers.open_shop(10)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 3))
    answer = guest.post(reverse("shop-checkout"), shared(skus["cup"].id, 1, 2, method="cod"))
    assert answer.status_code == 422
    assert "お届け先が 1 か所のときだけ" in answer.content.decode()


def test_an_island_takes_longer_costs_more_and_refuses_cash_at_the_door() -> None:
    makers.open_shop(10)
    makers.take_transfers()
    far = RemoteArea(postals=("10001",), yen=1200, label="伊豆の島")
    pricing.save_shipping_table([Fare(yen=800)], remotes=[far], by=makers.BY)
    guest = makers.visitor()
    makers.fill(guest, ("cup", 1))
    island = {"b_postal": "1000101", "b_prefecture": "東京都", "b_city": "大島町", "b_street": "元町1-1"}
    answer = guest.post(reverse("shop-checkout"), {**makers.TYPED, **island})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "伊豆の島へは代金引換でお届けできません" in text
    assert "通常より 2 日ほど長く" in text
    assert "伊豆の島の追加送料 1,200円" in text
    near = guest.get(reverse("shop-days"), {"prefecture": "東京都", "postal": "1500001"}).json()
    there = guest.get(reverse("shop-days"), {"prefecture": "東京都", "postal": "1000101"}).json()
    assert near["days"][2] == there["days"][0]
    assert not Hold.objects.exists()


def test_the_preview_draws_the_paper_that_belongs_to_the_words() -> None:
    makers.open_shop(1)
    guest = makers.visitor()
    address = reverse("shop-noshi")
    glad = guest.get(address, {"purpose": "御歳暮", "name": "見本、架空"})
    sad = guest.get(address, {"purpose": "志", "name": "見本"})
    assert glad["Content-Type"] == "image/svg+xml"
    ornament = 'fill="#c79a2b"'
    assert (ornament in glad.content.decode(), ornament in sad.content.decode()) == (True, False)
    nasty = guest.get(address, {"purpose": "御祝", "name": "<script>&"}).content.decode()
    assert "<script" not in nasty


def test_a_product_may_have_a_limit_of_its_own() -> None:
    skus = makers.open_shop(10)
    sku = Sku.objects.get(pk=skus["cup"].id)
    ShopProduct.objects.update_or_create(pk=sku.product_id, defaults={"slug": "cup", "most": 2})
    guest = makers.visitor()
    makers.fill(guest, ("cup", 2))
    assert guest.post(reverse("shop-cart-add"), {"sku": "cup", "quantity": "1"}).status_code == 422
    line = CartLine.objects.get()
    guest.post(reverse("shop-cart-change"), {f"q-{line.pk}": "3"})
    assert "2 点までです" in guest.get(reverse("shop-cart")).content.decode()
    assert guest.get(reverse("shop-confirm")).status_code == 302
