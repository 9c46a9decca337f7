"""How one looks and buys in Vendure and in Medusa, over HTTP, with as few requests as their interfaces allow."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from bench.peer_shops import PROCESSES, Shop

PIECES = (1, 2)
PRICE_YEN, SHIPPING_YEN = 1_980, 500
BUYER = {
    "first_name": "花子", "last_name": "見本", "address_1": "加納町1-2-3", "city": "神戸市中央区", "province": "兵庫県",
    "postal_code": "650-0001", "country_code": "jp", "phone": "090-0000-0000",
}  # fmt: skip


def goods_of(guest: int, products: int) -> tuple[int, int]:
    """Two different products for this guest."""
    one, two = guest * 7 % products, guest * 11 % products
    return one, two if two != one else (two + 1) % products


LIST = """query ($skip: Int!) { search(input: {take: 24, skip: $skip, groupByProduct: true}) { totalItems items {
    productId productName slug inStock
    priceWithTax { ... on SinglePrice { value } ... on PriceRange { min max } } } } }"""
ADD = """mutation ($id: ID!, $pieces: Int!) { addItemToOrder(productVariantId: $id, quantity: $pieces) {
    __typename ... on Order { totalWithTax } ... on ErrorResult { message } } }"""
TYPE = """mutation {
    setCustomerForOrder(input: {firstName: "花子", lastName: "見本", emailAddress: "hanako@example.jp"}) { __typename }
    setOrderShippingAddress(input: {fullName: "見本 花子", streetLine1: "加納町1-2-3", city: "神戸市中央区",
        province: "兵庫県", postalCode: "650-0001", countryCode: "JP"}) { __typename } }"""
SHIP = 'mutation { setOrderShippingMethod(shippingMethodId: ["1"]) { __typename ... on Order { totalWithTax } } }'
PAY = """mutation {
    transitionOrderToState(state: "ArrangingPayment") { __typename }
    addPaymentToOrder(input: {method: "cash", metadata: {}}) {
        __typename ... on Order { code state totalQuantity totalWithTax } ... on ErrorResult { message } } }"""


class Vendure(Shop):
    """The shop interface of Vendure (GraphQL); a buyer sends five requests, as in our shop."""

    name = "vendure"

    def fill_and_serve(self) -> None:
        for at in range(PROCESSES):
            process = self.launch(
                lambda port: ("node", "vendure.cjs", str(port)), **({"BENCH_SEED": "1"} if not at else {})
            )
            log = self.place / f"web-{at}.log"
            self.until(lambda log=log: "ready" in log.read_text(encoding="utf-8"))  # type: ignore[misc]  # bound now
            assert process.poll() is None
        self.until(lambda: self.count("SELECT count(*) FROM search_index_item") == self.products)

    def graph(self, guest: int, query: str, token: str = "", **values: Any) -> tuple[dict[str, Any], str]:
        """One request; errors of the interface end the benchmark."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer, told = self.ask(guest, "POST", "/shop-api", {"query": query, "variables": values}, headers)
        if answer.get("errors"):
            raise AssertionError(f"vendure: {answer['errors']}")
        return answer["data"], told.get("vendure-auth-token") or token

    def list(self, page: int) -> None:
        data, _ = self.graph(page, LIST, skip=page * 24 % (self.products - 24))
        found = data["search"]
        prices = {item["priceWithTax"].get("value") or item["priceWithTax"]["min"] for item in found["items"]}
        if (found["totalItems"], len(found["items"])) != (self.products, 24) or len(prices) != 1:
            raise AssertionError(f"vendure lists {len(found['items'])} of {found['totalItems']}: {prices}")

    def buy(self, guest: int) -> None:
        token = ""
        for product, pieces in zip(goods_of(guest, self.products), PIECES, strict=True):
            data, token = self.graph(guest, ADD, token, id=str(product + 1), pieces=pieces)
        goods = data["addItemToOrder"]["totalWithTax"]
        self.graph(guest, TYPE, token)
        data, _ = self.graph(guest, SHIP, token)
        shown = data["setOrderShippingMethod"]["totalWithTax"]
        data, _ = self.graph(guest, PAY, token)
        made = data["addPaymentToOrder"]
        if (made.get("state"), made.get("totalQuantity"), made.get("totalWithTax")) != (
            "PaymentSettled",
            3,
            shown,
        ):
            raise AssertionError(f"vendure: {made}, {goods} and {shown} before")

    def orders(self) -> int:
        return self.count("SELECT count(*) FROM \"order\" WHERE state = 'PaymentSettled'")


