"""What the law and the card guideline ask of the shop as buyers walk through it (T-TKS, T-CT, T-SEC, T-OPN)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Image, Product
from hanjo.channels.models import OutgoingMail
from hanjo.kernel import setting
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order
from hanjo.pricing import commands as pricing
from hanjo.pricing.terms import Bracket, Fare
from hanjo.storefront import commands
from hanjo.storefront.legal import rules as legal
from hanjo.storefront.legal.terms import NotReady
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, PROFILE, TYPED, fill, open_shop, press, type_in, visitor
from hanjo.storefront.web import kept

pytestmark = pytest.mark.django_db
YEN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*\s?円|¥\s?[0-9]")
EVIL = (
    "' OR '1'='1",
    '"; DROP TABLE orders_order; --',
    "<script>alert(1)</script>",
    "%27%20UNION%20SELECT",
    "{{7*7}}",
)


def charging() -> Client:
    """A shop that charges for shipping and cash on delivery, and a buyer with two kinds of goods."""
    open_shop()
    pricing.save_shipping_table(
        [Fare(yen=800, zone="全国"), Fare(yen=1500, zone="沖縄", prefectures=("沖縄県",))], by=BY
    )
    pricing.save_fees([Bracket(pay_kind="cod", yen=330)], by=BY)
    catalogue.save_products([{"sku_code": "pot", "price_yen": 2500}], by=BY)
    buyer = visitor()
    fill(buyer, ("cup", 2), ("pot", 1))
    return buyer


def test_t_tks_10_the_snapshot_has_every_price_the_shipping_and_the_total_that_is_charged() -> None:
    buyer = charging()
    checkout = type_in(buyer)
    shown = checkout.snapshot
    assert {one["name"]: (one["unit_yen"], one["quantity"]) for one in shown["goods"]} == {
        "商品 cup": (1000, 2),
        "商品 pot": (2500, 1),
    }
    assert dict(shown["amounts"]) == {"送料": 800, "手数料": 330}
    assert shown["total_yen"] == 2 * 1000 + 2500 + 800 + 330
    press(buyer, checkout)
    assert Order.objects.get().total_yen == shown["total_yen"]
    assert Checkout.objects.get(pk=checkout.pk).snapshot == shown


def test_t_tks_15_from_the_confirmation_address_and_quantity_can_be_changed_before_anything_is_ordered() -> (
    None
):
    buyer = charging()
    first = type_in(buyer)
    page = buyer.get(reverse("shop-confirm")).content.decode()
    assert page.count("変更する") >= 4
    assert "注文をやめる" in page
    line = buyer.get(reverse("shop-cart")).content.decode()
    assert reverse("shop-checkout") in line
    assert not Order.objects.exists()
    fill(buyer, ("cup", 1))
    again = type_in(buyer, b_prefecture="沖縄県", b_postal="900-0001", b_city="那覇市", b_street="港町 1-2-3")
    assert again.snapshot["total_yen"] == 3 * 1000 + 2500 + 1500 + 330
    assert again.digest != first.digest
    stale = buyer.post(reverse("shop-confirm"), {"key": first.key, "digest": first.digest})
    assert stale.status_code == 422
    assert not Order.objects.exists()
    press(buyer, again)
    assert Order.objects.get().prefecture == "沖縄県"


def test_t_ct_11_every_price_of_the_shop_and_its_mails_includes_tax_and_says_so() -> None:
    buyer = charging()
    addresses = [reverse("shop"), reverse("shop-all"), reverse("shop-cart"), reverse("shop-checkout")]
    addresses.append(reverse("shop-product", args=["cup"]))
    checkout = type_in(buyer)
    pages = {
        address: buyer.get(address).content.decode() for address in [*addresses, reverse("shop-confirm")]
    }
    press(buyer, checkout)
    pages[reverse("shop-done", args=[checkout.key])] = buyer.get(
        reverse("shop-done", args=[checkout.key])
    ).content.decode()
    for mail in OutgoingMail.objects.all():
        pages[f"mail {mail.kind}"] = mail.body
    for where, text in pages.items():
        assert "税抜" not in text, where
        assert "税別" not in text, where
        if YEN.search(re.sub(r"<[^>]+>", "", text)):
            assert "税込" in text, where
    assert any(where.startswith("mail ") for where in pages)


def test_t_shp_01_free_shipping_without_a_bearer_and_a_reason_is_told() -> None:
    assert legal.bare_free_shipping("5,000円以上で送料無料")
    for fine in (
        "送料は当店が負担します（5,000円以上のお買い上げで送料無料）",
        "1,980円（送料込み）",
        "送料 800 円",
    ):
        assert not legal.bare_free_shipping(fine), fine
    open_shop()
    commands.set_shop({"notice": "いまだけ送料無料！"}, by=BY)
    page = boss().get(reverse("shop-desk-guide")).content.decode()
    assert "送料無料" in page
    assert "だれが負担するか" in page


def test_t_sec_09_uploads_that_could_run_are_refused_and_nothing_is_kept() -> None:
    open_shop()
    pk = Product.objects.get(code="cup").pk
    desk = boss()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for name, body, kind in (
        ("shell.php", b"<?php system($_GET['c']); ?>", "application/x-php"),
        ("picture.svg", svg, "image/svg+xml"),
        ("picture.png", svg, "image/png"),
        ("picture.png.php", b"<?php phpinfo();", "image/png"),
    ):
        sent = {"images": SimpleUploadedFile(name, body, content_type=kind)}
        desk.post(reverse("catalogue-add-images", args=[pk]), sent)
    assert not Image.objects.exists()


@pytest.mark.parametrize("text", EVIL)
def test_t_sec_10_what_visitors_type_is_neither_run_nor_shown_raw(text: str) -> None:
    buyer = charging()
    count = Order.objects.count()
    for name, query in (
        ("shop-all", "q"),
        ("shop-all", "sort"),
        ("shop-all", "page"),
        ("shop-contact", "about"),
    ):
        answer = buyer.get(reverse(name), {query: text})
        assert answer.status_code in (200, 302, 404), (name, query)
        assert "<script>alert(1)" not in answer.content.decode()
        assert answer.content.decode().strip() != "49"
    sent = {**TYPED, "b_family": text, "b_street": text, "remarks": text}
    assert buyer.post(reverse("shop-checkout"), sent).status_code in (302, 422)
    assert "<script>alert(1)" not in buyer.get(reverse("shop-checkout")).content.decode()
    assert buyer.post(reverse("shop-cart-add"), {"sku": text, "quantity": text}).status_code in (
        302,
        404,
        422,
    )
    assert Order.objects.count() == count


def test_t_opn_01_the_doors_open_only_when_every_blocking_item_is_done() -> None:
    open_shop()
    commands.close_doors(by=BY)
    with pytest.raises(NotReady):
        commands.open_doors(by=BY)
    assert setting.get("shop.open", True) is False
    setting.put("shop.mail", "shop@example.jp", by=BY)
    pricing.save_shipping_table([Fare(yen=800, zone="全国")], by=BY)
    pricing.save_fees([Bracket(pay_kind="cod", yen=330)], by=BY)
    commands.save_legal(replace(PROFILE, cancellation=""), by=BY)
    with pytest.raises(NotReady, match="キャンセル"):
        commands.open_doors(by=BY)
    commands.save_legal(PROFILE, by=BY)
    commands.open_doors(by=BY)
    kept.forget()
    assert visitor().get(reverse("shop")).status_code == 200


def test_t_appi_05_who_takes_buyers_data_out_stands_in_the_audit_log() -> None:
    buyer = charging()
    press(buyer, type_in(buyer))
    desk = boss()
    answer = desk.get(reverse("orders-export"))
    assert answer.status_code == 200
    (row,) = AuditEntry.objects.filter(command="orders.export")
    assert (row.actor, row.refs, row.count) == (row.actor, [Order.objects.get().number], 1)
    assert row.actor.startswith("staff:")
