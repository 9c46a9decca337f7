"""設定: what is saved, what is refused in place, who may, and how few statements it takes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hanjo.channels.models import Channel, Listing
from hanjo.console.queries import checks
from hanjo.customers.models import Customer
from hanjo.inventory.models import Location
from hanjo.kernel.models import AuditEntry
from hanjo.orders.checks.run import CHECKS, CheckChoice
from hanjo.orders.commands import save_check
from hanjo.orders.commands._context import around
from hanjo.orders.models import CheckSetting, Hold, Order
from hanjo.orders.terms import Severity
from hanjo.payments.models import PayRule

pytestmark = pytest.mark.django_db
PAGES = [
    "",
    "checks/",
    "pay/",
    "channels/",
    "channels/new/",
    "channels/shop/",
    "listings/",
    "places/",
    "customers/?all=1",
]


@pytest.mark.parametrize("size", [0, 120])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_settings_stays_flat(hana_client, count_sql, goods, many, page: str, size: int) -> None:
    many(size)
    for n in range(size):
        Listing.objects.create(channel=Channel.objects.get(), code=f"c{n}", sku_id=goods["TEA"].id)
        PayRule.objects.create(channel="shop", method=f"払い{n}", kind="card", policy="may_ship")
    with count_sql() as seen:
        answer = hana_client.get(f"/settings/{page}")
    assert answer.status_code == 200
    assert seen.count <= 15, seen.statements


@pytest.mark.parametrize("page", PAGES)
def test_who_may_look_at_nothing_sees_no_settings(mei_client, goods, page: str) -> None:
    assert mei_client.get(f"/settings/{page}").status_code == 403


def form(channel: str = "", **changes: str | None) -> dict[str, str]:
    """The whole page of checks as a browser would send it."""
    sent = {"channel": channel}
    for _, group in checks.choices(channel):
        for one in group:
            sent[f"{one.check.code}-severity"] = one.severity
            if one.is_on:
                sent[f"{one.check.code}-on"] = "1"
            sent |= {f"{one.check.code}-{limit.key}": limit.value for limit in one.limits}
    sent |= {key: value for key, value in changes.items() if value is not None}
    return {key: value for key, value in sent.items() if changes.get(key, "") is not None}


def choices(channel: str) -> dict[str, CheckChoice]:
    """The checks that run for a channel, each with what the shop chose."""
    return {check.code: choice for check, _, _, _, choice in around(channel).choices.at_home}


def test_all_checks_stand_on_the_page_and_saving_nothing_writes_nothing(hana_client, goods) -> None:
    text = hana_client.get("/settings/checks/").text
    assert all(check.label in text for check in CHECKS.values())
    answer = hana_client.post("/settings/checks/", form(), follow=True)
    assert "変わったところはありません" in answer.text
    assert not CheckSetting.objects.exists()


def test_only_the_changed_checks_are_saved_for_the_shop_that_was_chosen(hana_client, goods) -> None:
    sent = form("shop", **{"quantity-pieces": "5", "postcode_city-severity": "note", "gift-on": None})
    hana_client.post("/settings/checks/", sent)
    assert set(CheckSetting.objects.values_list("check_code", "channel")) == {
        ("quantity", "shop"),
        ("postcode_city", "shop"),
        ("gift", "shop"),
    }
    now = choices("shop")
    assert now["quantity"].limits["pieces"] == 5
    assert now["postcode_city"].severity == Severity.NOTE
    assert "gift" not in now
    assert choices("other")["quantity"].limits["pieces"] == 30


def test_a_channel_may_go_back_to_the_delivered_limit(goods, hana) -> None:
    from hanjo.inventory.tests.makers import BY

    save_check("quantity", is_on=True, severity=Severity.STOP, limits={"pieces": 5}, by=BY)
    save_check("quantity", channel="shop", is_on=True, severity=Severity.STOP, limits={"pieces": 30}, by=BY)
    assert choices("shop")["quantity"].limits["pieces"] == 30


def test_a_shop_goes_back_to_the_setting_for_all_and_then_to_the_delivered_one(hana_client, goods) -> None:
    from hanjo.inventory.tests.makers import BY

    save_check("quantity", is_on=True, severity=Severity.STOP, limits={"pieces": 5}, by=BY)
    save_check("quantity", channel="shop", is_on=False, severity=Severity.NOTE, limits={"pieces": 9}, by=BY)
    assert "全体の設定に戻す" in hana_client.get("/settings/checks/?channel=shop").text
    sent = {"code": "quantity", "channel": "shop"}
    assert "全体の設定に戻しました" in hana_client.post("/settings/checks/drop/", sent, follow=True).text
    now = choices("shop")["quantity"]
    assert (now.is_on, now.severity, now.limits["pieces"]) == (True, Severity.STOP, 5)
    assert "戻す設定がありません" in hana_client.post("/settings/checks/drop/", sent, follow=True).text
    assert CheckSetting.objects.get().channel == ""
    hana_client.post("/settings/checks/drop/", {"code": "quantity"})
    assert choices("shop")["quantity"].limits["pieces"] == 30


def test_only_who_may_can_drop_a_setting_and_an_unknown_check_is_refused(
    ken_client, hana_client, goods
) -> None:
    from hanjo.inventory.tests.makers import BY

    save_check("quantity", channel="shop", is_on=False, severity=Severity.NOTE, limits={}, by=BY)
    sent = {"code": "quantity", "channel": "shop"}
    assert ken_client.post("/settings/checks/drop/", sent).status_code == 403
    answer = hana_client.post("/settings/checks/drop/", {"code": "no-such", "channel": "shop"})
    assert answer.status_code == 303
    assert CheckSetting.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity-pieces": "たくさん"},
        {"quantity-pieces": "-1"},
        {"price_differs-percent": "101"},
        {"nth_order-at": "5、x"},
        {"gift-severity": "explode"},
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_with_its_name(
    hana_client, goods, wrong: dict[str, str]
) -> None:
    answer = hana_client.post("/settings/checks/", form("", **wrong, **{"phone-severity": "note"}))
    assert answer.status_code == 422
    assert "直してください" in answer.text
    assert not CheckSetting.objects.exists()


def test_checking_again_lifts_the_stops_that_the_shop_no_longer_wants(hana_client, stopped) -> None:
    hana_client.post("/settings/checks/", form("", **{"postcode_city-on": None}))
    answer = hana_client.post("/settings/checks/again/", {"key": "again"}, follow=True)
    assert answer.status_code == 200
    assert not Hold.objects.filter(check_code="postcode_city", lifted_at__isnull=True).exists()
    assert Order.objects.get(pk=stopped.pk).stage == "ready"


def test_a_payment_word_is_explained_once_and_changed(hana_client, take) -> None:
    take("1", pay_method="ふしぎ払い")
    assert "ふしぎ払い" in hana_client.get("/settings/pay/").text
    sent = {"channel": "shop", "method": "ふしぎ払い", "kind": "card", "policy": "may_ship"}
    hana_client.post("/settings/pay/", sent)
    hana_client.post("/settings/pay/", {**sent, "policy": "after_paid"})
    assert PayRule.objects.get().policy == "after_paid"
    assert "まだ決めていない支払方法" not in hana_client.get("/settings/pay/").text


@pytest.mark.parametrize("wrong", [{"method": " "}, {"kind": "gold"}, {"policy": ""}, {"channel": "nowhere"}])
def test_a_payment_rule_without_sense_is_refused(hana_client, goods, wrong: dict[str, str]) -> None:
    sent = {"channel": "shop", "method": "A", "kind": "card", "policy": "may_ship", **wrong}
    assert hana_client.post("/settings/pay/", sent).status_code == 422
    assert not PayRule.objects.exists()


SHOP = {
    "name": "二号店",
    "letter": "二",
    "colour": "m7",
    "prefix": "N",
    "format": "rakuten",
    "is_active": "1",
}


def test_a_shop_is_opened_and_its_words_for_shipping_are_kept(hana_client, goods, take) -> None:
    hana_client.post(
        "/settings/channels/new/", {**SHOP, "code": "second", "new_word": "はやい便", "new_service": "s1"}
    )
    made = Channel.objects.get(code="second")
    assert (made.prefix, made.settings["services"]) == ("N", {"はやい便": "s1"})
    hana_client.post("/settings/channels/second/", {**SHOP, "name": "新二号店", "word-0": ""})
    made.refresh_from_db()
    assert (made.name, made.settings["services"]) == ("新二号店", {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"prefix": "H"},
        {"prefix": "あ"},
        {"name": ""},
        {"letter": "長い字"},
        {"sender_email": "nobody"},
        {"code": "shop"},
        {"code": "だめ"},
        {"format": "x"},
    ],
)
def test_a_shop_that_would_collide_is_refused_in_place(hana_client, goods, wrong: dict[str, str]) -> None:
    answer = hana_client.post("/settings/channels/new/", {**SHOP, "code": "second", **wrong})
    assert answer.status_code == 422
    assert Channel.objects.count() == 1


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("pairs.csv", text.encode("utf-8-sig"))


def test_pairs_from_a_file_are_shown_first_and_saved_after_a_yes(hana_client, goods) -> None:
    hana_client.post("/settings/listings/", {"channel": "shop", "code": "old", "sku": "TEA"})
    file = csv(
        "店舗コード,モールの商品コード,SKUコード\nshop,new,TEA\nshop,old,CUP\nshop,bad,NONE\nmoon,x,TEA\nshop\n"
    )
    page = hana_client.post("/settings/listings/upload/", {"file": file})
    assert "2 件を保存" in page.text
    assert "SKU「NONE」はありません" in page.text
    assert "店舗コード「moon」はありません" in page.text
    assert Listing.objects.count() == 1
    hana_client.post(
        "/settings/listings/apply/", {"body": '[["shop", "new", "TEA"], ["shop", "old", "CUP"]]'}
    )
    assert dict(Listing.objects.values_list("code", "sku__code")) == {"new": "TEA", "old": "CUP"}
    out = hana_client.get("/settings/listings/export/").content.decode("utf-8-sig")
    assert "shop,new,TEA" in out
    again = hana_client.post("/settings/listings/upload/", {"file": csv(out)})
    assert "件を保存" not in again.text


@pytest.mark.parametrize("body", ["これは", "[1]", '[["shop", "a", "NONE"]]', '[["moon", "a", "TEA"]]'])
def test_a_forged_answer_writes_nothing(hana_client, goods, body: str) -> None:
    assert hana_client.post("/settings/listings/apply/", {"body": body}).status_code == 422
    assert not Listing.objects.exists()


def test_a_location_is_opened_changed_and_refused(hana_client, goods) -> None:
    good = {"name": "東倉庫", "kind": "warehouse", "priority": "5", "ships": "1", "postal": "650-0001"}
    hana_client.post("/settings/places/new/", {**good, "code": "EAST"})
    assert Location.objects.get(code="EAST").postal == "6500001"
    hana_client.post("/settings/places/EAST/", {**good, "name": "東第一"})
    assert Location.objects.get(code="EAST").name == "東第一"
    before = Location.objects.count()
    for wrong in (
        {"code": "EAST"},
        {"code": "東"},
        {"priority": "x"},
        {"postal": "12"},
        {"kind": "moon"},
        {"name": ""},
    ):
        assert hana_client.post("/settings/places/new/", {**good, "code": "NEXT", **wrong}).status_code == 422
    assert Location.objects.count() == before
    assert hana_client.get("/settings/places/NOWHERE/").status_code == 404


def test_a_customer_goes_on_the_list_with_a_reason_and_off_it(hana_client, goods) -> None:
    one = Customer.objects.create(match_key="a", name="見本 花子", phone="0780000001")
    assert hana_client.post(f"/settings/customers/{one.pk}/caution/", {"because": " "}).status_code == 422
    hana_client.post(f"/settings/customers/{one.pk}/caution/", {"because": "受取拒否 2 回"})
    assert "受取拒否 2 回" in hana_client.get("/settings/customers/").text
    assert "見本 花子" in hana_client.get("/settings/customers/?q=078-000").text
    hana_client.post(f"/settings/customers/{one.pk}/caution/", {"off": "1"})
    one.refresh_from_db()
    assert one.caution == ""
    assert hana_client.post("/settings/customers/999/caution/", {"because": "x"}).status_code == 404


def test_the_warehouse_sees_settings_but_saves_none(ken_client, goods) -> None:
    before = AuditEntry.objects.count()
    assert ken_client.get("/settings/checks/").status_code == 200
    saving = (
        "checks/ checks/again/ pay/ channels/new/ channels/shop/ listings/ listings/upload/ listings/apply/"
    )
    for address in [*saving.split(), "places/new/", "customers/1/caution/"]:
        assert ken_client.post(f"/settings/{address}", {}).status_code == 403, address
    assert AuditEntry.objects.count() == before
