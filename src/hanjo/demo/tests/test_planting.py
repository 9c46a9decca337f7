"""The demo shop opens through the real commands, and its morning trips what it was made to trip."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import override_settings

from hanjo import demo
from hanjo.catalogue.models import Image, Product, Sku
from hanjo.channels import commands as channels
from hanjo.channels.models import Channel, RowNote
from hanjo.demo.goods import skus
from hanjo.demo.morning import FILES, morning
from hanjo.demo.planting.gallery import plant_pictures
from hanjo.demo.trouble_goods import UNKNOWN, UNKNOWN_MEANS
from hanjo.demo.troubles import TROUBLES
from hanjo.inventory.models import Movement, StockLevel
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order
from hanjo.orders.terms import Severity, Stage
from hanjo.staff.models import Staff

WAITING = {Stage.MONEY, Stage.STOCK, Stage.RELEASE, Stage.READY}


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction, or a part of one, of which nothing stays; commands that want to be the outermost may run in it."""
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own tests say so
    with whole:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A house as seeding leaves it, and its folders: planted once; each test has its part of the transaction."""
    place = tmp_path_factory.mktemp("planted")
    with django_db_blocker.unblock(), rolled_back():
        with override_settings(INBOX_ROOT=place / "inbox", MEDIA_ROOT=str(place / "media")):
            demo.seed()
        yield place


@pytest.fixture
def shop(planted: Path, settings: Any, tmp_path: Path) -> Iterator[None]:
    shutil.copytree(planted, tmp_path, dirs_exist_ok=True)
    settings.INBOX_ROOT = tmp_path / "inbox"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with rolled_back():
        yield


def import_morning() -> dict[tuple[str, str], Order]:
    for stored in channels.collect_inbox(by=demo.BY):
        channels.take_in(stored.pk, by=demo.BY)
    orders = Order.objects.filter(taken_at__isnull=False).prefetch_related("holds")
    return {(order.channel, order.external_number): order for order in orders}


def stops(order: Order) -> set[str]:
    return {
        hold.check_code for hold in order.holds.all() if hold.severity == Severity.STOP and not hold.lifted_at
    }


def test_the_demo_opens_an_empty_house_with_everything_a_shop_needs(shop: None) -> None:
    assert Sku.objects.count() == len(skus())
    assert Product.objects.count() >= 150
    assert set(Channel.objects.values_list("code", flat=True)) == {
        "rakuten",
        "amazon",
        "yahoo",
        "eccube",
        "online-retail",
        "shop",
    }
    assert not Channel.objects.filter(is_history=True).exclude(code="online-retail").exists()
    assert {login for login, _, _ in demo.LOGINS} == set(Staff.objects.values_list("login", flat=True))
    assert StockLevel.objects.get(sku__code="COL-008").on_hand == 3
    waiting = {
        channel.code: tuple(path.name for path in paths) for channel, paths in channels.waiting_files()
    }
    assert waiting == FILES
    assert set(Order.objects.values_list("stage", flat=True)) == {Stage.SHIPPED, Stage.CANCELLED}


def test_seeding_a_second_time_changes_nothing(shop: None) -> None:
    counted = (AuditEntry, Movement, Order, Product, Staff)
    before = [model.objects.count() for model in counted]
    assert not demo.is_empty()
    assert demo.seed() == {}
    assert [model.objects.count() for model in counted] == before


def test_an_ordinary_order_of_the_morning_is_stopped_by_nothing(shop: None) -> None:
    orders = import_morning()
    ordinary = [order for order in morning(clock.business_date()) if not order.trouble]
    seen = Counter()
    for told in ordinary:
        order = orders[told.mall, told.number]
        seen[order.stage] += 1
        assert stops(order) == set(), order.number
    assert set(seen) <= {Stage.READY, Stage.DATE}
    assert seen[Stage.READY] > 250


def test_every_catalogued_trouble_trips_its_check(shop: None) -> None:
    orders = import_morning()
    told = morning(clock.business_date())
    for trouble in TROUBLES:
        mine = [orders.get((one.mall, one.number)) for one in told if one.trouble == trouble.slug]
        if trouble.outcome == "refused":
            assert mine == [None] * len(mine), trouble.slug
            continue
        stages = set()
        for order in mine:
            assert order is not None, trouble.slug
            stages.add(order.stage)
            assert (order.stage == Stage.CHECK) == bool(stops(order)), (trouble.slug, order.number)
            if trouble.check:
                shown = {hold.check_code for hold in order.holds.all()}
                assert trouble.check in shown, (trouble.slug, order.number, shown)
        if trouble.outcome == "stop":
            assert Stage.CHECK in stages, trouble.slug
        elif trouble.outcome == "wait":
            assert stages <= WAITING, (trouble.slug, stages)
            assert stages != {Stage.READY}, trouble.slug
        elif trouble.outcome == "cancelled":
            assert stages == {Stage.CANCELLED}
        else:
            assert Stage.CHECK not in stages, trouble.slug


def test_every_refused_row_of_the_morning_says_why(shop: None) -> None:
    import_morning()
    notes = RowNote.objects.filter(row_class="refused")
    meant = [one for one in morning(clock.business_date()) if one.broken in {"quantity", "number"}]
    assert notes.count() >= len(meant) == 4
    assert all(note.reason for note in notes)


def test_one_mapping_releases_every_order_that_waited_for_the_unknown_code(shop: None) -> None:
    import_morning()
    waiting = Order.objects.filter(lines__code=UNKNOWN, stage=Stage.CHECK)
    assert waiting.count() == 3
    released = channels.save_listing("rakuten", [(UNKNOWN, UNKNOWN_MEANS)], by=demo.BY)
    assert len(set(released)) == 3
    assert set(Order.objects.filter(lines__code=UNKNOWN).values_list("stage", flat=True)) == {Stage.READY}


def test_the_tour_walks_every_step_and_leaves_nothing_behind(shop: None) -> None:
    import_morning()
    counted = (AuditEntry, Movement, Order)
    before = [model.objects.count() for model in counted]
    files = {path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    said: list[str] = []
    demo.tour(said.append)
    told = "\n".join(said)
    for word in (
        "store_file",
        "recognise",
        "place",
        "reserve",
        "instruct",
        "scan",
        "load_results",
        "dispatch",
    ):
        assert f"  {word}  " in told
    assert "出荷済" in told
    assert [model.objects.count() for model in counted] == before
    assert {path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()} == files


def test_pictures_are_hung_once(shop: None) -> None:
    Product.objects.exclude(code__in=["UTW-001", "FOD-006"]).update(code=Concat(Value("x-"), F("code")))
    assert plant_pictures(demo.BY) == 2
    assert plant_pictures(demo.BY) == 0
    assert set(Image.objects.values_list("product__code", flat=True)) == {"UTW-001", "FOD-006"}
