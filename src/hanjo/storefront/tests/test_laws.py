"""Goods that a law regulates stand in the shop only with what it asks for (T-PRD, T-KOB)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import hanjo
from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.models import Product
from hanjo.catalogue.terms import DRINKING_NOTICE, DRINKING_NOTICE_EN, ProductRow
from hanjo.channels.models import OutgoingMail
from hanjo.fulfilment.documents.delivery_slip import data_for_slips
from hanjo.fulfilment.documents.tests.made_up import slip
from hanjo.kernel import clock
from hanjo.orders.models import Order
from hanjo.storefront import commands
from hanjo.storefront.commands.save_goods_law import GoodsAnswers
from hanjo.storefront.models import Card, Checkout
from hanjo.storefront.regulated import queries, rules
from hanjo.storefront.regulated.models import GoodsLaw, Licence
from hanjo.storefront.regulated.terms import Allergen, BadAnswers, BadLicence, kinds, permits
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, TYPED, fill, open_shop, press, type_in, visitor
from hanjo.storefront.web import kept

TODAY = date(2026, 11, 22)
SIGN = {code: "見本" for code, _ in permits()["alcohol"].details}
HOUSE = Path(hanjo.__file__).parent
pytestmark = pytest.mark.django_db


def cellar() -> int:
    """A shop with a cup and a bottle; answers the bottle's product."""
    open_shop(10, "cup", "wine")
    catalogue.save_products([ProductRow(sku_code="wine", is_alcohol=True)], by=BY)
    commands.refresh_cards()
    return Product.objects.get(code="wine").pk


def permit(*, days: int = 365) -> None:
    """The shop may sell alcohol for so many days."""
    commands.save_licence(
        "alcohol",
        "架空第1号",
        expires_on=clock.business_date() + timedelta(days=days),
        details=SIGN,
        by=BY,
    )
    kept.forget()


def state(code: str, *own: str, **answers: str | list[str]) -> GoodsLaw:
    """Say what a product is; answers are named kind__item."""
    pk = Product.objects.get(code=code).pk
    given = {key.replace("__", "."): value for key, value in answers.items()}
    commands.save_goods_law([GoodsAnswers(product_id=pk, own=own, answers=given)], by=BY)
    return GoodsLaw.objects.get(pk=pk)


def shown(code: str) -> bool:
    return Card.objects.filter(product__code=code).exists()


def test_t_prd_01_alcohol_without_a_licence_is_not_in_the_shop_and_the_desk_says_why() -> None:
    pk = cellar()
    assert shown("cup")
    assert not shown("wine")
    assert visitor().get(reverse("shop-product", args=["wine"])).status_code == 404
    desk = boss().get(reverse("shop-desk-law", args=[pk])).content.decode()
    assert "通信販売酒類小売業免許の登録がありません。" in desk
    assert reverse("shop-desk-licence", args=["alcohol"]) in desk
    commands.save_licence("alcohol", "架空第1号", details={**SIGN, "manager": ""}, by=BY)
    assert not shown("wine")  # 酒類販売管理者標識 has a gap
    permit()
    assert shown("wine")
    page = visitor().get(reverse("shop-legal")).content.decode()
    assert "酒類販売管理者標識" in page
    assert "架空第1号" in page


@pytest.mark.parametrize("age", ["", "19", "０", "はい", "-20", "200"])
def test_t_prd_01_an_age_that_is_blank_or_below_20_is_refused(age: str) -> None:
    cellar()
    permit()
    buyer = visitor()
    fill(buyer, ("wine", 1))
    page = buyer.get(reverse("shop-checkout")).content.decode()
    assert page.index(DRINKING_NOTICE) < page.index('name="age"') < page.index(DRINKING_NOTICE) + 400
    assert 'type="checkbox" name="age"' not in page
    answer = buyer.post(reverse("shop-checkout"), {**TYPED, "age": age})
    assert answer.status_code == 422
    assert buyer.get(reverse("shop-confirm")).status_code == 302
    assert not Order.objects.exists()


def test_t_prd_01_the_age_stays_with_the_order_and_the_mail_has_the_notice() -> None:
    cellar()
    permit()
    buyer = visitor()
    fill(buyer, ("wine", 1))
    checkout = type_in(buyer, age="３０歳")
    assert checkout.snapshot["age"] == 30
    assert checkout.snapshot["notices"] == [DRINKING_NOTICE]
    press(buyer, checkout)
    assert Checkout.objects.get(pk=checkout.pk).snapshot["age"] == 30
    assert Order.objects.count() == 1
    assert DRINKING_NOTICE in OutgoingMail.objects.get(kind="thanks").body


