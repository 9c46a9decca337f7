"""What a silent mall may sell is kept for it, an announced rush counts beforehand, and our own shop steps back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.channels import commands, stock_jobs
from hanjo.channels.buffers import AHEAD
from hanjo.channels.models import Channel, Connection, ListedStock, Rush
from hanjo.channels.queries_rush import is_lively, keeps_back
from hanjo.channels.terms import Format
from hanjo.channels.terms_stock import BadRush, KeepBack, RushNotFound
from hanjo.channels.tests.malls import BY, after, goods, join, listed, order, pretend
from hanjo.inventory import queries as inventory
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


def heard(channel: Channel, minutes_ago: float = 0.0, **more: object) -> None:
    """All orders of a mall are known up to then."""
    until = clock.now() - timedelta(minutes=minutes_ago)
    Connection.objects.filter(channel=channel).update(orders_until=until, **more)


def sold(channel: str, sku: Sku, pieces: int, *, days_ago: float = 3) -> None:
    """Some days ago so much was sold there."""
    order(channel, f"{channel}-{days_ago}-{pieces}", (sku, pieces), ago=days_ago * 86_400)


def test_what_a_silent_mall_may_yet_sell_is_kept_for_it_up_to_the_number_it_shows() -> None:
    sku = goods("S-1", 500)
    calm, silent = join("calm"), join("silent")
    sold("silent", sku, 140)  # ten a day
    sold("calm", sku, 14)
    mine = listed(calm, sku, shown=300)
    listed(silent, sku, shown=300)
    heard(calm)
    heard(silent)
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    before = mine.buffer
    heard(silent, 60)  # an hour
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    per_second = 10 / 86_400
    wanted = (3600 + AHEAD) * per_second
    assert mine.in_flight == pytest.approx(wanted, rel=0.3)
    assert mine.buffer > before
    ListedStock.objects.filter(channel=silent).update(shown=0, shown_at=clock.now() - timedelta(hours=2))
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    assert mine.in_flight < 0.1  # it was closed before it fell silent: nothing can come from it


@pytest.mark.parametrize("hours", [1, 6, 12, 24, 72])
def test_a_key_that_lapsed_at_night_is_feared_for_the_whole_night(hours: int) -> None:
    sku = goods("S-1", 500)
    calm, silent = join("calm"), join("silent")
    sold("silent", sku, 140, days_ago=6)  # ten a day
    mine = listed(calm, sku, shown=300)
    listed(silent, sku, shown=300)
    heard(calm)
    heard(silent, 60 * hours, state="stopped")
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    assert mine.in_flight == pytest.approx((3600 * min(hours, 24) + AHEAD) * 10 / 86_400, rel=0.3)
    assert mine.buffer >= 1.5 * mine.in_flight


def test_a_silent_mall_that_shows_one_piece_cannot_sell_two() -> None:
    sku = goods("S-1", 500)
    calm, silent = join("calm"), join("silent")
    sold("silent", sku, 2_800)  # two hundred a day
    mine = listed(calm, sku, shown=300)
    listed(silent, sku, shown=1)
    heard(calm)
    heard(silent, 60)
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    assert mine.in_flight == pytest.approx(1, rel=0.2)


def test_three_calls_without_an_answer_are_silence_though_the_last_pull_is_fresh() -> None:
    sku = goods("S-1", 500)
    calm, failing = join("calm"), join("failing")
    sold("failing", sku, 140)
    mine = listed(calm, sku, shown=300)
    listed(failing, sku, shown=300)
    heard(calm)
    heard(failing, failures=2)
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    assert not is_lively(clock.now())
    before = mine.in_flight
    heard(failing, failures=3)
    commands.learn_sales(by=BY)
    mine.refresh_from_db()
    assert mine.in_flight > 3 * before
    assert is_lively(clock.now())


def test_our_own_shop_keeps_back_what_a_silent_mall_may_have_sold_and_gives_it_back() -> None:
    sku = goods("S-1", 3)
    mall = join("mall")
    sold("mall", sku, 14)
    listed(mall, sku, shown=3)
    heard(mall)
    free = inventory.available([sku.pk])[sku.pk]
    commands.learn_sales(by=BY)
    assert inventory.sellable([sku.pk]) == {sku.pk: free}
    heard(mall, 30)
    commands.learn_sales(by=BY)
    assert inventory.sellable([sku.pk])[sku.pk] < free
    assert inventory.available([sku.pk]) == {sku.pk: free}
    heard(mall)
    commands.learn_sales(by=BY)
    assert inventory.sellable([sku.pk]) == {sku.pk: free}


@pytest.mark.parametrize(("how", "kept"), [(KeepBack.NEVER, False), (KeepBack.ALWAYS, True)])
def test_our_own_shop_keeps_back_as_it_was_chosen(how: KeepBack, kept: bool) -> None:
    sku = goods("S-1", 3)
    own = Channel.objects.create(
        code="own", name="自社", letter="O", prefix="OWN", format=Format.OWN, position=9
    )
    mall = join("mall")
    sold("mall", sku, 14)
    listed(mall, sku, shown=3)
    heard(mall, 0 if how == KeepBack.ALWAYS else 30)
    assert commands.save_keep_back(how, by=BY) == 1
    assert commands.save_keep_back(how, by=BY) == 0  # said again
    commands.learn_sales(by=BY)
    assert bool(inventory.kept_back()) is kept
    own.refresh_from_db()
    assert own.settings == {"keeps_back": how.value}


def test_an_announced_rush_raises_buffers_ten_minutes_before_it_begins_and_no_sooner() -> None:
    sku = goods("S-1", 500)
    mall = join("mall")
    sold("mall", sku, 1_400)  # a hundred a day
    stock = listed(mall, sku, shown=300)
    begins = clock.now() + timedelta(hours=1)
    commands.save_rush("スーパーセール", since=begins, until=begins + timedelta(hours=4), times=10, by=BY)
    seen = {}
    for minutes in (0, 49, 51, 65, 301):
        with after(minutes=minutes):
            heard(mall)
            commands.learn_sales(by=BY)
            stock.refresh_from_db()
            seen[minutes] = stock.per_day
    assert seen[49] == pytest.approx(seen[0], rel=0.1)
    assert seen[51] == pytest.approx(10 * seen[0], rel=0.1)
    assert seen[65] == pytest.approx(10 * seen[0], rel=0.1)
    assert seen[301] == pytest.approx(seen[0], rel=0.1)


def test_paces_are_learned_every_ten_minutes_and_every_minute_in_a_rush(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[int] = []
    monkeypatch.setattr(stock_jobs.commands, "learn_sales", lambda by: ran.append(1))
    for minute in range(20):
        stock_jobs.learn_sales(timestamp=minute * 60)
    assert len(ran) == 2
    now = clock.now()
    commands.save_rush("放送", since=now, until=now + timedelta(hours=1), times=3, by=BY)
    for minute in range(20):
        stock_jobs.learn_sales(timestamp=minute * 60)
    assert len(ran) == 22


@pytest.mark.parametrize(
    ("name", "starts", "lasts", "times", "reason"),
    [
        (" ", 1, 1, 5, "名前"),
        ("放送", 1, 0, 5, "終わり"),
        ("放送", -3, 1, 5, "もう終わった"),
        ("放送", 1, 24 * 40, 5, "31 日"),
        ("放送", 1, 1, 1, "倍率"),
        ("放送", 1, 1, float("nan"), "倍率"),
        ("放送", 1, 1, 1000, "倍率"),
    ],
)
def test_a_rush_that_cannot_be_is_refused_and_nothing_is_written(
    name: str, starts: float, lasts: float, times: float, reason: str
) -> None:
    since = clock.now() + timedelta(hours=starts)
    with pytest.raises(BadRush) as refused:
        commands.save_rush(name, since=since, until=since + timedelta(hours=lasts), times=times, by=BY)
    assert reason in refused.value.text
    assert not Rush.objects.exists()
    assert not AuditEntry.objects.filter(command="channels.save_rush").exists()


def test_the_same_rush_is_kept_once_and_can_be_taken_back() -> None:
    since = clock.now() + timedelta(hours=1)
    one = commands.save_rush("放送", since=since, until=since + timedelta(hours=1), times=3, by=BY)
    two = commands.save_rush("放送", since=since, until=since + timedelta(hours=1), times=3, by=BY)
    assert one.pk == two.pk
    commands.drop_rush(one.pk, by=BY)
    assert not Rush.objects.exists()
    with pytest.raises(RushNotFound):
        commands.drop_rush(one.pk, by=BY)


def test_the_statements_of_learning_do_not_grow_with_the_catalogue() -> None:
    mall, silent = join("mall"), join("silent")
    Channel.objects.create(
        code="own",
        name="自社",
        letter="O",
        prefix="OWN",
        format=Format.OWN,
        settings={"keeps_back": "always"},
    )

    def count() -> int:
        heard(mall)
        heard(silent, 60)
        with CaptureQueriesContext(connection) as seen:
            commands.learn_sales(by=BY)
        return len(seen)

    for at in range(3):
        listed(mall, goods(f"A-{at}", 5), shown=0)
    few = count()
    for at in range(40):
        sku = goods(f"B-{at}", 5)
        listed(mall, sku, shown=0)
        listed(silent, sku, shown=4)
    assert count() <= few + 8  # the steps that few SKUs did not need, each once


# --- the page ---


def test_the_page_takes_a_rush_names_what_is_wrong_and_takes_it_back(hana_client: Any) -> None:
    Channel.objects.create(code="own", name="自社", letter="O", prefix="OWN", format=Format.OWN)
    page = reverse("settings-sales-pace")
    assert "登録された見込みはありません" in hana_client.get(page).text
    begins = clock.now().astimezone(clock.JST) + timedelta(days=1)
    sent = {
        "name": "<b>放送</b>", "times": "３", "since": f"{begins:%Y-%m-%dT%H:%M}",
        "until": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    for wrong in ({"since": ""}, {"times": "たくさん"}, {"until": sent["since"]}):
        answer = hana_client.post(page, {**sent, **wrong})
        assert (answer.status_code, Rush.objects.count()) == (422, 0)
        assert "売れ行きの見込みを保存できません" in answer.text
        assert "&lt;b&gt;放送" in answer.text  # what was typed is still there
    assert hana_client.post(page, sent).status_code == 303
    row = Rush.objects.get()
    assert (row.times, row.until - row.since) == (3.0, timedelta(hours=2))
    assert "予定" in hana_client.get(page).text
    assert hana_client.post(reverse("settings-rush-drop", args=[row.pk])).status_code == 303
    assert not Rush.objects.exists()
    assert (
        hana_client.post(reverse("settings-rush-drop", args=[row.pk])).status_code == 303
    )  # somebody else did
    for how in ("always", "nonsense"):
        assert hana_client.post(reverse("settings-keep-back"), {"how": how}).status_code == 303
        assert keeps_back() == KeepBack.ALWAYS


def test_who_only_looks_may_neither_announce_nor_choose(mei_client: Any) -> None:
    Channel.objects.create(code="own", name="自社", letter="O", prefix="OWN", format=Format.OWN)
    begins = clock.now() + timedelta(days=1)
    row = commands.save_rush("放送", since=begins, until=begins + timedelta(hours=1), times=3, by=BY)
    for name, args in (
        ("settings-sales-pace", []),
        ("settings-rush-drop", [row.pk]),
        ("settings-keep-back", []),
    ):
        assert mei_client.post(reverse(name, args=args), {"how": "always"}).status_code == 403
    assert Rush.objects.count() == 1
    assert keeps_back() == KeepBack.SILENT
