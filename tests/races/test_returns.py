"""Two people at one return, and a worker killed between the company's refund and our commit: paid once."""

from __future__ import annotations

import pytest

from hanjo.inventory.models import Location, Movement
from hanjo.orders import commands as orders
from hanjo.orders.models import Order, ReturnRefund, ReturnRequest
from hanjo.orders.terms import ReturnReason, ReturnTerms, ReturnWish
from hanjo.payments import commands as payments
from hanjo.payments.models import Errand, Payment, ProviderAccount
from hanjo.storefront import commands as shop
from hanjo.storefront.tests import makers, members, sent_back
from tests.races.crew import Crew

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
MANY = 4


def asked() -> tuple[Order, ReturnRequest]:
    """An order that has left, and a buyer who wants to send a piece of it back."""
    makers.open_shop(10)
    order = sent_back.left(members.buy(makers.visitor(), ("cup", 2)))
    wish = ReturnWish(reason=ReturnReason.DEFECT, pieces={order.lines.get().pk: 1})
    return order, orders.request_return(order.number, wish, ReturnTerms(False, None, "buyer"), by=makers.BY)


def test_two_people_accept_inspect_and_refund_one_return_once(crew: Crew) -> None:
    with sent_back.company() as there:
        order, request = asked()
        intent = sent_back.by_card(order)
        line, place = order.lines.get().pk, Location.objects.get().pk
        steps = [
            {"deed": "answer_return", "args": {"request_id": request.pk}},
            {"deed": "receive_return", "args": {"request_id": request.pk, "line": line, "place": place}},
            {"deed": "refund_return", "args": {"request_id": request.pk}},
        ]
        for step in steps:
            assert sum(crew.done([step] * MANY)) == 1
        errand = Errand.objects.get(verb="refund")
        crew.done([{"deed": "run_errand", "args": {"errand_id": errand.pk}}] * MANY)
        assert [one["amount"] for one in there.world.get(intent.external_id).refunds] == [1000]
    assert list(Movement.objects.filter(cause="returned").values_list("delta", flat=True)) == [1]
    assert ReturnRefund.objects.count() == 1
    assert Payment.objects.filter(kind="refunded").count() == 1


def test_a_worker_killed_between_the_refund_and_our_commit_never_pays_twice(crew: Crew) -> None:
    with sent_back.company() as there:
        order, request = asked()
        intent = sent_back.by_card(order)
        (hand,) = crew.of(1)
        shop.answer_return(request.pk, accept=True, answer="", by=makers.BY)
        assert crew.done([{"deed": "refund_return", "args": {"request_id": request.pk}}]) == [True]
        errand = Errand.objects.get(verb="refund")
        death = {"pause_before": {"hanjo.payments.commands.run_errand._write": 1}}
        killed = hand.doom(deed="run_errand", args={"errand_id": errand.pk}, **death)
        assert killed == {"ended": -9}
        paid = there.world.get(intent.external_id)
        assert [one["amount"] for one in paid.refunds] == [1000]
        assert not Payment.objects.filter(kind="refunded").exists()
        assert ReturnRequest.objects.get().state == "refunding"
        Errand.objects.update(busy_until=None)  # the claim of a dead worker ends after two minutes
        ProviderAccount.objects.update(failures=0, closed_until=None)
        payments.run_errand(errand.pk, by=makers.BY)
        sent_back.worked()
        assert [one["amount"] for one in paid.refunds] == [1000]
    assert ReturnRequest.objects.get().state == "refunded"
    assert Payment.objects.filter(kind="refunded").count() == 1
