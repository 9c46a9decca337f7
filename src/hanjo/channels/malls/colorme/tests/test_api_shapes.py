"""The simulated shop writes nothing that the published client of カラーミーショップ (version 1) does not know."""

from __future__ import annotations

import json
from typing import Any

from hanjo.channels.malls.colorme.tests.test_api_contract import ColorMeJoins
from hanjo.channels.malls.colorme.wares import FIELDS
from hanjo.channels.malls.tests.lines import Line
from simulators.malls import Goods

SALE = """
id account_id make_date update_date memo payment_id mobile paid delivered canceled accepted_mail_state paid_mail_state
delivered_mail_state accepted_mail_sent_date paid_mail_sent_date delivered_mail_sent_date point_state gmo_point_state
yahoo_point_state product_total_price delivery_total_charge fee tax noshi_total_charge card_total_charge
wrapping_total_charge point_discount gmo_point_discount other_discount other_discount_name total_price granted_points
use_points granted_gmo_points use_gmo_points granted_yahoo_points use_yahoo_points external_order_id customer details
sale_deliveries segment totals
"""
DETAIL = """
id sale_id account_id product_id sale_delivery_id option1_value option2_value option1_index option2_index
product_model_number product_name pristine_product_full_name product_cost product_image_url product_thumbnail_image_url
product_mobile_image_url price price_with_tax product_num unit subtotal_price
"""
DELIVERY = """
id account_id sale_id delivery_id detail_ids name furigana postal pref_id pref_name address1 address2 tel preferred_date
preferred_period slip_number noshi_text noshi_charge card_name card_text card_charge wrapping_name wrapping_charge
delivery_charge total_charge tracking_url memo delivered
"""
CUSTOMER = """
id account_id name furigana hojin busho sex birthday postal pref_id pref_name address1 address2 mail tel fax tel_mobile
other points member sales_count receive_mail_magazine answer_free_form1 answer_free_form2 answer_free_form3
"""
PRODUCT = """
account_id id name stocks stock_managed few_num model_number category group_ids display_state sales_price
sales_price_including_tax sales_price_tax price members_price members_price_including_tax members_price_tax cost
delivery_charge cool_charge min_num max_num sale_start_date sale_end_date unit weight soldout_display sort simple_expl
expl mobile_expl smartphone_expl make_date update_date memo image_url mobile_image_url thumbnail_image_url images
options variants pickups regular_purchase tax_reduced without_shipping
"""
VARIANT = """
product_id account_id option1_value option2_value title stocks few_num model_number option_price
option_price_including_tax option_price_tax option_members_price option_members_price_including_tax
option_members_price_tax make_date update_date
"""


class TestShapes(ColorMeJoins):
    def test_sales_have_no_field_of_their_own(self, line: Line) -> None:
        self.buy(line, gift={"noshi_text": "御祝", "noshi_charge": 100})
        sale = asked(line, "sales?after=2026-11-01")["sales"][0]
        assert sale.keys() <= set(SALE.split())
        assert sale["customer"].keys() <= set(CUSTOMER.split())
        assert all(one.keys() <= set(DETAIL.split()) for one in sale["details"])
        assert all(one.keys() <= set(DELIVERY.split()) for one in sale["sale_deliveries"])

    def test_products_have_no_field_of_their_own(self, line: Line) -> None:
        line.mall.stock_up(
            [Goods(code="HJ-T", title="見本T", shown=3, ref={"product": "777", "option1": "赤"})]
        )
        products = asked(line, "products?limit=50")["products"]
        assert all(one.keys() <= set(PRODUCT.split()) for one in products)
        assert all(row.keys() <= set(VARIANT.split()) for one in products for row in one["variants"])

    def test_only_published_fields_are_asked_for(self) -> None:
        assert set(FIELDS.split(",")) <= set(PRODUCT.split())


def asked(line: Line, path: str) -> dict[str, Any]:
    """What the simulated shop answers, as it is."""
    where, _, query = path.partition("?")
    headers = {"Authorization": "Bearer cm_token_mihon"}
    answer = line.wire.ask(
        "sale.get", "GET", f"{line.access.base_url}/v1/{where}.json?{query}", headers=headers
    )
    found: dict[str, Any] = json.loads(answer.body)
    return found
