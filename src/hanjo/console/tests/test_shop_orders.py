"""Orders of the own shop on the desk: gift, receivers, coupon and points are seen where the work is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.fulfilment import queries as fulfilment
from hanjo.inventory.tests.makers import BY
from hanjo.kernel import clock
from hanjo.orders import commands as orders
from hanjo.orders.models import Order
from hanjo.orders.tests.makers import KOBE, draft, placement
from hanjo.pricing.models import Coupon, CouponUse
from hanjo.pricing.terms import CouponKind, UseState

pytestmark = pytest.mark.django_db
DRESSED: dict[str, Any] = {
    "is_gift": True,
    "noshi": "内のし・御歳暮・蝶結び・見本",
    "wrapping": "包装紙・手提げ袋",
    "gift_message": "どうぞお元気で。",
}


@pytest.fixture
def purchase(goods: Any) -> list[Order]:
    """One purchase for two receivers: a gift bought with a coupon and points, and a parcel for the buyer."""
    channels.save_channel(
        "own", by=BY, name="本店サイト", letter="店", colour="m6", prefix="S", format=Format.OWN
    )
    wanted = [(goods["TEA"], 1)]
    extra = {"checkout": "basket-1", "no_prices": True}
    gift = draft("77-1", wanted, recipient=replace(KOBE, name="贈る 先子"), **DRESSED, extra=extra)
    own = draft("77-2", wanted, extra={"checkout": "basket-1"})
    gift = replace(gift, discount_yen=200, points_yen=300, total_yen=gift.total_yen - 500)
    placed = orders.place([placement(one, wanted) for one in (gift, own)], channel="own", prefix="S", by=BY)
    coupon = Coupon.objects.create(code="HARU", label="春のはじまり", kind=CouponKind.YEN, value=200)
    CouponUse.objects.create(coupon=coupon, key="basket-1", state=UseState.USED, until=clock.now())
    return [Order.objects.get(number=one.number) for one in placed]


def test_the_page_shows_gift_coupon_points_and_the_other_receiver(
    hana_client: Any, purchase: list[Order]
) -> None:
    gift, own = purchase
    page = hana_client.get(f"/orders/{gift.number}/").text
    assert "内のし・御歳暮・蝶結び・見本" in page
    assert "包装紙・手提げ袋" in page
    assert "どうぞお元気で。" in page
    assert "入れる（金額なし）" in page
    assert "春のはじまり" in page
    assert "HARU" in page
    assert "ポイント利用" in page
    assert "同じご注文のほかのお届け先" in page
    assert own.number in page
    assert "77-1" not in page  # a number of the basket that nobody knows


def test_an_order_for_one_receiver_names_no_others_and_no_gift(hana_client: Any, take: Any) -> None:
    page = hana_client.get(f"/orders/{take('9').number}/").text
    assert "同じご注文のほかのお届け先" not in page
    assert "ギフトの指定はありません" in page
    assert "入れる（金額あり）" in page


def test_the_board_marks_a_purchase_for_several_receivers(hana_client: Any, purchase: list[Order]) -> None:
    board = hana_client.get("/orders/").text
    assert board.count("お届け先 複数") == 2
    assert "のし" in board


def test_the_page_costs_few_statements_with_all_that(
    hana_client: Any, purchase: list[Order], count_sql: Any
) -> None:
    hana_client.get("/orders/")
    with count_sql() as seen:
        assert hana_client.get(f"/orders/{purchase[0].number}/").status_code == 200
    assert seen.count <= 15, seen.statements


def test_the_slip_of_the_own_shop_names_no_number_that_the_buyer_does_not_know(purchase: list[Order]) -> None:
    fulfilment_order = purchase[1]
    assert fulfilment.pack_flags(purchase[0])[:2] == ["ギフト", "のし 内のし・御歳暮・蝶結び・見本"]
    assert fulfilment.is_price_free(purchase[0])
    assert not fulfilment.is_price_free(fulfilment_order)
