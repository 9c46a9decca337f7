"""Listing data and prices over the malls' real lines: what is lacking, what differs, what goes out, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from hanjo.catalogue.models import Product, Sku
from hanjo.channels import commands, queries_offers
from hanjo.channels.commands import PriceWish
from hanjo.channels.malls.port import Unreachable, Verdict
from hanjo.channels.malls.shopify import listing
from hanjo.channels.malls.tests.lines import Clock
from hanjo.channels.models import Channel, Listing, ListingDraft, ListingSent, PriceOrder
from hanjo.channels.queries_offers import OfferRow
from hanjo.channels.terms import Format, MallClosed
from hanjo.channels.terms_offers import BadDraft, BadPriceOrder, NothingToSend
from hanjo.channels.tests.malls import BY, goods, jobs
from hanjo.channels.tests.test_stock_walk import KEYS
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from simulators.malls import Goods, Mall, Malls, World
from simulators.malls.rakuten import Rakuten
from simulators.malls.shopify import Shopify

pytestmark = pytest.mark.django_db(transaction=True)
CUP, POT, NEW = "HJ-CUP-WH", "HJ-POT-01", "HJ-NEW-01"


@dataclass
class House:
    """Two malls that sell the same goods, and time that passes only when told."""

    malls: dict[str, Mall]
    time: Clock

    def row(self, channel: str, code: str) -> OfferRow:
        """How one listing stands."""
        shop = Channel.objects.get(code=channel)
        return next(one for one in queries_offers.page(shop)[0] if one.code == code)

    def price(self, channel: str, code: str = CUP) -> int:
        """What buyers see."""
        return self.malls[channel].goods[code].price_yen

    def send(self, channel: str, *codes: str) -> Any:
        """Somebody presses 送信, and the worker sends."""
        ids = [self.row(channel, code).id for code in codes]
        commands.start_publishing(channel, ids, by=BY)
        return commands.publish_listings(channel, by=BY)


@pytest.fixture
def house() -> Iterator[House]:
    time = Clock()
    world = World(clock=time)
    malls: dict[str, Mall] = {
        "rakuten": world.add(Rakuten(world)),
        "shopify": world.add(Shopify(world, "shopify")),
    }
    with clock.told_by(time.now), Malls(world) as served:
        for code in (CUP, POT, NEW):
            goods(code)
        for code, mall in malls.items():
            mall.stock_up(
                [
                    Goods(code=CUP, title=f"見本 {CUP}", price_yen=1200, shown=0),
                    Goods(code=POT, title=f"見本 {POT}", price_yen=1000, shown=0),
                ]
            )
            commands.save_channel(
                code, name=code, letter="M", prefix=code[0].upper(), format=Format.GENERIC, by=BY
            )
            commands.save_connection(code, code, KEYS[code], base_url=served.url(code), by=BY)
            commands.prove_connection(code, by=BY)
            commands.bind_listings(code, by=BY)
            time.pass_(10)
        yield House(malls, time)


@pytest.mark.parametrize("mall", ["rakuten", "shopify"])
def test_what_a_mall_shows_is_compared_when_its_goods_are_read_and_nobody_is_asked_again(
    house: House, mall: str
) -> None:
    cup, pot = house.row(mall, CUP), house.row(mall, POT)
    assert cup.differs == {"price_yen": [1200, 1000]}
    assert "価格 モール: 1,200円 → 当店: 1,000円" in cup.notes
    assert (pot.state, pot.differs) == ("same", {})
    house.malls[mall].scenario.unplugged = True
    Product.objects.filter(code=f"P-{POT}").update(name="白磁の急須")
    checked = commands.check_listings(mall, by=BY)
    assert (checked.lacking + checked.differs, checked.new) == (2, 0)
    assert house.row(mall, POT).differs == {"title": [f"見本 {POT}", "白磁の急須"]}


def test_only_what_is_ready_goes_out_and_twice_changes_nothing(house: House) -> None:
    told = house.send("shopify", CUP, POT)
    assert (told.done, told.refused) == (1, 0)
    assert house.price("shopify") == 1000
    assert house.row("shopify", CUP).status == ("ok", "一致")
    assert ListingSent.objects.get().what == {"price_yen": [1200, 1000]}
    with pytest.raises(NothingToSend):
        house.send("shopify", CUP, POT)
    again = commands.publish_listings("shopify", by=BY)
    assert (again.done, again.more, ListingSent.objects.count()) == (0, False, 1)
    commands.bind_listings("shopify", by=BY)
    assert house.row("shopify", CUP).state == "same"  # and the mall says so, too


def test_rakuten_lists_what_is_lacking_and_takes_it_once_it_is_said(house: House) -> None:
    row = house.row("rakuten", CUP)
    if row.lacks:
        assert row.state == "lacking"
        with pytest.raises(NothingToSend):
            commands.start_publishing("rakuten", [row.id], by=BY)
        assert (jobs("channels.publish_listings"), ListingSent.objects.count()) == ([], 0)
        house.malls["rakuten"].goods[CUP].price_yen = 1200
    commands.save_listing_draft(
        "rakuten", [row.id], {"category": "215783", "title": "白磁の湯呑", "price_yen": 1380}, by=BY
    )
    draft = ListingDraft.objects.get(listing=row.id)
    draft.seen = {**draft.seen, "images": ["/cup/cup.jpg"]}
    draft.save()
    told = house.send("rakuten", CUP)
    assert (told.done, told.refused) == (1, 0), ListingSent.objects.values_list("text", flat=True)
    assert house.price("rakuten") == 1380
    assert house.row("rakuten", CUP).state == "same"


def test_what_a_mall_refuses_says_why_and_waits_for_somebody(house: House) -> None:
    row = house.row("shopify", CUP)
    del house.malls["shopify"].goods[CUP]
    told = house.send("shopify", CUP)
    assert (told.done, told.refused) == (0, 1)
    row = house.row("shopify", CUP)
    assert row.trouble
    assert row.status[1] == "受け付けられない"
    assert not commands.publish_listings("shopify", by=BY).refused
    assert ListingSent.objects.count() == 1


def test_what_is_new_is_created_once_even_when_its_answer_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.save_listing("shopify", [(NEW, NEW)], by=BY)
    commands.check_listings("shopify", by=BY)
    assert house.row("shopify", NEW).state == "new"
    create = listing.publish

    def lose(*args: Any) -> Verdict:
        create(*args)
        raise Unreachable("timed out")

    monkeypatch.setattr(listing, "publish", lose)
    with pytest.raises(MallClosed):
        house.send("shopify", NEW)
    monkeypatch.setattr(listing, "publish", create)
    assert house.malls["shopify"].goods[NEW].price_yen == 1000  # it is there, and nobody told us
    row = house.row("shopify", NEW)
    assert (row.state, row.is_unsure) == ("lacking", True)
    assert "モールの答えが届きませんでした" in row.notes[0]
    house.time.pass_(600)
    with pytest.raises(NothingToSend):
        house.send("shopify", NEW)
    count = len(house.malls["shopify"].goods)
    commands.bind_listings("shopify", by=BY)
    row = house.row("shopify", NEW)
    assert (row.state, row.is_unsure, len(house.malls["shopify"].goods)) == ("same", False, count)


def test_what_was_never_created_is_known_to_be_missing_once_all_goods_were_read(house: House) -> None:
    commands.save_listing("shopify", [(NEW, NEW)], by=BY)
    house.malls["shopify"].scenario.lose_next = 1  # a question before the creation is lost
    with pytest.raises(MallClosed):
        house.send("shopify", NEW)
    commands.bind_listings("shopify", by=BY)
    assert house.row("shopify", NEW).is_unsure  # too early to tell: a mall's list may be behind
    house.time.pass_(601)
    commands.bind_listings("shopify", by=BY)
    assert (house.row("shopify", NEW).state, house.row("shopify", NEW).is_unsure) == ("new", False)
    assert house.send("shopify", NEW).done == 1
    assert NEW in house.malls["shopify"].goods


def test_what_is_new_and_taken_has_its_ids_read_before_it_is_sent_again(house: House) -> None:
    commands.save_listing("shopify", [(NEW, NEW)], by=BY)
    assert house.send("shopify", NEW).done == 1
    assert jobs("channels.bind_listings") == ["shopify"]
    row = house.row("shopify", NEW)
    assert row.state == "same"
    commands.save_listing_draft("shopify", [row.id], {"price_yen": 2000}, by=BY)
    assert (
        house.row("shopify", NEW).state == "lacking"
    )  # its ids are not known yet: it would be created twice
    commands.bind_listings("shopify", by=BY)
    assert house.row("shopify", NEW).state == "differs"


def test_an_outage_leaves_what_waits_waiting(house: House) -> None:
    house.malls["shopify"].scenario.unplugged = True
    with pytest.raises(MallClosed):
        house.send("shopify", CUP)
    assert house.row("shopify", CUP).is_waiting
    assert queries_offers.channels_to_publish() == ["shopify"]
    house.malls["shopify"].scenario.unplugged = False
    house.time.pass_(600)
    assert commands.publish_listings("shopify", by=BY).done == 1
    assert house.price("shopify") == 1000


@pytest.mark.parametrize(
    "values", [{"price_yen": 0}, {"title": "長" * 401}, {"more": {"名前": "x"}}, {"colour": "red"}]
)
def test_a_draft_that_cannot_be_writes_nothing(house: House, values: dict[str, Any]) -> None:
    row, audits = house.row("shopify", CUP), AuditEntry.objects.count()
    with pytest.raises(BadDraft):
        commands.save_listing_draft("shopify", [row.id], {"category": "1", **values}, by=BY)
    assert (house.row("shopify", CUP), AuditEntry.objects.count()) == (row, audits)


# --- prices by the clock ---


@pytest.mark.parametrize("mall", ["rakuten", "shopify"])
def test_a_price_goes_out_at_its_moment_once_and_goes_back_at_its_end(house: House, mall: str) -> None:
    cup, now = house.row(mall, CUP).id, clock.now()
    wishes = [
        PriceWish(cup, 980, now + timedelta(hours=1)), PriceWish(cup, 1000, now + timedelta(hours=2))
    ]  # fmt: skip
    assert commands.schedule_prices(mall, wishes, by=BY) == 2
    assert commands.schedule_prices(mall, wishes, by=BY) == 2  # said twice, it is one
    assert PriceOrder.objects.count() == 2
    assert commands.send_prices(mall, by=BY).done == 0
    assert house.price(mall) == 1200
    house.time.pass_(3601)
    assert queries_offers.channels_with_due_prices() == [mall]
    assert commands.send_prices(mall, by=BY).done == 1
    assert (house.price(mall), commands.send_prices(mall, by=BY).done) == (980, 0)
    row = house.row(mall, CUP)
    assert (row.price_yen, row.differs, row.seen["price_yen"]) == (980, {}, 980)  # no later sending undoes it
    house.time.pass_(3600)
    assert commands.send_prices(mall, by=BY).done == 1
    assert (house.price(mall), house.row(mall, CUP).price_yen) == (1000, None)
    assert sorted(PriceOrder.objects.values_list("end", flat=True)) == ["sent", "sent"]


def test_after_an_outage_only_the_last_price_that_is_due_goes_out(house: House) -> None:
    cup, now = house.row("shopify", CUP).id, clock.now()
    wishes = [PriceWish(cup, 900 + at, now + timedelta(minutes=at)) for at in (1, 2, 3)]
    commands.schedule_prices("shopify", wishes, by=BY)
    house.malls["shopify"].scenario.unplugged = True
    house.time.pass_(70)
    with pytest.raises(MallClosed):
        commands.send_prices("shopify", by=BY)
    assert PriceOrder.objects.filter(end="", claimed_at=None).count() == 3
    house.malls["shopify"].scenario.unplugged = False
    house.time.pass_(600)
    assert commands.send_prices("shopify", by=BY).done == 1
    assert house.price("shopify") == 903
    ends = list(PriceOrder.objects.order_by("at").values_list("end", flat=True))
    assert ends == ["superseded", "superseded", "sent"]


def test_a_price_that_fails_says_why_is_tried_again_and_then_waits_for_somebody(house: House) -> None:
    kept = house.malls["shopify"].goods.pop(CUP)
    cup = house.row("shopify", CUP).id
    commands.schedule_prices("shopify", [PriceWish(cup, 980)], by=BY)
    assert commands.send_prices("shopify", by=BY).failed == 1
    order = PriceOrder.objects.get()
    assert (order.tries, order.end, bool(order.trouble)) == (1, "", True)
    assert commands.send_prices("shopify", by=BY).failed == 0  # not at once
    for _ in range(10):
        house.time.pass_(3700)
        commands.send_prices("shopify", by=BY)
    assert PriceOrder.objects.get().tries == queries_offers.TRIES
    assert queries_offers.channels_with_due_prices() == []
    house.malls["shopify"].goods[CUP] = kept
    commands.try_prices_again("shopify", [order.pk], by=BY)
    assert commands.send_prices("shopify", by=BY).done == 1
    assert house.price("shopify") == 980


def test_a_sender_that_was_cut_off_is_followed_by_another(house: House) -> None:
    cup = house.row("shopify", CUP).id
    commands.schedule_prices("shopify", [PriceWish(cup, 980)], by=BY)
    PriceOrder.objects.update(claimed_at=clock.now())
    assert commands.send_prices("shopify", by=BY).done == 0
    house.time.pass_(301)
    assert commands.send_prices("shopify", by=BY).done == 1


def test_a_price_that_cannot_be_orders_none_and_one_that_is_called_off_is_never_sent(house: House) -> None:
    cup, pot = house.row("shopify", CUP).id, house.row("shopify", POT).id
    for bad in (PriceWish(pot, 0), PriceWish(pot, 10, clock.now() - timedelta(hours=1))):
        with pytest.raises(BadPriceOrder):
            commands.schedule_prices("shopify", [PriceWish(cup, 980), bad], by=BY)
    assert not PriceOrder.objects.exists()
    commands.schedule_prices("shopify", [PriceWish(cup, 980)], by=BY)
    assert commands.cancel_prices("shopify", [PriceOrder.objects.get().pk], by=BY) == 1
    assert commands.send_prices("shopify", by=BY).done == 0
    assert house.price("shopify") == 1200


# --- many ---


@pytest.mark.parametrize("size", [10, 600])
def test_the_number_of_statements_does_not_grow_with_the_listings(
    house: House, count_sql: Any, size: int
) -> None:
    shop = Channel.objects.get(code="rakuten")
    product = Product.objects.create(code="P-MANY", name="見本の小皿")
    skus = Sku.objects.bulk_create(
        Sku(product=product, code=f"MANY-{at}", price_yen=500 + at, option1=f"柄{at}") for at in range(size)
    )
    Listing.objects.bulk_create(Listing(channel=shop, code=sku.code, sku=sku) for sku in skus)
    with count_sql() as seen:
        assert commands.check_listings("rakuten", by=BY).lacking >= size
    assert seen.count <= 8, [one[:90] for one in seen.statements]
    ids = list(Listing.objects.filter(channel=shop).values_list("id", flat=True))
    with count_sql() as seen:
        commands.schedule_prices("rakuten", [PriceWish(one, 777) for one in ids], by=BY)
    assert seen.count <= 8, [one[:90] for one in seen.statements]
