"""A mall that waits for somebody is said so on every page, not counted as well (モールの状態)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hanjo.channels.models import CatchUp, Connection
from hanjo.channels.tests.malls import join
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db


def shown(client: Client) -> str:
    cache.clear()
    return client.get("/").content.decode()


def test_a_plan_that_waits_for_a_word_is_in_the_head_of_every_page_and_at_its_shop(
    hana_client: Client,
) -> None:
    channel = join("one", orders_at=clock.now())
    assert "復旧" not in shown(hana_client)
    CatchUp.objects.create(channel=channel, since=clock.now(), until=clock.now(), because="", state="waiting")
    page = shown(hana_client)
    assert "one店の復旧が承認待ちです" in page
    assert "復旧待ち" in page
    assert "店舗正常" not in page


def test_a_mall_that_does_not_answer_is_not_called_joined(hana_client: Client) -> None:
    join("one", orders_at=clock.now())
    assert "API 接続" in shown(hana_client)
    Connection.objects.update(closed_until=clock.now() + timedelta(minutes=5))
    page = shown(hana_client)
    assert "応答なし" in page
    assert "API 接続" not in page
