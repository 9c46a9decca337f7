"""A simulator on loopback, and the shop's accounts with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from hanjo.catalogue.terms import SkuCard
from hanjo.inventory.tests.makers import products
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all
from hanjo.orders.models import Order
from hanjo.orders.tests.makers import take
from hanjo.payments import commands
from hanjo.payments.models import Errand, Intent, ProviderAccount
from hanjo.payments.proofs import PROOFS
from hanjo.payments.providers import wire
from hanjo.payments.terms import Buyer, Method, Next
from simulators.payments import Account, Scenario, Simulator
from simulators.payments.world import Payment

BY = Actor.system("test")
BUYER = Buyer(name="見本 花子", kana="ミホン ハナコ", email="hanako@example.jp", phone="078-000-0001")
SECRET, HOOK_SECRET = "sk_test_made_up", "whsec_made_up"
METHODS = {
    "stripe": [Method.CARD, Method.KONBINI, Method.VIRTUAL_ACCOUNT],
    "komoju": [Method.CARD, Method.KONBINI],
    "deferred": [Method.DEFERRED],
}
GOOD, CHALLENGED, DECLINED = "4242 4242 4242 4242", "4000 0000 0000 3220", "4000 0000 0000 0002"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]  # stays where it is
        return None


def post(url: str, **form: str) -> int:
    """What a buyer's browser sends; answers the status."""
    try:
        with build_opener(_Stay).open(Request(url, urlencode(form).encode()), timeout=10) as answer:
            return int(answer.status)
    except OSError as error:
        return int(getattr(error, "code", 0))


@dataclass
class Shop:
    """The shop's side and the simulator's side of the same payments."""

    simulator: Simulator
    number: int = 0
    goods: SkuCard | None = None

    def account(self, company: str, **options: object) -> ProviderAccount:
        """A contract with one of the companies."""
        base = self.simulator.url + ("/deferred" if company == "deferred" else "")
        return commands.save_account(
            company,
            provider_code=company,
            title=company,
            methods=METHODS[company],
            secret=SECRET,
            hook_secret=HOOK_SECRET,
            base_url=base,
            options=options,
            by=BY,
        )

    def start(self, method: Method, yen: int = 3000, buyer: Buyer = BUYER) -> tuple[Intent, Next]:
        """A checkout that goes to pay."""
        self.number += 1
        intent = commands.open_intent(
            key=f"checkout-{self.number}",
            method=method,
            amount_yen=yen,
            buyer=buyer,
            return_url="http://shop.example/back",
            about="ご注文",
            by=BY,
        )
        return intent, commands.start_intent(intent.pk, by=BY)

    def card(self, url: str, number: str = GOOD) -> int:
        """The buyer types a card on the hosted page."""
        return post(url, number=number, exp="12/34", cvc="000")

    def authorised(self, *orders: Order, method: Method = Method.CARD) -> Intent:
        """A card payment that is authorised, for these orders."""
        intent, said = self.start(method, sum(order.total_yen for order in orders))
        if said.kind == "redirect":
            assert self.card(said.url) == 303
        intent = commands.refresh_intent(intent.pk)
        commands.attach_orders(intent.pk, [(order.pk, order.total_yen) for order in orders], by=BY)
        return intent

    def order(self, pieces: int = 3) -> Order:
        """An order of so many thousand yen."""
        self.goods = self.goods or products("A-1")["A-1"]
        self.number += 1
        return take(f"S-{self.number}", (self.goods, pieces))

    def run(self) -> None:
        """What the worker does: every errand that is open."""
        while ids := list(Errand.objects.filter(state="open").values_list("pk", flat=True)):
            for pk in ids:
                commands.run_errand(pk, by=BY)

    def there(self, intent: Intent) -> Payment:
        """The payment as the company has it."""
        intent.refresh_from_db()
        return self.simulator.world.get(intent.external_id)

    def seen(self, intent: Intent) -> Intent:
        """Ask the company and answer what stands in the database."""
        return commands.refresh_intent(intent.pk)


@pytest.fixture
def shop(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop beside a running simulator; whatever a test did, the books must be provable afterwards."""
    monkeypatch.setattr(wire, "TIMEOUT_SECONDS", 3.0)
    accounts = [Account(company=name, secret=SECRET, hook_secret=HOOK_SECRET) for name in METHODS]
    with Simulator(accounts, Scenario()) as simulator:
        yield Shop(simulator)
        broken = [one for one in run_all(list(PROOFS)) if one.broken]
        assert not broken, broken