def test_a_cart_without_such_goods_is_not_asked_for_an_age() -> None:
    cellar()
    permit()
    buyer = visitor()
    fill(buyer, ("cup", 1))
    assert 'name="age"' not in buyer.get(reverse("shop-checkout")).content.decode()
    checkout = type_in(buyer)
    assert checkout.snapshot["age"] is None
    assert checkout.snapshot["notices"] == []
    press(buyer, checkout)
    assert DRINKING_NOTICE not in OutgoingMail.objects.get(kind="thanks").body


def test_t_prd_01_lists_and_product_say_it_no_smaller_than_the_price() -> None:
    cellar()
    permit()
    assert kinds()["alcohol"].notice == DRINKING_NOTICE
    assert kinds()["alcohol"].notice_en == DRINKING_NOTICE_EN
    for address in (reverse("shop-product", args=["wine"]), reverse("shop-all"), reverse("shop")):
        assert DRINKING_NOTICE in visitor().get(address).content.decode(), address
    css = HOUSE / "ui/static/ui/css"
    pages, parts = (css / "s-pages.css").read_text(), (css / "s-parts.css").read_text()
    assert size(pages, ".goods .law-notice") >= size(pages, ".price b")
    assert size(pages, ".law-notice") >= size(parts, ".pc .y")


def size(css: str, selector: str) -> float:
    found = re.search(re.escape(selector) + r" \{[^}]*font-size: ([\d.]+)rem", css)
    assert found, selector
    return float(found[1])


def test_t_prd_01_the_delivery_slip_has_the_notice_at_the_size_of_its_largest_price() -> None:
    slips = data_for_slips([slip(notice=DRINKING_NOTICE), slip()])["slips"]
    assert [one["notice"] for one in slips] == [DRINKING_NOTICE, ""]  # type: ignore[attr-defined]  # a list of texts
    paper = HOUSE / "fulfilment/documents/templates/delivery_slip.typ"
    text = paper.read_text()
    notice = re.search(r"text\(size: ([\d.]+)pt, weight: \"bold\", slip\.notice\)", text)
    total = re.search(r"size: ([\d.]+)pt, slip\.total\)", text)
    assert notice
    assert total
    assert float(notice[1]) >= float(total[1]) >= 10


def test_t_prd_02_food_without_an_answer_on_allergens_is_withheld_and_none_is_an_answer() -> None:
    open_shop(10, "cup", "rice")
    catalogue.save_category("food", "食品", by=BY, parent="", position=1)
    catalogue.save_category("rices", "米", by=BY, parent="food", position=2)
    catalogue.save_products([ProductRow(sku_code="rice", category="rices")], by=BY)
    assert shown("rice")
    commands.set_shelf_law({"food": ["food"]}, by=BY)  # and all below it
    assert shown("cup")
    assert not shown("rice")
    row = GoodsLaw.objects.get(product__code="rice")
    assert [(one["kind"], one["item"]) for one in row.lacks] == [("food", "allergens")]
    assert state("rice", food__allergens=["none"]).lacks == []
    assert shown("rice")
    assert "使用していない" in visitor().get(reverse("shop-product", args=["rice"])).content.decode()
    assert not state("rice", food__net="5kg").answers.get("food.allergens")
    assert not shown("rice")


def test_t_prd_02_an_allergen_that_comes_into_the_table_asks_old_answers_again() -> None:
    def judged(table: tuple[Allergen, ...], today: date) -> tuple[bool, bool]:
        told = {"food.allergens": ["wheat"]}
        made = rules.judge(
            ["food"], told, answered_on=date(2026, 1, 5), licences={}, today=today, table=table
        )
        return bool(made.review), made.is_withheld

    wheat = Allergen(code="wheat", label="小麦")
    cashew = Allergen(code="cashew", label="カシューナッツ", since=date(2026, 4, 1), must_by=date(2028, 4, 1))
    assert judged((wheat,), TODAY) == (False, False)
    assert judged((wheat, cashew), TODAY) == (True, False)
    assert judged((wheat, cashew), date(2028, 4, 1)) == (True, True)


def test_t_prd_03_an_ac_adapter_without_pse_data_is_withheld() -> None:
    open_shop(10, "adapter")
    row = state("adapter", "electrical")
    assert [one["item"] for one in row.lacks] == ["pse", "supplier", "rating"]
    assert not shown("adapter")
    told = {
        "electrical__pse": "diamond",
        "electrical__supplier": "架空電機",
        "electrical__rating": "AC100V 20W",
    }
    assert [one["item"] for one in state("adapter", "electrical", **told).lacks] == ["certificate"]
    assert not state("adapter", "electrical", **{**told, "electrical__pse": "circle"}).lacks
    assert shown("adapter")


