"""A return from the wish to the money: stock, amounts, points, papers and mails, each once."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from hanjo.catalogue.models import Category, Product
from hanjo.channels.models import OutgoingMail
from hanjo.customers import commands as customers
from hanjo.customers.queries import balance
from hanjo.inventory.models import Location, Movement, StockLevel
from hanjo.kernel import clock
from hanjo.orders.models import Order, OrderEvent, ReturnInvoice, ReturnRefund, ReturnRequest
from hanjo.payments import commands as payments
from hanjo.payments.models import Errand, Payment, ProviderAccount
from hanjo.payments.terms import ProviderDown
from hanjo.storefront import commands
from hanjo.storefront.models import Checkout
from hanjo.storefront.tests import makers, members, sent_back
from hanjo.storefront.tests.desk import boss

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(
        OutgoingMail.objects.filter(kind__startswith="return_").order_by("pk").values_list("kind", flat=True)
    )


def on_hand(code: str) -> int:
    return StockLevel.objects.get(sku__code=code).on_hand


def test_a_return_goes_from_the_wish_to_the_money_and_the_buyer_hears_of_every_step() -> None:
    client, order = sent_back.bought(("cup", 2), ("pot", 1))
    staff = boss()
    cup = order.lines.get(code="cup")
    with sent_back.company() as there:
        intent = sent_back.by_card(order)
        request = sent_back.accepted(client, staff, order, cup=2)
        assert on_hand("cup") == 8
        sent = {f"ok-{cup.pk}": "1", f"bad-{cup.pk}": "1", "place": Location.objects.get().pk}
        assert sent_back.press(staff, "receive", request, **sent) == 303
        assert on_hand("cup") == 9
        moves = Movement.objects.filter(ref=f"return:{request.pk}:{cup.pk}")
        assert sorted(moves.values_list("cause", "delta")) == [("damaged", -1), ("returned", 2)]
        assert sent_back.press(staff, "refund", request, way="company") == 303
        assert ReturnRequest.objects.get().state == "refunding"
        assert there.world.get(intent.external_id).refunded == 0
        sent_back.worked()
        assert there.world.get(intent.external_id).refunded == 2000
    assert ReturnRequest.objects.get().state == "refunded"
    order.refresh_from_db()
    assert (order.money_state, order.paid_yen) == ("part_refunded", order.total_yen - 2000)
    assert kinds() == ["return_asked", "return_accepted", "return_arrived", "return_refund", "return_paid"]
    assert OrderEvent.objects.filter(order=order, verb="return").count() == 5
    page = client.get(reverse("shop-order", args=[order.number])).content.decode()
    assert "返金済み" in page
    assert "2,000" in page
    makers.stands()


def test_points_that_the_returned_goods_earned_are_taken_back() -> None:
    client, order = sent_back.bought(("cup", 2), ("pot", 1))
    customers.grant_points([order.number], by=makers.BY)
    earned = balance(order.customer_id).free
    staff = boss()
    request = sent_back.accepted(client, staff, order, cup=2)
    cup = order.lines.get(code="cup")
    sent_back.press(staff, "receive", request, **{f"ok-{cup.pk}": "2", "place": Location.objects.get().pk})
    for _ in range(2):
        sent_back.press(staff, "refund", request, way="hand")
    left = earned - earned * cup.total_yen // order.goods_yen
    assert 0 < left < earned
    assert balance(order.customer_id).free == left
    makers.stands()


def test_every_step_happens_once_however_often_it_is_pressed() -> None:
    client, order = sent_back.bought(("cup", 1))
    staff, line = boss(), order.lines.get()
    with sent_back.company() as there:
        intent = sent_back.by_card(order)
        request = sent_back.accepted(client, staff, order, cup=1)
        assert sent_back.press(staff, "answer", request, do="refuse", answer="いいえ") == 422
        sent = {f"ok-{line.pk}": "1", "place": Location.objects.get().pk}
        assert [sent_back.press(staff, "receive", request, **sent) for _ in range(2)] == [303, 422]
        assert [sent_back.press(staff, "refund", request, way="company") for _ in range(2)] == [303, 422]
        for _ in range(2):
            sent_back.worked()
        assert there.world.get(intent.external_id).refunded == 1000
    errand = Errand.objects.get(verb="refund")
    assert not commands.end_refund(errand.key, clock.business_date(), by=makers.BY)
    assert on_hand("cup") == 10
    assert len(kinds()) == len(set(kinds()))
    assert Payment.objects.filter(kind="refunded").count() == 1


def test_goods_paid_on_delivery_are_paid_back_by_transfer_and_the_mail_asks_for_the_account() -> None:
    client, order = sent_back.bought(("cup", 1))
    staff = boss()
    request = sent_back.accepted(client, staff, order, "wrong", cup=1)
    assert sent_back.press(staff, "refund", request, way="hand", with_shipping="1", with_charges="1") == 303
    refund = ReturnRefund.objects.get()
    assert refund.money_yen == order.total_yen
    assert "口座名義" in OutgoingMail.objects.get(kind="return_refund").body
    today = clock.business_date().isoformat()
    assert sent_back.press(staff, "paid", request, paid_on=today) == 422
    assert ReturnRequest.objects.get().state == "refunding"
    assert not Payment.objects.exists()
    for status in (303, 303):
        assert sent_back.press(staff, "paid", request, paid_on=today, cod_came="1") == status
    assert sorted(Payment.objects.values_list("kind", "amount_yen")) == [
        ("received", order.total_yen),
        ("refunded", order.total_yen),
    ]
    assert ReturnRequest.objects.get().state == "refunded"
    makers.stands()


def test_a_company_that_refuses_leaves_work_and_another_way_pays_once() -> None:
    client, order = sent_back.bought(("cup", 1))
    staff = boss()
    with sent_back.company() as there:
        intent = sent_back.by_card(order)
        request = sent_back.accepted(client, staff, order, cup=1)
        assert sent_back.press(staff, "again", request, way="hand") in (404, 422)
        assert sent_back.press(staff, "refund", request, way="company") == 303
        assert sent_back.press(staff, "again", request, way="hand") == 422
        payment = there.world.get(intent.external_id)
        kept, payment.captured = payment.captured, 0  # the company knows of no money to pay back
        sent_back.worked()
        payment.captured = kept
    refund = ReturnRefund.objects.get()
    assert refund.trouble
    assert "断りました" in staff.get(reverse("shop-desk-returns")).content.decode()
    assert sent_back.press(staff, "again", request, way="hand") == 303
    assert sent_back.press(staff, "paid", request, paid_on=clock.business_date().isoformat()) == 303
    assert Payment.objects.filter(kind="refunded").count() == 1


def test_an_answer_that_was_lost_after_the_company_paid_is_asked_for_again_and_paid_once() -> None:
    client, order = sent_back.bought(("cup", 1))
    staff = boss()
    with sent_back.company() as there:
        intent = sent_back.by_card(order)
        request = sent_back.accepted(client, staff, order, cup=1)
        assert sent_back.press(staff, "refund", request, way="company") == 303
        there.world.scenario.lose_next = 99
        errand = Errand.objects.get(verb="refund")
        with pytest.raises(ProviderDown):
            payments.run_errand(errand.pk, by=makers.BY)
        assert there.world.get(intent.external_id).refunded == 1000
        assert ReturnRequest.objects.get().state == "refunding"
        there.world.scenario.lose_next = 0
        ProviderAccount.objects.update(failures=0, closed_until=None)
        sent_back.worked()
        assert [one["amount"] for one in there.world.get(intent.external_id).refunds] == [1000]
    assert ReturnRequest.objects.get().state == "refunded"
    assert Payment.objects.filter(kind="refunded").count() == 1


def test_t_tks_21_without_returns_a_change_of_mind_is_refused_in_words_and_a_defect_is_taken() -> None:
    makers.open_shop(10)
    commands.save_legal(replace(makers.PROFILE, returns="no"), by=makers.BY)
    client = members.sign_up()
    order = sent_back.left(members.buy(client, ("cup", 2)))
    assert "返品・交換は承れません" in Checkout.objects.get().snapshot["returns"]
    page = reverse("shop-return", args=[order.number])
    seen = client.get(page).content.decode()
    assert "お受けしていません" in seen
    pieces = {f"n-{order.lines.get().pk}": "1"}
    refused = client.post(page, {"reason": "mind", **pieces})
    assert refused.status_code == 422
    assert "お受けしていません" in refused.content.decode()
    assert not ReturnRequest.objects.exists()
    assert not OutgoingMail.objects.filter(kind="return_asked").exists()
    assert client.post(page, {"reason": "defect", **pieces}).status_code == 302
    assert ReturnRequest.objects.get().postage == "shop"


def test_goods_that_the_policy_excludes_come_back_only_when_they_are_broken() -> None:
    makers.open_shop(10)
    food = Category.objects.create(code="food", name="食品")
    sweets = Category.objects.create(code="sweets", name="お菓子", parent=food)
    Product.objects.filter(skus__code="cup").update(category=sweets)
    policy = replace(
        makers.PROFILE,
        returns="yes",
        returns_days=8,
        returns_excluded="食品",
        returns_excluded_categories=(food.pk,),
    )
    commands.save_legal(policy, by=makers.BY)
    client = members.sign_up()
    order = sent_back.left(members.buy(client, ("cup", 1), ("pot", 1)))
    page = reverse("shop-return", args=[order.number])
    assert client.get(page).content.decode().count("ご都合による返品はできない商品です") == 1
    cup, pot = (order.lines.get(code=code) for code in ("cup", "pot"))
    assert client.post(page, {"reason": "mind", f"n-{cup.pk}": "1", f"n-{pot.pk}": "1"}).status_code == 422
    assert not ReturnRequest.objects.exists()
    assert client.post(page, {"reason": "mind", f"n-{pot.pk}": "1"}).status_code == 302
    assert client.post(page, {"reason": "defect", f"n-{cup.pk}": "1"}).status_code == 302


@pytest.mark.parametrize(("yen", "due"), [(12_000, True), (10_000, True), (9_999, False)])
def test_t_inv_08_a_return_invoice_is_made_from_ten_thousand_yen_on(yen: int, due: bool) -> None:
    client, order = sent_back.bought(("cup", 10), ("pot", 2))
    commands.save_legal(replace(makers.PROFILE, registration="T1180301018771"), by=makers.BY)
    staff = boss()
    payments.receive_money(
        order.number, order.total_yen, received_on=clock.business_date(), key="in", by=makers.BY
    )
    request = sent_back.accepted(client, staff, order, cup=10, pot=2)
    sent = {"goods_yen": str(yen), "because": "ご使用の分を差し引きました"} if yen < 12_000 else {}
    assert sent_back.press(staff, "refund", request, way="hand", **sent) == 303
    assert sent_back.press(staff, "paid", request, paid_on=clock.business_date().isoformat()) == 303
    assert ReturnInvoice.objects.exists() is due
    if not due:
        assert sent_back.press(staff, "invoice-make", request) == 303
    content = ReturnInvoice.objects.get().content
    assert [(tax["rate"], tax["gross_yen"], tax["tax_yen"]) for tax in content["taxes"]] == [
        (10, yen, yen * 10 // 110)
    ]
    paper = client.get(reverse("shop-return-invoice", args=[order.number, request.pk]))
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages).replace(
        " ", ""
    )
    for word in ("適格返還請求書", "T1180301018771", order.number, f"¥{yen:,}", content["number"]):
        assert word in words
    stranger = members.sign_up("taro@example.jp")
    assert stranger.get(reverse("shop-return-invoice", args=[order.number, request.pk])).status_code == 404


def test_less_than_all_needs_its_reason_and_more_than_was_paid_is_refused() -> None:
    client, order = sent_back.bought(("cup", 2))
    staff = boss()
    request = sent_back.accepted(client, staff, order, cup=1)
    for sent in ({"goods_yen": "500"}, {"goods_yen": "1001"}, {"points": "5"}):
        assert sent_back.press(staff, "refund", request, way="hand", **sent) == 422
    assert not ReturnRefund.objects.exists()
    assert ReturnRequest.objects.get().state == "accepted"
    assert sent_back.press(staff, "refund", request, way="hand", goods_yen="500", because="開封済み") == 303
    assert ReturnRefund.objects.get().money_yen == 500
    assert "開封済み" in OutgoingMail.objects.get(kind="return_refund").body


def test_a_return_that_ends_without_money_needs_its_reason_and_frees_its_pieces() -> None:
    client, order = sent_back.bought(("cup", 1))
    staff = boss()
    request = sent_back.ask(client, order, cup=1)
    assert sent_back.press(staff, "close", request, because="") == 422
    assert sent_back.press(staff, "close", request, because="お客様が取り下げ") == 303
    assert "取り下げ" in OutgoingMail.objects.get(kind="return_closed").body
    assert sent_back.press(staff, "refund", request, way="hand") == 422
    sent_back.ask(client, order, cup=1)
    assert ReturnRequest.objects.count() == 2


def test_more_than_was_asked_for_never_comes_in() -> None:
    client, order = sent_back.bought(("cup", 2))
    staff, line, place = boss(), order.lines.get(), Location.objects.get().pk
    request = sent_back.accepted(client, staff, order, cup=1)
    for ok, bad in ((2, 0), (1, 1), (0, 0)):
        sent = {f"ok-{line.pk}": ok, f"bad-{line.pk}": bad, "place": place}
        assert sent_back.press(staff, "receive", request, **sent) == 422
    assert on_hand("cup") == 8
    assert not Movement.objects.filter(cause="returned").exists()


def test_who_may_only_look_moves_nothing() -> None:
    client, order = sent_back.bought(("cup", 1))
    request = sent_back.ask(client, order, cup=1)
    looker = boss("orders.look")
    assert looker.get(reverse("shop-desk-return", args=[request.pk])).status_code == 200
    for verb in ("answer", "receive", "refund", "again", "paid", "close", "invoice-make"):
        assert sent_back.press(looker, verb, request, do="accept") == 403
    assert ReturnRequest.objects.get().state == "requested"
    assert Order.objects.get().money_state == "unpaid"
