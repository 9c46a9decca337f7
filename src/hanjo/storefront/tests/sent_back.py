"""Orders that have left, and returns of them, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from django.urls import reverse

from hanjo.inventory import commands as inventory
from hanjo.kernel import clock
from hanjo.kernel.models import Telling
from hanjo.kernel.telling import deliver
from hanjo.orders.models import Order, ReturnRequest
from hanjo.payments import commands as payments
from hanjo.payments.models import Errand, Intent
from hanjo.payments.terms import Method
from hanjo.payments.tests.conftest import BUYER, GOOD, HOOK_SECRET, SECRET, post
from hanjo.storefront.tests import makers, members
from simulators.payments import Account, Scenario, Simulator

HEARD = ("storefront.reactions.end_refunds", "storefront.reactions.stop_refused")


@contextmanager
def company() -> Iterator[Simulator]:
    """A card company on loopback, and the shop's contract with it."""
    with Simulator([Account(company="stripe", secret=SECRET, hook_secret=HOOK_SECRET)], Scenario()) as there:
        payments.save_account(
            "stripe",
            provider_code="stripe",
            title="カード会社",
            methods=[Method.CARD],
            secret=SECRET,
            hook_secret=HOOK_SECRET,
            base_url=there.url,
            options={},
            by=makers.BY,
        )
        yield there


def left(order: Order) -> Order:
    """The order has left: its stock is gone, its parcels are on the road."""
    inventory.ship([f"order-line:{line.pk}" for line in order.lines.all()], by=makers.BY)
    now = clock.now()
    Order.objects.filter(pk=order.pk).update(parcel_state="shipped", stage="shipped", shipped_at=now)
    return Order.objects.get(pk=order.pk)


def by_card(order: Order) -> Intent:
    """The same order, paid by card and captured."""
    intent = payments.open_intent(
        key=f"card-{order.pk}",
        method=Method.CARD,
        amount_yen=order.total_yen,
        buyer=BUYER,
        return_url="http://shop.example/back",
        about="ご注文",
        by=makers.BY,
    )
    assert (
        post(payments.start_intent(intent.pk, by=makers.BY).url, number=GOOD, exp="12/34", cvc="000") == 303
    )
    payments.refresh_intent(intent.pk)
    payments.attach_orders(intent.pk, [(order.pk, order.total_yen)], by=makers.BY)
    payments.capture([order.pk], by=makers.BY)
    worked()
    return Intent.objects.get(pk=intent.pk)


def worked() -> None:
    """What the worker does: errands, and the news of refunds (these payments belong to no checkout)."""
    for pk in Errand.objects.filter(state="open").values_list("pk", flat=True):
        payments.run_errand(pk, by=makers.BY)
    for telling in Telling.objects.filter(listener__in=HEARD, heard_at=None).order_by("pk"):
        deliver(telling.pk)


def ask(client: Client, order: Order, reason: str = "defect", **pieces: int) -> ReturnRequest:
    """The buyer asks on their page; `pieces` by the code of the goods."""
    sent = {f"n-{line.pk}": str(pieces.get(line.code, 0)) for line in order.lines.all()}
    answer = client.post(reverse("shop-return", args=[order.number]), {"reason": reason, **sent})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ReturnRequest.objects.order_by("-pk")[0]


def press(client: Client, verb: str, request: ReturnRequest, **sent: object) -> int:
    """A member of staff presses a button of the return's page; answers the status."""
    return client.post(reverse(f"shop-desk-return-{verb}", args=[request.pk]), sent).status_code


def accepted(
    client: Client, staff: Client, order: Order, reason: str = "defect", **pieces: int
) -> ReturnRequest:
    """A return that the shop takes."""
    request = ask(client, order, reason, **pieces)
    assert press(staff, "answer", request, do="accept", answer="倉庫へお送りください。") == 303
    return request


def bought(*wants: tuple[str, int]) -> tuple[Client, Order]:
    """A member and an order of theirs that has left."""
    makers.open_shop(10)
    client = members.sign_up()
    return client, left(members.buy(client, *wants))
