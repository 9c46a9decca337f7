"""The day on the whole house: real commands, real PostgreSQL, real HTTP to the simulated malls, virtual time.

Buyers buy on the malls and in the shop of one's own as they were drawn. Everything else is the house's own doing:
its jobs are taken from its queue and begun at their virtual moment (`jobs.py`), their calls go over HTTP to the malls,
which take their latency in virtual time (`lanes.py`). A person does two things: gives a new key half an hour after one
stopped working (of EC-CUBE also where a worker died in the moment between a new token and its keeping), and approves a
catch-up plan two minutes after it was made when the policy leaves that to somebody.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.saleday import house, joins, past, weight
from bench.saleday.jobs import Jobs
from bench.saleday.kills import MEAN, Kills
from bench.saleday.lanes import Lanes, Lost, Time
from bench.saleday.plan import HOUR, OWN, Buyer, Day
from bench.saleday.shelves import Count
from bench.saleday.twice import watched
from bench.saleday.warehouse import Warehouse
from bench.shop import FAMILY, GIVEN, PLACES
from simulators.malls import Mall, Malls, Person, World
from simulators.malls.world import JST, Order, Reply, Request

MIDNIGHT = datetime(2026, 11, 27, tzinfo=JST)
BEFORE = 1200.0  # the house gets ready
EACH = 0.3  # … and so much longer for each SKU: malls list their goods page by page, within their limits
AFTER = 3600.0  # … and comes to rest
APPROVES_AFTER = timedelta(minutes=2)
PERMITS_AFTER = timedelta(minutes=30)
SENDS = 7200.0  # the warehouse's rounds
POLICY = {"catches_up_alone": True, "alone_up_to": 500}  # a longer list waits for somebody


@dataclass
class Lived:
    """What came of the day."""

    count: Count
    jobs: Jobs
    malls: dict[str, Mall]
    own: dict[str, int] = field(default_factory=dict)  # orders of our own shop: number → yen
    memory: list[tuple[float, float]] = field(default_factory=list)  # hour, MB
    malls_mb: list[float] = field(
        default_factory=list
    )  # of that, what malls and buyers keep: after an hour, in the end
    messages: int = 0
    unproven: int = 0
    approved: int = 0
    permitted: int = 0  # connections that a person permitted anew
    left_behind: int = 0
    twice: Counter[str] = field(default_factory=Counter)  # what a mall carried out twice
    kills: Kills | None = None
    warehouse: Warehouse | None = None


class Live:
    """One day of the whole house."""

    def __init__(
        self,
        day: Day,
        *,
        policy: dict[str, Any] | None = None,
        before: float | None = None,
        after: float = AFTER,
        slower: int = 1,
        kills: float = MEAN,
        sends: float = SENDS,
        say: Any = None,
    ) -> None:
        self.day, self.policy, self.after = day, {**POLICY, **(policy or {})}, after
        self.before = BEFORE + EACH * len(day.stock) if before is None else before
        self.say = say or (lambda text: None)
        self.midnight = MIDNIGHT.timestamp()
        self.time = Time(self.midnight + day.begins - self.before)
        self.lanes = Lanes(self.time)
        self.world = World(clock=self.time, seed=day.seed)
        self.world.sleep = self.lanes.sleep
        self.dice = random.Random(day.seed + 2)
        self.there = list(day.stock)
        self.jobs = Jobs(self.lanes, slower)
        self.lived = Lived(Count(), self.jobs, self.world.malls)  # type: ignore[arg-type]  # the same dict
        self.serial = 0
        self.warehouse = self.lived.warehouse = Warehouse(self.lanes, self.jobs, self.world.malls, sends)
        if kills:  # seconds between two of them, on average
            self.jobs.kills = self.lived.kills = Kills(self.lanes, self.jobs, day.seed + 3, kills)

    # --- before ---

    def open(self, served: Malls) -> None:
        """Build the shop, join the malls in peace, and tell them what they shall show."""
        self.ids = house.build(self.day, self.world)
        past.live(self.day, self.ids, self.midnight)
        past.announce(self.day, self.midnight)
        kept = {place: joins.calm(mall) for place, mall in self.world.malls.items()}
        for place in self.day.places:
            listed = house.join(place, served, self.policy, self._wait)
            if listed < len(self.day.stock):
                raise RuntimeError(f"{place} lists {listed} of {len(self.day.stock)} goods")
            _may_lose_calls(self.world.malls[place])
        if self.jobs.kills:
            self.jobs.kills.begin()
        self.jobs.begin()
        self.lanes.until(self.midnight + self.day.begins)
        for place, scenario in kept.items():
            self.world.malls[place].scenario = scenario
            self._hears(self.world.malls[place])
        for one in self.day.away:
            since, until = self.midnight + one.since, self.midnight + one.until
            if one.because == "outage":
                kept[one.place].outages.append(joins.away(since, until))
            else:
                self.lanes.plan(since, self._lose_key, self.world.malls[one.place])
                self.lanes.plan(until, self._give_key, self.world.malls[one.place])
        self.warehouse.begin()
        self.lanes.plan(self.time.at, self._look_around)
        self.lanes.plan(self.time.at + 30, self._approve)

    def _wait(self, seconds: float) -> None:
        self.time.at += seconds

    def _hears(self, mall: Mall) -> None:
        if callable(getattr(mall, "messages", None)):
            mall.tell = lambda order, event: self._tell(mall, order, event)

    def _tell(self, mall: Mall, order: Order, event: str) -> None:
        """A mall's messages: some twice, some out of order, some never."""
        for message in mall.messages(order, event):  # type: ignore[attr-defined]  # only malls that have it come here
            for _ in range(0 if self.dice.random() < 0.01 else 2 if self.dice.random() < 0.05 else 1):
                self.lanes.plan(self.time.at + self.dice.uniform(0.5, 6), self._hear, mall.code, message)

    def _hear(self, place: str, message: Any) -> None:
        from hanjo.channels import commands as channels
        from hanjo.kernel.refusal import Refusal

        def hear() -> None:
            try:
                channels.hear_mall(place, *message)
            except Refusal:
                self.lived.unproven += 1

        self.lived.messages += 1
        self.jobs.run("hear", hear)
        self.jobs.look()

    # --- keys and plans ---

    def _lose_key(self, mall: Mall) -> None:
        mall.scenario.key_expires_at = self.time.at
        for name in ("tokens", "access"):
            kept = getattr(mall, name, None)
            if isinstance(kept, dict):
                kept.clear()

    def _give_key(self, mall: Mall) -> None:
        mall.scenario.key_expires_at = None
        self._prove(mall)

    def _prove(self, mall: Mall) -> None:
        from hanjo.channels import commands as channels
        from hanjo.channels.malls.port import Limited
        from hanjo.channels.terms import MallClosed

        def prove() -> None:
            with suppress(MallClosed, Limited):
                channels.prove_connection(mall.code, by=house.BY)
                return
            self.lanes.plan(self.time.at + 30, self._prove, mall)  # that call failed, as some do

        self.jobs.run("prove_connection", prove)

    def _approve(self) -> None:
        from hanjo.channels import commands as channels
        from hanjo.channels.models import CatchUp
        from hanjo.kernel import clock

        self.lanes.plan(self.time.at + 30, self._approve)
        old = clock.now() - APPROVES_AFTER
        for code in CatchUp.objects.filter(state="waiting", found_at__lte=old).values_list(
            "channel__code", flat=True
        ):
            channels.approve_catch_up(code, by=house.BY)
            self.lived.approved += 1
        self._permit()
        self.jobs.look()

    def _permit(self) -> None:
        """A connection whose kept token is worthless: somebody presses 許可 in the shop's own admin."""
        from hanjo.channels import commands as channels
        from hanjo.channels.models import Connection
        from hanjo.kernel import clock

        old = clock.now() - PERMITS_AFTER
        for row in Connection.objects.filter(state="stopped", troubled_at__lte=old).select_related("channel"):
            mall = self.world.malls[row.channel.code]
            permit = getattr(mall, "permit", None)
            if permit is None:
                continue
            given = {"code": permit(), "redirect_uri": str(mall.account["redirect_uri"])}
            channels.save_connection(
                mall.code, row.mall, given, base_url=row.base_url, policy=row.policy, by=house.BY
            )
            self.lived.permitted += 1
            self._prove(mall)

    def _look_around(self) -> None:
        self.lanes.plan(self.time.at + HOUR, self._look_around)
        self.lived.memory.append(((self.time.at - self.midnight) / HOUR, weight.resident_mb()))
        if len(self.lived.memory) == 2:  # the house is warm
            self.lived.malls_mb = [self._malls_mb()]
        hour, memory = self.lived.memory[-1]
        done = self.lived.count
        self.say(
            f"  {hour:5.1f} h  {done.orders:,} orders, {done.oversold_orders} oversold, {done.lost:,} lost"
            f"  {memory:.0f} MB"
        )

    def _malls_mb(self) -> float:
        return weight.of_malls(self.world.malls.values(), self.lived.own, self.warehouse.left)

    # --- buyers ---

    def run(self) -> Lived:
        """Live the day, and let the house come to rest."""
        with watched() as self.lived.twice:
            return self._run()

    def _run(self) -> Lived:
        for buyer in self.day.buyers:
            self.lanes.until(self.midnight + buyer.at)
            self._come(buyer)
        self.lanes.until(self.midnight + self.day.ends + self.after / 2)
        self.warehouse.is_over = True
        self.warehouse.send()
        if self.jobs.kills:
            self.jobs.kills.end()
        self.lanes.until(self.midnight + self.day.ends + self.after)
        self.jobs.end()
        past.forget()
        self.lived.memory.append(((self.time.at - self.midnight) / HOUR, weight.resident_mb()))
        self.lived.malls_mb.append(self._malls_mb())
        self.lived.left_behind = self.lanes.left_behind
        self.lanes.dismiss()
        return self.lived

    def _come(self, buyer: Buyer) -> None:
        away = self.day.away_at(buyer.place, buyer.at)
        if away is not None and not away.sells:
            return
        self.serial += 1
        sold = self._buy_here(buyer) if buyer.place == OWN else self._buy_there(buyer)
        done = self.lived.count
        if not sold:
            if all(self.there[sku] >= pieces for sku, pieces in buyer.wants):
                done.lost += 1
            else:
                done.sold_out += 1
            return
        done.orders += 1
        short = 0
        for sku, pieces in buyer.wants:
            over = pieces - max(self.there[sku], 0)
            self.there[sku] -= pieces
            done.pieces += pieces
            if over > 0:
                short += over
                done.stories.append((buyer.at, buyer.place, sku, self._trouble(buyer.at)))
        done.oversold += short
        done.oversold_orders += short > 0

    def _trouble(self, at: float) -> str:
        return ",".join(
            f"{one.place} {one.because}" for one in self.day.away if one.since <= at < one.until + 300
        )

    def _buy_there(self, buyer: Buyer) -> bool:
        mall = self.world.malls[buyer.place]
        wants = [(house.code_of(sku), pieces) for sku, pieces in buyer.wants]
        order = mall.buy(wants, self._person())
        if order is None:
            return False
        if buyer.calls_off_after:
            self.lanes.plan(self.time.at + buyer.calls_off_after, self._call_off, mall, order, buyer)
        elif buyer.changes_after:
            self.lanes.plan(self.time.at + buyer.changes_after, self._change, mall, order)
        return True

    def _person(self) -> Person:
        number = self.serial
        postal, prefecture, city, town = PLACES[number % len(PLACES)]
        return Person(
            family=FAMILY[number % 12], given=f"{GIVEN[number // 12 % 10]}", postal=postal, prefecture=prefecture,
            city=city, street=f"{town}{number % 30 + 1}-{number % 20 + 1}-{number % 9 + 1}",
            phone=f"090{number % 100_000_000:08}", email=f"buyer{number}@example.jp",
        )  # fmt: skip

    def _call_off(self, mall: Mall, order: Order, buyer: Buyer) -> None:
        is_late = (
            self.time.at > self.midnight + self.day.ends + self.after / 2
        )  # nobody would hear of it any more
        if not order.cancelled and not order.shipments and not is_late:
            mall.call_off(order)
            if (mall.code, order.number) in self.warehouse.left:
                return  # it is on its way: the house has to get it back
            for sku, pieces in buyer.wants:
                self.there[sku] += pieces

    def _change(self, mall: Mall, order: Order) -> None:
        order.note = "置き配でお願いします"
        mall.touch(order)

    def _buy_here(self, buyer: Buyer) -> bool:
        from hanjo.inventory import queries as inventory
        from hanjo.orders import commands as orders

        ids = [self.ids[sku] for sku, _ in buyer.wants]
        free = inventory.sellable(ids)
        if any(free[pk] < pieces for pk, (_, pieces) in zip(ids, buyer.wants, strict=True)):
            return False
        placement = self._placement(buyer, ids)
        (placed,) = orders.place([placement], channel=OWN, prefix="OWN", by=house.BY)
        self.lived.own[placed.external_number] = placement.draft.total_yen
        self.jobs.look()
        return True

    def _placement(self, buyer: Buyer, ids: list[int]) -> Any:
        from hanjo.kernel import clock
        from hanjo.orders.terms import Address, LineDraft, OrderDraft, Placement

        who = self._person()
        address = Address(
            name=f"{who.family} {who.given}", postal=who.postal, prefecture=who.prefecture, city=who.city,
            street=who.street, phone=who.phone,
        )  # fmt: skip
        lines = tuple(
            LineDraft(key=str(at), code=house.code_of(sku), name=f"木のうつわ {sku:06}", quantity=pieces,
                      unit_price_yen=house.PRICE, total_yen=house.PRICE * pieces)
            for at, (sku, pieces) in enumerate(buyer.wants, 1)
        )  # fmt: skip
        goods = sum(line.quantity * house.PRICE for line in lines)
        draft = OrderDraft(
            external_number=f"OWN-{self.serial:08}", ordered_at=clock.now(), buyer=address, recipient=address,
            lines=lines, buyer_email=who.email, goods_yen=goods, total_yen=goods, pay_method="クレジットカード",
            shipping_method="宅急便",
        )  # fmt: skip
        return Placement(
            draft=draft, sku_ids=tuple(ids), pay_kind="card", carrier="yamato", service="yamato.takkyubin"
        )


def _may_lose_calls(mall: Mall) -> None:
    """A call of a process that died may never arrive."""
    usual = mall.handle

    def handle(request: Request) -> Reply | None:
        try:
            return usual(request)
        except Lost:
            return None

    mall.handle = handle  # type: ignore[method-assign]  # this one mall