def test_t_prd_04_two_pieces_of_a_medicine_that_may_be_abused_are_refused_at_17() -> None:
    open_shop(10, "pill")
    sign = {code: "見本" for code, _ in permits()["medicine"].details}
    commands.save_licence("medicine", "架空 1-1", details=sign, by=BY)
    state("pill", "medicine", medicine__class="2d", medicine__abuse="yes")
    buyer = visitor()
    fill(buyer, ("pill", 2))
    for age, status in (("", 422), ("17", 422), ("18", 302)):
        assert buyer.post(reverse("shop-checkout"), {**TYPED, "age": age}).status_code == status, age
    one = visitor()
    fill(one, ("pill", 1))
    assert one.post(reverse("shop-checkout"), {**TYPED, "age": "17"}).status_code == 302


def test_t_prd_05_a_licence_that_ends_is_work_30_days_before_and_hides_its_goods_after() -> None:
    cellar()
    permit(days=31)
    assert queries.work() == []
    permit(days=30)
    assert any("に切れます" in text for text in queries.work())
    assert shown("wine")
    assert "に切れます" in boss().get(reverse("shop-desk")).content.decode()
    ends = Licence.objects.get(kind="alcohol").expires_on
    assert ends is not None
    assert commands.judge_goods(on=ends) == 0  # its last day is still a day
    assert commands.judge_goods(on=ends + timedelta(days=1)) == 1
    assert GoodsLaw.objects.get(product__code="wine").is_withheld
    permit(days=-1)
    assert not shown("wine")
    assert any("期限が切れています" in text for text in queries.work())


def test_t_kob_03_second_hand_without_a_permit_of_12_digits_is_blocked() -> None:
    open_shop(10, "old-cup")
    state("old-cup", "used", used__condition="目立つ傷なし")
    assert not shown("old-cup")
    details = {"authority": "架空県公安委員会", "holder": "株式会社 架空商店"}
    with pytest.raises(BadLicence):
        commands.save_licence("used", "12345", details=details, by=BY)
    assert not Licence.objects.exists()
    assert not shown("old-cup")
    commands.save_licence("used", "１２３４５６７８９０１２", details=details, by=BY)
    assert shown("old-cup")
    assert Licence.objects.get(kind="used").number == "123456789012"
    page = visitor().get(reverse("shop-legal")).content.decode()
    assert "123456789012" in page
    assert "架空県公安委員会" in page


def test_answers_that_there_are_not_change_nothing() -> None:
    open_shop(10, "cup")
    for wrong in ({"food.allergens": ["plastic"]}, {"food.nothing": "x"}, {"electrical.pse": "square"}):
        pk = Product.objects.get(code="cup").pk
        with pytest.raises(BadAnswers):
            commands.save_goods_law([GoodsAnswers(product_id=pk, own=("food",), answers=wrong)], by=BY)
    assert not GoodsLaw.objects.exists()
    assert shown("cup")


def test_the_desk_fills_in_what_a_product_lacks() -> None:
    open_shop(10, "rice")
    pk = Product.objects.get(code="rice").pk
    desk = boss()
    address = reverse("shop-desk-law", args=[pk])
    assert desk.post(address, {"own_kinds": ["food"]}).status_code == 303
    assert "「アレルギー（特定原材料）」が空です" in desk.get(address).content.decode()
    assert not shown("rice")
    both = {"own_kinds": ["food"], "food__allergens": ["none", "egg"]}
    assert desk.post(address, both).status_code == 422
    assert desk.post(address, {**both, "food__allergens": ["egg"]}).status_code == 303
    assert shown("rice")
    board = desk.get(reverse("shop-desk-laws"))
    assert board.status_code == 200
    sent = {"number": "架空第1号", **{f"detail_{code}": "見本" for code in SIGN}}
    assert desk.post(reverse("shop-desk-licence", args=["alcohol"]), sent).status_code == 303
    assert Licence.objects.get(kind="alcohol").details == SIGN
    catalogue.save_category("food", "食品", by=BY, parent="", position=1)
    assert desk.post(reverse("shop-desk-law-shelves"), {"law": ["food:food"]}).status_code == 303
    assert list(queries.shelves().values()) == [["food"]]


def test_every_product_that_a_law_keeps_back_says_on_the_board_where_it_is_put_right() -> None:
    pk = cellar()
    state("cup", "electrical")
    board = boss().get(reverse("shop-desk-laws")).content.decode()
    assert reverse("shop-desk-licence", args=["alcohol"]) in board
    adapter = reverse("shop-desk-law", args=[Product.objects.get(code="cup").pk])
    assert f"{adapter}#id_electrical__pse" in board
    assert GoodsLaw.objects.get(pk=pk).is_withheld
