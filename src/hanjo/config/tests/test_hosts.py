"""The shop below /shop/, or alone on a host of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _open() -> None:
    """The doors are open: what is shown on which host is the question here."""
    setting.put("shop.open", value=True, by=Actor.system("test"))


def test_without_a_host_of_its_own_the_shop_stands_below_shop(client: Client) -> None:
    assert client.get("/shop/").status_code == 200
    assert client.get("/login/").status_code == 200


def test_on_its_own_host_the_shop_is_the_root_and_nothing_of_the_console_is_there(
    client: Client, settings: Settings
) -> None:
    settings.SHOP_URL = "http://www.example.jp"
    settings.ALLOWED_HOSTS = ["www.example.jp", "testserver"]
    shop = client.get("/", headers={"Host": "www.example.jp"})
    assert shop.status_code == 200
    assert b'href="/cart/"' in shop.content
    assert client.get("/login/", headers={"Host": "www.example.jp"}).status_code == 404
    assert client.get("/login/").status_code == 200