class Medusa(Shop):
    """The store interface of Medusa; a buyer sends eight requests, which is the least it can be done with."""

    name = "medusa"
    FIELDS = "id,title,handle,thumbnail,*variants.calculated_price"

    def fill_and_serve(self) -> None:
        program = ("node", "node_modules/@medusajs/cli/cli.js")
        self.call(*program, "db:migrate")
        self.call(*program, "exec", "./medusa-seed.js")
        for _ in range(PROCESSES):
            self.launch(lambda port: (*program, "start", "--host", "127.0.0.1", "--port", str(port)))
        for at in range(PROCESSES):
            self.until(lambda at=at: self._is_well(at))  # type: ignore[misc]  # bound now

    def _is_well(self, at: int) -> bool:
        try:
            self.list(at)
        except (OSError, AssertionError):
            return False
        return True

    @cached_property
    def seed(self) -> dict[str, Any]:
        """What the filling noted: key, region, way of shipping, variants."""
        noted: dict[str, Any] = json.loads((self.place / "seed.json").read_text(encoding="utf-8"))
        return noted

    def store(self, guest: int, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """One request."""
        answer, _ = self.ask(
            guest, method, f"/store/{path}", body, {"x-publishable-api-key": self.seed["key"]}
        )
        found: dict[str, Any] = answer
        return found

    def list(self, page: int) -> None:
        skip = page * 24 % (self.products - 24)
        found = self.store(
            page,
            "GET",
            f"products?limit=24&offset={skip}&region_id={self.seed['region']}&fields={self.FIELDS}",
        )
        prices = {
            variant["calculated_price"]["calculated_amount"]
            for product in found["products"]
            for variant in product["variants"]
        }
        if (found["count"], len(found["products"])) != (self.products, 24) or prices != {PRICE_YEN}:
            raise AssertionError(f"medusa lists {len(found['products'])} of {found['count']}: {prices}")

    def buy(self, guest: int) -> None:
        variants = self.seed["variants"]
        cart = f"carts/{self.store(guest, 'POST', 'carts', {'region_id': self.seed['region']})['cart']['id']}"
        for product, pieces in zip(goods_of(guest, self.products), PIECES, strict=True):
            self.store(
                guest, "POST", f"{cart}/line-items", {"variant_id": variants[product], "quantity": pieces}
            )
        # Medusa keeps one customer for a mail address and refuses a second cart that makes it at the same time.
        mail = f"hanako-{cart.removeprefix('carts/')}@example.jp"
        typed = {"email": mail, "shipping_address": BUYER, "billing_address": BUYER}
        self.store(guest, "POST", cart, typed)
        self.store(guest, "POST", f"{cart}/shipping-methods", {"option_id": self.seed["option"]})
        payment = self.store(guest, "POST", "payment-collections", {"cart_id": cart.removeprefix("carts/")})
        self.store(guest, "POST", f"payment-collections/{payment['payment_collection']['id']}/payment-sessions",
                   {"provider_id": "pp_system_default"})  # fmt: skip
        made = self.store(guest, "POST", f"{cart}/complete", {})
        order = made.get("order", {})
        if made["type"] != "order" or order["total"] != PRICE_YEN * sum(PIECES) + SHIPPING_YEN:
            raise AssertionError(f"medusa: {made['type']}, {order.get('total')}")

    def orders(self) -> int:
        return self.count('SELECT count(*) FROM "order"')
