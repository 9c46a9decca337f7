"""Who may do what with malls: the order desk works with orders, the keys and the shelves are the manager's."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from hanjo.channels.commands import _outside
from hanjo.channels.models import CatchUp, Connection, Exchange, ListedStock, ListingDraft, PriceOrder
from hanjo.channels.tests.malls import goods, jobs, join, listed, pretend
from hanjo.kernel import clock
from hanjo.kernel.command import REGISTRY
from hanjo.kernel.models import AuditEntry
from hanjo.staff import rules
from hanjo.staff.commands.make_starting_roles import DESK_AT_MALLS, STARTING_ROLES
from hanjo.staff.models import Role

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
MANAGERS = {
    "mall-keys": {"field-key": "new-key", "base_url": "https://elsewhere.invalid"},
    "mall-test": {},
    "mall-policy": {"pull_seconds": "60"},
    "mall-pause": {"pause": "1"},
    "mall-stock-rule": {"ids": "1", "apply": "1", "share": "10"},
    "mall-offer-edit": {"ids": "1", "apply": "1", "price_yen": "1"},
    "mall-offer-send": {"ids": "1", "apply": "1"},
    "mall-offer-price": {"ids": "1", "step": "apply", "price": "1"},
    "mall-price-lines": {"lines": "cup,1"},
    "mall-price-cancel": {"id": "1"},
    "mall-price-again": {"id": "1"},
}


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def joined_mall() -> Exchange:
    """A mall with a listing and a message."""
    channel = join("one")
    listed(channel, goods("cup", 5))
    _outside.record(
        channel.pk, "in", "m-1", "order", about="A-1", sent=b'{"name": "\xe5\xb1\xb1"}', status=200
    )
    return Exchange.objects.get()


def kept() -> list[Any]:
    """Everything that a refused press must leave as it is."""
    tables = (Connection, ListedStock, ListingDraft, PriceOrder, AuditEntry, Exchange)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("route", MANAGERS)
def test_the_order_desk_changes_no_key_rule_or_price_of_a_mall(sora_client: Client, route: str) -> None:
    joined_mall()
    before = kept()
    answer = sora_client.post(reverse(route, args=["one"]), MANAGERS[route])
    assert answer.status_code == 403
    assert kept() == before
    assert not jobs("channels.send_prices")
    assert not jobs("channels.publish_listings")


def test_the_order_desk_joins_no_mall(sora_client: Client) -> None:
    before = Connection.objects.count()
    for answer in (
        sora_client.get(reverse("mall-new")),
        sora_client.post(reverse("mall-new") + "?mall=rakuten"),
    ):
        assert answer.status_code == 403
    assert "モールに接続する" not in text(sora_client.get(reverse("malls")))
    assert Connection.objects.count() == before


def test_the_order_desk_sees_that_a_message_came_but_not_what_it_says(sora_client: Client) -> None:
    row = joined_mall()
    before = kept()
    address = reverse("mall-message", args=["one", row.pk])
    shown = text(sora_client.get(address))
    assert "A-1" in shown
    assert "本文を開く" not in shown
    assert sora_client.post(address).status_code == 403
    assert kept() == before


def test_pages_offer_the_order_desk_only_what_it_may_do(sora_client: Client, hana_client: Client) -> None:
    joined_mall()
    for name, hidden in (
        ("mall-settings", "mall-keys"), ("mall-settings", "mall-test"), ("mall-settings", "mall-policy"),
        ("mall", "mall-pause"), ("mall-stock", "mall-stock-rule"), ("mall-offers", "mall-price-lines"),
    ):  # fmt: skip
        view = "?view=prices" if name == "mall-offers" else ""
        address, target = reverse(name, args=["one"]) + view, reverse(hidden, args=["one"])
        assert target in text(hana_client.get(address)), f"{name} lacks {hidden} for the manager"
        assert target not in text(sora_client.get(address)), f"{name} shows {hidden} to the desk"


def test_the_order_desk_brings_orders_in_proves_them_and_approves_the_way_back(sora_client: Client) -> None:
    joined_mall()
    channel = Connection.objects.get().channel
    CatchUp.objects.create(
        channel=channel, since=clock.now() - timedelta(hours=3), until=clock.now(), because="試験",
        plan={"orders": 3, "order_numbers": [], "stock": 1, "reports": 0, "mails": 0, "hidden": 0},
    )  # fmt: skip
    day = clock.business_date().isoformat()
    for route in ("mall-fill", "mall-prove-orders"):
        answer = sora_client.post(reverse(route, args=["one"]), {"since": day, "until": day})
        assert answer.status_code == 303
    assert sora_client.post(reverse("mall-approve", args=["one"])).status_code == 303
    assert CatchUp.objects.get().approved_by == "staff:sora"
    assert sora_client.get(reverse("oversells")).status_code == 200
    assert sora_client.get(reverse("channels-reports")).status_code == 200


def test_every_right_of_the_order_desk_is_one_that_the_house_knows() -> None:
    assert not [name for name in DESK_AT_MALLS if name not in REGISTRY]
    granted = STARTING_ROLES["orders"][1]
    for name in ("save_connection", "prove_connection", "see_messages", "save_stock_rule", "schedule_prices"):
        assert not rules.granted(granted, f"channels.{name}")


def test_a_desk_that_could_do_everything_is_narrowed_and_one_that_a_shop_has_made_its_own_is_not() -> None:
    step = import_module("hanjo.staff.migrations.0004_desk_without_keys")
    then = import_module("hanjo.staff.migrations.0005_desk_answers")
    desk, _ = Role.objects.update_or_create(code="orders", defaults={"permissions": sorted(step.BEFORE)})
    with connection.schema_editor() as editor:
        step.take_keys_back(apps, editor)
        then.let_answer(apps, editor)
    desk.refresh_from_db()
    assert set(desk.permissions) == set(STARTING_ROLES["orders"][1])
    own = ["channels.*", "orders.look"]
    Role.objects.filter(pk=desk.pk).update(permissions=own)
    with connection.schema_editor() as editor:
        step.take_keys_back(apps, editor)
        then.let_answer(apps, editor)
    desk.refresh_from_db()
    assert desk.permissions == own
