"""A mall that can be asked to tells us of orders: registered when it is proven, looked after by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands, rules
from hanjo.channels import jobs as channel_jobs
from hanjo.channels.models import Channel, Connection
from hanjo.channels.tests.malls import BY, join, pretend
from hanjo.channels.tests.malls import jobs as waiting
from hanjo.kernel.models import AuditEntry
from simulators.malls import Malls, World
from simulators.malls.shopify import Shopify

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
KEYS = {"access_token": "shpat_mihon", "client_secret": "himitsu"}
PUBLIC = "https://hanjo.example.jp"
DOOR = f"{PUBLIC}/malls/shop/hook"


@pytest.fixture
def shop(settings: Any) -> Iterator[Shopify]:
    """A simulated shop, its connection saved and not proven yet; our address is public."""
    settings.URL, settings.HANJO_SHELL_CONTEXT = PUBLIC, ()
    world = World()
    mall = Shopify(world, "shop")
    world.add(mall)
    Channel.objects.create(code="shop", name="見本店", letter="S", prefix="S", format="generic")
    with Malls(world) as served:
        commands.save_connection("shop", "shopify", KEYS, base_url=served.url("shop"), by=BY)
        yield mall


def entries() -> int:
    return AuditEntry.objects.filter(command="channels.listen_to_mall").count()


def test_proving_a_connection_registers_and_proving_it_again_registers_nothing(shop: Shopify) -> None:
    for _ in range(2):
        assert commands.prove_connection("shop", by=BY).warnings == ()
        assert {(one["topic"], one["uri"]) for one in shop.hooks.values()} == {
            (topic, DOOR) for topic in ("ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_CANCELLED")
        }
        assert entries() == 1


def test_what_the_shop_dropped_is_registered_by_the_clock(shop: Shopify) -> None:
    commands.prove_connection("shop", by=BY)
    shop.hooks.popitem()
    join("other")
    channel_jobs.listen_to_malls(0)
    assert waiting("channels.listen_to_mall") == ["shop"]
    channel_jobs.listen_to_mall("shop")
    assert len(shop.hooks) == 3
    assert entries() == 2


@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "http://hanjo.example.jp", "https://192.168.1.4"]
)
def test_an_address_that_is_not_public_is_said_and_nothing_is_registered(
    shop: Shopify, settings: Any, address: str
) -> None:
    settings.URL = address
    (warning,) = commands.prove_connection("shop", by=BY).warnings
    assert address in warning
    assert "HANJO_URL" in warning
    assert Connection.objects.get().state == "live"
    assert not shop.hooks
    assert entries() == 0


def test_without_the_secret_nothing_is_registered(shop: Shopify) -> None:
    row = Connection.objects.get()
    Connection.objects.filter(pk=row.pk).delete()
    commands.save_connection("shop", "shopify", {"access_token": "shpat_mihon"}, base_url=row.base_url, by=BY)
    warnings = commands.prove_connection("shop", by=BY).warnings
    assert any("登録していません" in one for one in warnings)
    assert not shop.hooks


def test_a_shop_that_refuses_is_joined_all_the_same(shop: Shopify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulators.malls.shopify.hooks._wrong", lambda *_: "Address is not allowed")
    (warning,) = commands.prove_connection("shop", by=BY).warnings
    assert "Address is not allowed" in warning
    assert Connection.objects.get().state == "live"
    assert entries() == 0


def test_the_settings_say_where_messages_come_in(shop: Shopify, hana_client: Client, settings: Any) -> None:
    page = reverse("mall-settings", args=["shop"])
    shown = hana_client.get(page).content.decode()
    assert DOOR in shown
    assert "自動で登録します" in shown
    assert "HANJO_URL" not in shown
    settings.URL = "http://localhost:8000"
    assert "HANJO_URL" in hana_client.get(page).content.decode()
    join("other")
    assert (
        "モールからの通知" not in hana_client.get(reverse("mall-settings", args=["other"])).content.decode()
    )


def test_a_mall_whose_address_is_entered_by_hand_says_where(hana_client: Client, settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ()
    channel = Channel.objects.create(code="ec", name="見本店", letter="E", prefix="E", format="generic")
    Connection.objects.create(channel=channel, mall="eccube", state="live")
    shown = hana_client.get(reverse("mall-settings", args=["ec"])).content.decode()
    assert "WebHook の設定に" in shown
    assert commands.door_of("ec") in shown


def test_only_an_address_that_the_world_can_reach_is_public() -> None:
    assert rules.is_public("https://hanjo.example.jp/malls/a/hook")
    assert rules.is_public("https://203.0.114.9/")
    for address in (
        "http://hanjo.example.jp", "https://localhost", "https://shop", "https://shop.local", "https://10.0.0.1",
        "https://127.0.0.1", "https://[::1]", "", "https://",
    ):  # fmt: skip
        assert not rules.is_public(address)
