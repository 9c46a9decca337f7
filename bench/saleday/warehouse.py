"""The warehouse of the sale day: by the clock, everything that can leave is instructed, packed and sent in bulk.

Before each round somebody apologises for what was sold and is not there: an oversell that still waits for its goods
after half an hour is called off. What leaves is laid beside the mall's own order at that moment: a parcel that holds
something else, goes elsewhere or was paid otherwise would come back for our fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bench.saleday.lanes import Lanes
from hanjo.kernel.actor import Actor
from simulators.malls import Mall

BY = Actor("staff", "saleday")
PATIENCE = timedelta(minutes=30)  # an oversell may still be filled: somebody else calls off
AT_ONCE = 1_000


class Warehouse:
    """Somebody who sends what is ready, every so often."""

    def __init__(self, lanes: Lanes, jobs: Any, malls: dict[str, Mall], every: float) -> None:
        self.lanes, self.jobs, self.malls, self.every = lanes, jobs, malls, every
        self.rounds = self.sent = self.apologies = 0
        self.wrong = Counter[str]()  # what would come back for our fault
        self.wrong_orders: list[str] = []
        self.left: set[tuple[str, str]] = set()  # channel and number of what left
        self.is_over = False

    def begin(self) -> None:
        """Send something every so often."""
        self.lanes.plan(self.lanes.time.at + self.every, self._round)

    def _round(self) -> None:
        if self.is_over:
            return
        self.lanes.plan(self.lanes.time.at + self.every, self._round)
        self.send()

    def send(self) -> None:
        """One round: apologise, instruct, number, dispatch."""
        self.rounds += 1
        self.jobs.run("apologise", self._apologise, talks=False)
        self.jobs.run("send", self._send, talks=False)
        self.jobs.look()

    def _apologise(self) -> None:
        from hanjo.channels import commands as channels
        from hanjo.channels.models import Oversell
        from hanjo.channels.terms_stock import OversellChoice
        from hanjo.kernel import clock

        waiting = Oversell.objects.filter(
            choice="", found_at__lte=clock.now() - PATIENCE, order__stage="stock"
        )
        done: set[int] = set()
        for pk, order_id in waiting.order_by("id").values_list("id", "order_id"):
            if order_id not in done:
                channels.settle_oversell(pk, OversellChoice.CANCEL, by=BY)
                done.add(order_id)
        self.apologies += len(done)

    def _send(self) -> None:
        from hanjo.orders.models import Order

        numbers = list(Order.objects.filter(stage="ready").order_by("id").values_list("number", flat=True))
        for start in range(0, len(numbers), AT_ONCE):
            self._send_some(numbers[start : start + AT_ONCE], f"saleday:{self.rounds}:{start}")

    def _send_some(self, numbers: Sequence[str], key: str) -> None:
        from hanjo.fulfilment import commands as fulfilment
        from hanjo.fulfilment.models import Instruction, Parcel
        from hanjo.orders.models import Order

        fulfilment.instruct(numbers, by=BY, key=key)
        ids = list(Instruction.objects.filter(order__number__in=numbers).values_list("id", flat=True))
        parcels = Parcel.objects.filter(instruction__in=ids, voided_at__isnull=True).values_list("id", "key")
        rows = ["お客様管理番号,伝票番号", *(f"{key},{_number(pk)}" for pk, key in parcels), ""]
        fulfilment.load_results("yamato", "\r\n".join(rows).encode("cp932"), by=BY)
        self._compare(numbers)
        sent = fulfilment.dispatch(ids, by=BY, unverified=True)
        self.sent += len(sent.numbers)
        self.left.update(
            Order.objects.filter(number__in=sent.numbers).values_list("channel", "external_number")
        )

    def _compare(self, numbers: Sequence[str]) -> None:
        """What leaves, beside what the mall says at this moment."""
        from hanjo.orders.models import Order, OrderLine

        lines: dict[int, Counter[str]] = {}
        for order_id, code, quantity, gone in OrderLine.objects.filter(
            order__number__in=numbers, kind="goods"
        ).values_list("order_id", "code", "quantity", "cancelled_quantity"):
            lines.setdefault(order_id, Counter())[code] += quantity - gone
        rows = Order.objects.filter(number__in=numbers, channel__in=self.malls)
        for order in rows.only("id", "channel", "external_number", "total_yen", "name", "postal"):
            theirs = self.malls[order.channel].orders[order.external_number]
            wanted = Counter[str]()
            for line in theirs.lines:
                wanted[line.code] += line.quantity
            wrong = [
                name
                for name, is_wrong in (
                    ("called off there", theirs.cancelled),
                    ("goods", wanted != lines.get(order.pk)),
                    ("yen", theirs.total_yen != order.total_yen),
                    ("postcode", theirs.receiver.postal != order.postal.replace("-", "")),
                    ("name", _bare(theirs.receiver.family + theirs.receiver.given) != _bare(order.name)),
                )
                if is_wrong
            ]
            self.wrong.update(wrong)
            if wrong:
                self.wrong_orders.append(f"{order.channel} {order.external_number}")


def _number(parcel_id: int) -> str:
    base = 30_000_000_000 + parcel_id
    return f"{base}{base % 7}"


def _bare(name: str) -> str:
    return "".join(name.split())
