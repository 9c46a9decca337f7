"""What buyers do with their orders: call off, buy again, take the receipt, ask to return; strangers get a 404."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.terms import ProductRow
from hanjo.channels.models import OutgoingMail
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order, Receipt, ReceiptCopy, ReturnRequest
from hanjo.storefront import commands as shop
from hanjo.storefront.models import CartLine
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db


def shipped(order: Order, days: int = 0) -> Order:
    """An order that left some days ago, as shipping would note it."""
    at = clock.now() - timedelta(days=days)
    Order.objects.filter(pk=order.pk).update(
        parcel_state="shipped", stage="shipped", shipped_at=at, ordered_at=at - timedelta(days=1)
    )
    return Order.objects.get(pk=order.pk)


def paid(order: Order) -> Order:
    """An order paid by transfer."""
    Order.objects.filter(pk=order.pk).update(pay_kind="bank", money_state="paid", pay_method="銀行振込")
    return Order.objects.get(pk=order.pk)


def test_a_buyer_calls_an_order_off_and_its_stock_is_free_again() -> None:
    skus = makers.open_shop(10)
    client = members.sign_up()
    order = members.buy(client, ("cup", 3))
    assert inventory.available([skus["cup"].id])[skus["cup"].id] == 7
    answer = client.post(reverse("shop-cancel", args=[order.number]))
    assert answer.status_code == 302
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert inventory.available([skus["cup"].id])[skus["cup"].id] == 10
    assert OutgoingMail.objects.filter(kind="own_cancel").count() == 1
    assert client.post(reverse("shop-cancel", args=[order.number])).status_code == 422
    assert OutgoingMail.objects.filter(kind="own_cancel").count() == 1


def test_an_order_that_is_being_packed_is_not_called_off_and_the_reason_is_said() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = members.buy(client)
    Order.objects.filter(pk=order.pk).update(parcel_state="instructed", stage="work")
    answer = client.post(reverse("shop-cancel", args=[order.number]))
    assert answer.status_code == 422
    assert "発送の準備に入っている" in answer.content.decode()
    order.refresh_from_db()
    assert order.state != "cancelled"


def test_buying_again_puts_in_what_is_sold_and_names_what_is_not() -> None:
    makers.open_shop(5)
    client = members.sign_up()
    order = members.buy(client, ("cup", 4), ("pot", 1))
    catalogue.save_products([ProductRow(sku_code="pot", name="商品 pot", is_active=False)], by=makers.BY)
    shop.refresh_cards()
    answer = client.post(reverse("shop-again", args=[order.number]))
    text = answer.content.decode()
    assert "販売を終了しました" in text
    assert "在庫が足りないため 1 点だけ" in text
    assert list(CartLine.objects.values_list("sku__code", "quantity")) == [("cup", 1)]


def test_a_receipt_shows_stored_totals_and_is_marked_from_the_second_copy_on() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = paid(members.buy(client, ("cup", 2)))
    page = reverse("shop-receipt", args=[order.number])
    sent = {"name": "株式会社見本", "honorific": "御中", "proviso": "食器代として"}
    assert client.post(page, sent).status_code == 302
    pdf = reverse("shop-receipt-pdf", args=[order.number, 1])
    first, second = (_text(client.post(pdf).content) for _ in range(2))
    assert "再発行" not in first
    assert "再発行（2回目）" in second
    for word in ("株式会社見本", "御中", "食器代として", f"¥{order.total_yen:,}", order.number):
        assert word in first
    content = Receipt.objects.get().content
    assert content["taxes"] == order.taxes
    assert sum(one["gross_yen"] for one in content["taxes"]) == order.total_yen
    assert ReceiptCopy.objects.count() == 2
    assert AuditEntry.objects.filter(command="orders.hand_out").count() == 2


def test_a_new_name_makes_one_new_version_that_names_the_old_and_both_stay() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = paid(members.buy(client))
    page = reverse("shop-receipt", args=[order.number])
    for name, status in (("見本 花子", 302), ("見本 花子", 302), ("見本商店", 302), ("別の名前", 422)):
        assert client.post(page, {"name": name, "proviso": "お品代として"}).status_code == status
    first, second = Receipt.objects.order_by("version")
    assert (first.content["name"], second.content["name"]) == ("見本 花子", "見本商店")
    assert second.content["replaces"] == first.number
    assert first.digest != second.digest


def test_no_receipt_for_cash_on_delivery_or_money_that_is_not_there() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = members.buy(client)
    page = reverse("shop-receipt", args=[order.number])
    assert "送り状の控えが領収書" in client.get(page).content.decode()
    assert client.post(page, {"name": "見本"}).status_code == 422
    Order.objects.filter(pk=order.pk).update(pay_kind="bank", money_state="unpaid")
    assert client.post(page, {"name": "見本"}).status_code == 422
    assert not Receipt.objects.exists()


def test_strangers_get_nothing_of_an_order() -> None:
    makers.open_shop(10)
    mine = members.sign_up()
    order = shipped(paid(members.buy(mine)))
    mine.post(reverse("shop-receipt", args=[order.number]), {"name": "見本"})
    other = members.sign_up("taro@example.jp")
    names = ("shop-order", "shop-cancel", "shop-receipt", "shop-return")
    for name in names:
        assert other.get(reverse(name, args=[order.number])).status_code == 404
    for name in ("shop-cancel", "shop-again", "shop-receipt", "shop-return"):
        assert other.post(reverse(name, args=[order.number]), {"name": "x"}).status_code == 404
    assert other.post(reverse("shop-receipt-pdf", args=[order.number, 1])).status_code == 404
    assert Receipt.objects.count() == 1
    assert not ReceiptCopy.objects.exists()
    assert not ReturnRequest.objects.exists()
    guest = makers.visitor()
    for name in names:
        assert reverse("shop-sign-in") in guest.get(reverse(name, args=[order.number])).url  # type: ignore[attr-defined]  # a redirect


def test_the_thanks_page_of_somebody_else_tells_no_name_and_no_number() -> None:
    makers.open_shop(10)
    mine = makers.visitor()
    order = members.buy(mine)
    page = reverse("shop-done", args=[order.checkout_link.checkout.key])
    assert order.number in mine.get(page).content.decode()
    seen = makers.visitor().get(page).content.decode()
    assert order.number not in seen
    assert "hanako@example.jp" not in seen


def test_t_tks_20_without_a_policy_a_change_of_mind_is_taken_for_eight_days() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = shipped(members.buy(client, ("cup", 2)), days=8)  # there the day after: today is the eighth day
    line = order.lines.get(code="cup")
    page = reverse("shop-return", args=[order.number])
    assert client.post(page, {"reason": "mind", f"n-{line.pk}": "1"}).status_code == 302
    request = ReturnRequest.objects.get()
    assert (request.postage, request.until) == ("buyer", clock.business_date())
    shipped(order, days=9)
    assert client.post(page, {"reason": "mind", f"n-{line.pk}": "1"}).status_code == 422
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "1"}).status_code == 302
    assert ReturnRequest.objects.get(reason="defect").postage == "shop"


def test_a_return_of_more_than_was_bought_or_before_shipping_is_refused() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = members.buy(client, ("cup", 2))
    line = order.lines.get(code="cup")
    page = reverse("shop-return", args=[order.number])
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "1"}).status_code == 422
    shipped(order)
    for pieces in ("3", "0"):
        assert client.post(page, {"reason": "defect", f"n-{line.pk}": pieces}).status_code == 422
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "2"}).status_code == 302
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "1"}).status_code == 422
    assert ReturnRequest.objects.count() == 1


def test_pictures_of_a_return_are_drawn_anew_and_no_stranger_sees_them() -> None:
    makers.open_shop(10)
    client = members.sign_up()
    order = shipped(members.buy(client))
    line = order.lines.get()
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=b"Exif\x00\x00secret-place")
    photo = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
    fake = SimpleUploadedFile("b.jpg", b"<script>alert(1)</script>", "image/jpeg")
    page = reverse("shop-return", args=[order.number])
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "1", "photos": fake}).status_code == 422
    assert client.post(page, {"reason": "defect", f"n-{line.pk}": "1", "photos": photo}).status_code == 302
    (name,) = ReturnRequest.objects.get().photos
    assert name.startswith("returns/")
    assert name.endswith(".webp")
    assert Client().get(f"/media/{name}").status_code == 404


def _text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace(" ", "")
