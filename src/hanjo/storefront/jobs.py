"""What the shop does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from procrastinate.contrib.django import app

from hanjo.content import queries as content
from hanjo.customers import commands as customers
from hanjo.inventory import commands as inventory
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands, queries
from hanjo.storefront.seo import drawn
from hanjo.storefront.terms import CheckoutState

BY = Actor.system("shop")


@app.periodic(cron="* * * * *")
@app.task(name="storefront.tidy", queue="storefront", queueing_lock="storefront.tidy")
def tidy(timestamp: int) -> None:
    """End what has run out: checkouts whose buyer went away, stock that was held for them, cards that grew old."""
    now = clock.now()
    for key in queries.overdue(now):
        commands.abandon(key, state=CheckoutState.LAPSED, because="お手続きの時間が過ぎました。", by=BY)
    while inventory.lapse_holds(now, by=BY):
        pass
    customers.lapse_point_holds(now, by=BY)
    if queries.catalogue_mark() != queries.shown_mark():
        commands.refresh_cards()
        commands.note_mark(queries.catalogue_mark())


@app.periodic(cron="7 * * * *")
@app.task(name="storefront.hourly", queue="storefront", queueing_lock="storefront.hourly")
def hourly(timestamp: int) -> None:
    """Let cards know how they sell, and the search which words goods are called by."""
    commands.count_sold()
    commands.learn_words()


@app.periodic(cron="10 18 * * *")  # 03:10 in Tokyo
@app.task(name="storefront.nightly", queue="storefront", queueing_lock="storefront.nightly")
def nightly(timestamp: int) -> None:
    """Let points expire and tell whose do soon, ranks follow last year's purchases, and what is old be forgotten."""
    today = clock.business_date()
    customers.expire_points(today, by=BY)
    commands.tell_points(today, root=settings.SHOP_URL or f"{settings.URL}/shop", by=BY)
    customers.rerank(queries.bought_since(today - timedelta(days=365)), by=BY)
    customers.forget_old()
    commands.forget_tries(clock.now() - timedelta(days=2))


@app.periodic(cron="0 1 * * *")  # 10:00 in Tokyo
@app.task(name="storefront.ask_reviews", queue="storefront", queueing_lock="storefront.ask_reviews")
def ask_reviews(timestamp: int) -> None:
    """Ask for reviews at an hour at which people like to be written to, if the shop wants it."""
    commands.ask_reviews(clock.business_date(), root=settings.SHOP_URL or f"{settings.URL}/shop", by=BY)


@app.periodic(cron="40 18 * * *")  # 03:40 in Tokyo
@app.task(name="storefront.forget", queue="storefront", queueing_lock="storefront.forget")
def forget(timestamp: int) -> None:
    """Erase proofs of consent, pictures of returns and searched words whose period is over, and unused drawings."""
    commands.purge(by=BY)
    drawn.forget_unused(clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="storefront.turn_pages", queue="storefront", queueing_lock="storefront.turn_pages")
def turn_pages(timestamp: int) -> None:
    """Make kept pages old when a page, a piece of news or a block appeared or went by its period."""
    now = clock.now()
    since = setting.get("shop.turned_at", "")
    last = datetime.fromisoformat(since) if since else now - timedelta(minutes=2)
    if content.turned(last, now):
        commands.renew()
        commands.note_turned(now)
    elif now - last > timedelta(hours=1):
        commands.note_turned(now)
