"""The shop: who may ask, sales, products. Errors are a list of code, message and status.

Not established, and simulated the worse way: a search by change only looks at the sales of the last seven days
unless it names the days of sale too; the newest comes first; calls that come too fast are answered with 429.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from simulators.malls.colorme import values
from simulators.malls.scenario import Scenario
from simulators.malls.world import JST, Goods, Mall, Order, Reply, Request, World

JSON = {"Content-Type": "application/json; charset=utf-8"}
CODE_LIVES = 600
SCOPES = {"sales": ("read_sales", "write_sales"), "products": ("read_products", "write_products")}
MOST_SALES, MOST_PRODUCTS = 100, 50
CHANGEABLE = {
    "slip_number", "noshi_text", "noshi_charge", "card_name", "card_text", "card_charge", "wrapping_name",
    "wrapping_charge", "memo", "delivered",
}  # fmt: skip


class Trouble(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: int, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)


class ColorMe(Mall):
    """A shop on カラーミーショップ. `token`, `client_id`, `client_secret`, `scope`, `tax_type` may be given."""

    kind = "colorme"

    def __init__(
        self, world: World, code: str = "colorme", scenario: Scenario | None = None, **account: Any
    ) -> None:
        super().__init__(world, code, scenario, **account)
        self.account = {"token": "cm_token_mihon", "client_id": "cm_client", "client_secret": "cm_himitsu",
                        "redirect_uri": "urn:ietf:wg:oauth:2.0:oob", "tax_type": "included", "tax": 10,
                        "per_second": 1000,
                        "scope": "read_products write_products read_sales write_sales", **account}  # fmt: skip
        self.tokens = {str(self.account["token"])}
        self.codes: dict[str, float] = {}
        self.mailed: list[tuple[str, str]] = []

    @property
    def excluded(self) -> bool:
        """外税."""
        return bool(self.account["tax_type"] == "excluded")

    # --- goods and buyers ---

    def stock_up(self, goods: Sequence[Goods]) -> None:
        """Put things on show; what has no product gets one of its own."""
        for one in goods:
            one.ref.setdefault("product", str(1342332 + len(self.goods)))
            super().stock_up([one])

    def new_number(self) -> str:
        """4434233."""
        return str(4434233 + self.serial)

    def buy(self, wants: Sequence[tuple[str, int]], buyer: Any, **more: Any) -> Order | None:
        """Somebody buys; with `second` the last line goes to somebody else; `gift` hangs on the first parcel."""
        with self.world.lock:
            second, gift = more.pop("second", None), more.pop("gift", {})
            number, lines = int(self.new_number()), [str(at) for at in range(1, len(wants) + 1)]
            first = {"id": number * 10 + 1, "to": more.get("receiver", buyer), "delivery_id": 113922,
                     "delivered": False, "lines": lines[:-1] if second else lines, **gift}  # fmt: skip
            rest = [{"id": number * 10 + 2, "to": second, "delivery_id": 113922, "delivered": False,
                     "lines": lines[-1:]}] if second else []  # fmt: skip
            more["fee_yen"] = more.get("fee_yen", 0) + sum(
                int(gift.get(f"{name}_charge") or 0) for name in ("noshi", "card", "wrapping")
            )
            flags = {**more.pop("flags", {}), "deliveries": [first, *rest]}
            return super().buy(wants, buyer, flags=flags, **more)

    def permit(self) -> str:
        """The shop's owner presses 承認: the code for the redirect."""
        code = secrets.token_hex(8)
        self.codes[code] = self.now + CODE_LIVES
        return code

    # --- the interface ---

    def answer(self, request: Request) -> Reply:
        """Answer as the interface does."""
        if self.limited("api", int(self.account["per_second"]), 1.0):
            return Reply(429, b"", {"Retry-After": "1", "Content-Type": "text/plain"})
        if (request.method, request.path) == ("POST", "/oauth/token"):
            return self._token({name: found[0] for name, found in parse_qs(request.body.decode()).items()})
        try:
            with self.world.lock:
                return _json(self._asked(request))
        except Trouble as error:
            told = {"code": error.code, "message": error.message, "status": error.status}
            return _json({"errors": [told]}, error.status)

    def _token(self, given: dict[str, str]) -> Reply:
        right = all(
            given.get(name) == self.account[name] for name in ("client_id", "client_secret", "redirect_uri")
        )
        if not right or given.get("grant_type") != "authorization_code":
            return _json({"error": "invalid_client", "error_description": "client"}, 401)
        if self.codes.pop(given.get("code", ""), 0.0) <= self.now:
            return _json({"error": "invalid_grant", "error_description": "code"}, 401)
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return _json({"access_token": token, "token_type": "bearer", "scope": self.account["scope"]})

    def _asked(self, request: Request) -> Any:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        withdrawn = self.scenario.key_expires_at is not None and self.now >= self.scenario.key_expires_at
        if withdrawn or scheme != "Bearer" or token not in self.tokens:
            raise Trouble(401, 401000, "認証に失敗しました。")
        match = re.fullmatch(r"/v1/([a-z_]+)(?:/(\d+))?(?:/([a-z]+))?\.json", request.path)
        if match is None:
            raise Trouble(404, 404000, "見つかりませんでした。")
        kind, number, verb = match[1], match[2], match[3] or ""
        needed = SCOPES["products" if kind in ("products", "stocks") else "sales"][request.method != "GET"]
        if kind != "shop" and needed not in str(self.account["scope"]).split():
            raise Trouble(403, 403000, "権限がありません。")
        try:
            body = json.loads(request.body) if request.body.strip() else {}
        except ValueError:
            raise Trouble(400, 400000, "JSONの形式が不正です。") from None
        name = f"{request.method} {kind}{'/1' if number else ''}{f'/{verb}' if verb else ''}"
        return self._answers(name, request, number or "", body)

    def _answers(self, name: str, request: Request, number: str, body: Any) -> Any:
        settings = {"GET shop": self._shop, "GET payments": _payments, "GET deliveries": _deliveries}
        lists = {"GET sales": self._sales, "GET products": self._products}
        sales = {
            "PUT sales/1": self._change,
            "PUT sales/1/cancel": self._cancel,
            "POST sales/1/mails": self._mail,
        }
        if name in settings:
            return settings[name]()
        if name in lists:
            return lists[name](request)
        if name in sales:
            return sales[name](self._order(number), body)
        if name == "GET sales/1":
            return {"sale": self._sale(self._order(number))}
        wish = body.get("product") or {}
        if name in ("POST products", "PUT products/1"):
            return self._put(number, wish) if number else self._create(wish)
        raise Trouble(404, 404000, "見つかりませんでした。")

    def _shop(self) -> dict[str, Any]:
        told = {
            "id": values.ACCOUNT,
            "title": "繁盛見本店",
            "tax_type": self.account["tax_type"],
            "reduce_tax_rate": 8,
        }
        return {"shop": {**told, "tax": self.account["tax"], "tax_rounding_method": "round_down"}}

    # --- sales ---

    def _order(self, number: str) -> Order:
        found = self.orders.get(number)
        if found is None:
            raise Trouble(404, 404100, "レコードが見つかりませんでした。")
        return found

    def _sale(self, order: Order) -> dict[str, Any]:
        return values.sale(order, self.goods, excluded=self.excluded)

    def _sales(self, request: Request) -> dict[str, Any]:
        before = _moment(request.value("before") or request.value("make_date_max"))
        after = _moment(request.value("after") or request.value("make_date_min"))
        if after is None:
            week = datetime.fromtimestamp(before or self.now, JST) - timedelta(days=7)
            after = week.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        low, high = _moment(request.value("update_date_min")), _moment(request.value("update_date_max"))
        ids = {one for one in request.value("ids").split(",") if one}
        found = [self.orders[number] for number in (ids & self.orders.keys() if ids else self.orders)]
        rows = [
            one for one in found
            if one.visible_at <= self.now and after <= int(one.placed) and (before is None or int(one.placed) <= before)
            and (low is None or low <= int(one.changed)) and (high is None or int(one.changed) <= high)
            and (not request.value("canceled") or one.cancelled == (request.value("canceled") == "true"))
        ]  # fmt: skip
        rows.sort(key=lambda one: int(one.number), reverse=True)
        page, meta = _page(rows, request, MOST_SALES)
        wanted = {one for one in request.value("fields").split(",") if one}
        told = [self._sale(one) for one in page]
        if wanted:
            told = [{name: value for name, value in one.items() if name in wanted} for one in told]
        return {"sales": told, "meta": meta}

    def _change(self, order: Order, body: dict[str, Any]) -> dict[str, Any]:
        wish = body.get("sale") or {}
        state = wish.get("point_state")
        if state not in (None, "assumed", "fixed", "cenceled"):
            raise Trouble(422, 422100, "point_stateが不正です。")
        if state is not None and order.flags.get("point_state") == "fixed" and state != "fixed":
            raise Trouble(422, 422100, "確定済みのポイントは変更できません。")
        there = {one["id"]: one for one in order.flags["deliveries"]}
        for one in wish.get("sale_deliveries") or []:
            if one.get("id") not in there:
                raise Trouble(404, 404100, "お届け先が見つかりませんでした。")
            there[one["id"]].update({name: value for name, value in one.items() if name in CHANGEABLE})
            if one.get("slip_number"):
                order.shipments = [kept for kept in order.shipments if kept["id"] != one["id"]]
                order.shipments.append({"id": one["id"], "slip_number": one["slip_number"]})
        if "paid" in wish:
            order.paid = bool(wish["paid"])
        if state is not None:
            order.flags["point_state"] = "canceled" if state == "cenceled" else state
        self.touch(order)
        return {"sale": self._sale(order)}

    def _cancel(self, order: Order, wish: dict[str, Any]) -> dict[str, Any]:
        if (order.flags.get("segment") or {}).get("splitted"):
            raise Trouble(422, 422100, "分割された受注はキャンセルできません。")
        if order.cancelled:
            raise Trouble(422, 422100, "キャンセル済みの受注です。")
        order.cancelled = True
        for line in order.lines if wish.get("restock") else []:
            self.goods[line.code].shown += line.quantity
        self.touch(order)
        return {"sale": self._sale(order)}

    def _mail(self, order: Order, wish: dict[str, Any]) -> dict[str, Any]:
        kind = (wish.get("mail") or {}).get("type")
        if kind not in ("accepted", "paid", "delivered"):
            raise Trouble(422, 422100, "typeが不正です。")
        self.mailed.append((order.number, kind))
        order.flags[f"{kind}_mail"] = "sent"
        return {}

    # --- products ---

    def _groups(self) -> dict[str, list[Goods]]:
        found: dict[str, list[Goods]] = {}
        for one in self.goods.values():
            found.setdefault(one.ref["product"], []).append(one)
        return found

    def _product(self, group: Sequence[Goods]) -> dict[str, Any]:
        return values.product(group, excluded=self.excluded, rate=int(self.account["tax"]))

    def _products(self, request: Request) -> dict[str, Any]:
        ids, model = request.value("ids").split(","), request.value("model_number")
        rows = [
            group for number, group in self._groups().items()
            if (not request.value("ids") or number in ids) and (not model or any(model in one.code for one in group))
        ]  # fmt: skip
        page, meta = _page(rows, request, MOST_PRODUCTS)
        return {"products": [self._product(group) for group in page], "meta": meta}

    def _create(self, wish: dict[str, Any]) -> dict[str, Any]:
        name, code = wish.get("name") or "", wish.get("model_number") or ""
        if not name or len(name) > 100 or len(code) > 50 or not isinstance(wish.get("sales_price"), int):
            raise Trouble(422, 422100, "商品名か販売価格が不正です。")
        rate = 8 if wish.get("tax_reduced") else int(self.account["tax"])
        made = Goods(
            code=code, title=name, tax_rate=rate, price_yen=self._shown_price(wish["sales_price"], rate)
        )
        self.stock_up([made])
        return {"product": self._product([made])}

    def _shown_price(self, price: int, rate: int) -> int:
        return price * (100 + rate) // 100 if self.excluded else price

    def _put(self, number: str, wish: dict[str, Any]) -> dict[str, Any]:
        group = self._groups().get(number)
        if not group:
            raise Trouble(404, 404100, "レコードが見つかりませんでした。")
        has_options = bool(group[0].ref.get("option1"))
        for one in group:
            one.title = wish.get("name", one.title)
            if isinstance(wish.get("sales_price"), int) and not has_options:
                one.price_yen = self._shown_price(wish["sales_price"], one.tax_rate)
            if wish.get("stock_managed"):
                one.ref.pop("free", None)
        if "stocks" in wish and not has_options:
            self._count(group[0], wish["stocks"])
        for row in wish.get("variants") or []:
            named = (row.get("option1_value") or "", row.get("option2_value") or "")
            for one in group:
                if named == (one.ref.get("option1", ""), one.ref.get("option2", "")):
                    self._count(one, row["stocks"])
        return {"product": self._product(group)}

    def _count(self, one: Goods, told: Any) -> None:
        grown = one.shown + int(told["increment"]) if isinstance(told, dict) else int(told)
        self.set_shown(one.code, grown)


def _payments() -> dict[str, Any]:
    return {
        "payments": [
            {"id": pk, "name": name, "type": kind, "fee": 0} for pk, name, kind in values.PAYMENTS.values()
        ]
    }


def _deliveries() -> dict[str, Any]:
    return {"deliveries": [{"id": pk, "name": name} for pk, name in values.DELIVERIES.items()]}


def _page(rows: Sequence[Any], request: Request, most: int) -> tuple[Sequence[Any], dict[str, int]]:
    limit = min(int(request.value("limit", "10") or 10), most)
    offset = int(request.value("offset", "0") or 0)
    return rows[offset : offset + limit], {"total": len(rows), "limit": limit, "offset": offset}


def _moment(written: str) -> float | None:
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written.replace("/", "-"))
    except ValueError:
        raise Trouble(400, 400000, "日時の形式が不正です。") from None
    return (found if found.tzinfo else found.replace(tzinfo=JST)).timestamp()


def _json(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), JSON)
