"""楽天's OrderModel: the same order as in the file, and what only the interface says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hanjo.channels.malls.port import Shipment
from hanjo.channels.malls.rakuten import shipping
from hanjo.channels.malls.rakuten.translate import understand
from hanjo.channels.malls.tests.lines import drafted
from hanjo.channels.malls.tests.samples import understood
from hanjo.orders.terms import OrderDraft
from simulators.malls import Goods, Person, World
from simulators.malls.rakuten import Rakuten
from simulators.malls.rakuten.models import order_model

SAMPLES = Path(__file__).parents[1] / "samples" / "api"
IN_THE_FILE = tuple(
    f"300001-{day}-000000000{at}" for day, at in (("20261120", 1), ("20261120", 2), ("20261121", 3), ("20261121", 4))
)  # fmt: skip
WAITING, CHANGED, PREPAID = (f"300001-20261121-000000000{at}" for at in (5, 6, 7))
#: OrderModel's own keys, as getOrder documents them for version 10
KEYS = set(
    """
    orderNumber orderProgress subStatusId subStatusName orderDatetime shopOrderCfmDatetime orderFixDatetime
    shippingInstDatetime shippingCmplRptDatetime cancelDueDate deliveryDate shippingTerm remarks giftCheckFlag
    socialGiftFlag severalSenderFlag equalSenderFlag isolatedIslandFlag rakutenMemberFlag carrierCode emailCarrierCode
    orderType reserveNumber reserveDeliveryCount cautionDisplayType cautionDisplayDetailType rakutenConfirmFlag
    goodsPrice goodsTax postagePrice deliveryPrice paymentCharge paymentChargeTaxRate totalPrice requestPrice
    couponAllTotalPrice couponShopPrice couponOtherPrice additionalFeeOccurAmountToUser additionalFeeOccurAmountToShop
    asurakuFlag drugFlag dealFlag membershipType memo operator mailPlugSentence modifyFlag receiptIssueCount
    receiptIssueHistoryList OrdererModel SettlementModel DeliveryModel PointModel WrappingModel1 WrappingModel2
    PackageModelList CouponModelList ChangeReasonModelList TaxSummaryModelList DueDateModelList deliveryCertPrgFlag
    oneDayOperationFlag
    """.split()
)
PACKAGE_KEYS = set(
    """
    basketId postagePrice postageTaxRate deliveryPrice deliveryTaxRate goodsTax goodsPrice totalPrice noshi
    packageDeleteFlag SenderModel ItemModelList ShippingModelList DeliveryCvsModel defaultDeliveryCompanyCode
    dropOffFlag dropOffLocation SocialGiftModel
    """.split()
)
ITEM_KEYS = set(
    """
    itemDetailId itemName itemId itemNumber manageNumber price units includePostageFlag includeTaxFlag
    includeCashOnDeliveryPostageFlag selectedChoice pointRate pointType inventoryType delvdateInfo
    restoreInventoryFlag dealFlag drugFlag deleteItemFlag taxRate priceTaxIncl isSingleItemShipping SkuModelList
    """.split()
)


@cache
def models() -> dict[str, dict[str, Any]]:
    """The recorded answer by order number."""
    found = json.loads((SAMPLES / "get_order.json").read_text())["OrderModelList"]
    return {model["orderNumber"]: model for model in found}


def draft(number: str, **changes: Any) -> OrderDraft:
    """A recorded order, perhaps with some values changed, understood."""
    return drafted(understand(number, json.dumps(models()[number] | changes)))


@pytest.mark.parametrize("number", IN_THE_FILE)
def test_an_order_is_the_same_by_interface_as_in_the_file(number: str) -> None:
    by_file = understood("rakuten")[number].draft
    by_api = draft(number)
    assert by_file is not None
    assert replace(by_api, extra={}) == replace(by_file, extra={})
    same = {key: value for key, value in by_api.extra.items() if key in by_file.extra}
    assert same == by_file.extra
    assert set(by_api.extra) - set(by_file.extra) <= {"carrier", "pay_code", "coupons"}


def test_who_bears_a_coupon_is_kept() -> None:
    assert draft(IN_THE_FILE[0]).extra["coupons"] == {"shop_yen": 200, "mall_yen": 0}
    assert draft(CHANGED).extra["coupons"] == {"shop_yen": 0, "mall_yen": 100}


def test_a_gift_without_a_receiver_waits_and_shows_no_price() -> None:
    order = draft(WAITING)
    assert order.mall_is_checking
    assert order.no_prices
    assert order.extra["waits_for_receiver"] is True
    package = models()[WAITING]["PackageModelList"][0]
    named = package | {"SenderModel": models()[PREPAID]["PackageModelList"][0]["SenderModel"]}
    named["SocialGiftModel"] = package["SocialGiftModel"] | {"inputFlag": 1}
    known = draft(WAITING, PackageModelList=[named])
    assert not known.mall_is_checking
    assert (known.recipient.name, known.recipient.postal) == ("架空 花子", "6500001")


def test_what_was_taken_out_again_does_not_count_and_a_price_without_tax_gets_it() -> None:
    order = draft(CHANGED)
    assert [(line.key, line.unit_price_yen, line.quantity) for line in order.lines] == [("1", 2200, 1)]
    assert (order.wrapping, order.wrapping_yen) == ("和紙包装", 330)
    assert (order.goods_yen, order.discount_yen, order.total_yen) == (2200, 100, 2430)
    assert not order.several_recipients
    assert order.is_prime


def test_money_that_came_beforehand_is_known_by_its_day() -> None:
    assert draft(PREPAID).paid_at == datetime(2026, 11, 22, 0, 15, tzinfo=UTC)
    waits = draft(PREPAID, orderProgress=200, orderFixDatetime=None)
    assert (waits.paid_at, waits.mall_is_checking) == (None, True)
    assert draft(IN_THE_FILE[0]).paid_at is None


@pytest.mark.parametrize(("progress", "waits", "cancelled"), [
    (100, True, False), (200, True, False), (300, False, False), (400, False, False), (500, False, False),
    (600, False, False), (700, False, False), (800, False, True), (900, False, True), (950, False, False),
    (None, False, False),
])  # fmt: skip
def test_each_status_says_whether_the_order_waits_or_is_cancelled(
    progress: int | None, waits: bool, cancelled: bool
) -> None:
    order = draft(IN_THE_FILE[0], orderProgress=progress)
    assert (order.mall_is_checking, order.cancelled) == (waits, cancelled)


@pytest.mark.parametrize(
    ("term", "window"), [(0, ""), (1, "am"), (1416, "14-16"), (812, "am"), (1921, "19-21")]
)
def test_a_delivery_time_that_lost_its_zero_is_read(term: int, window: str) -> None:
    assert draft(IN_THE_FILE[3], shippingTerm=term, remarks="").window == window


def test_a_parcel_goes_to_the_package_of_its_lines_and_one_without_lines_to_all() -> None:
    model = models()[IN_THE_FILE[1]]
    parcel = Shipment(
        key="1", order_number=IN_THE_FILE[1], carrier="sagawa", tracking_number="400000000001",
        shipped_on=date(2026, 11, 22), lines=[("2", 1)],
    )  # fmt: skip
    body = shipping.body_of(model, [parcel], "YYYY-MM-DD")
    (basket,) = body["BasketidModelList"]
    assert basket == {
        "basketId": 9000002,
        "ShippingModelList": [
            {"deliveryCompany": "1002", "shippingNumber": "400000000001", "shippingDate": "2026-11-22"}
        ],
    }
    whole = shipping.body_of(model, [replace(parcel, lines=())], "YYYYMMDD")
    assert [one["basketId"] for one in whole["BasketidModelList"]] == [9000001, 9000002]
    assert whole["BasketidModelList"][0]["ShippingModelList"][0]["shippingDate"] == "20261122"


@pytest.mark.parametrize(
    ("carrier", "code"), [("yamato", "1001"), ("clickpost", "1003"), ("1028", "1028"), ("bike", "1000")]
)
def test_a_carrier_has_its_code_and_an_unknown_one_is_other(carrier: str, code: str) -> None:
    assert shipping.company(carrier) == code


def test_recorded_and_simulated_orders_have_the_documented_keys() -> None:
    mall = Rakuten(World())
    order = simulated(mall)
    for model in [order_model(order, 10, mall.moment), *models().values()]:
        assert set(model) <= KEYS
        for package in model["PackageModelList"]:
            assert set(package) <= PACKAGE_KEYS
            assert all(set(item) <= ITEM_KEYS for item in package["ItemModelList"])
    assert "SkuModelList" not in json.dumps(order_model(order, 6, mall.moment))
    assert "goodsTax" in order_model(order, 7, mall.moment)


def simulated(mall: Rakuten) -> Any:
    """An order with everything in it."""
    mall.stock_up([Goods(code="A", shown=5), Goods(code="B", shown=5)])
    buyer, other = Person(family="見本", given="花子"), Person(family="架空", given="太郎")
    flags = {
        "gift": True, "noshi": "御祝", "others": [(other, ["2"])], "wrapping": [(1, "和紙", 200)], "shop_coupon": 50,
        "social": "known",
    }  # fmt: skip
    return mall.buy([("A", 1), ("B", 2)], buyer, flags=flags, discount_yen=80, pay="cod", fee_yen=330)
