"""Joining a mall on the pages, against a simulated 楽天: keys, live test, policy, refusals in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.channels.commands._outside import opened
from hanjo.channels.models import Channel, Connection
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState
from simulators.malls import Malls, World
from simulators.malls.rakuten import Rakuten

pytestmark = pytest.mark.django_db(transaction=True)
SECRET, LICENCE = "SP300001_sample", "SL300001_sample"
SHOP = {"channel": "", "code": "rakuten-2", "name": "楽天二号店", "letter": "楽", "prefix": "RB"}


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ()


@pytest.fixture
def root() -> Iterator[str]:
    """Where a simulated 楽天 answers."""
    world = World()
    world.add(Rakuten(world))
    with Malls(world) as served:
        yield served.url("rakuten")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def fill(client: Client, root: str, **more: str) -> Any:
    keys = {"field-service_secret": SECRET, "field-license_key": LICENCE, "base_url": root}
    return client.post(reverse("mall-new") + "?mall=rakuten", {**SHOP, **keys, **more})


def test_a_mall_is_joined_step_by_step_and_its_keys_are_never_shown_again(
    hana_client: Client, root: str
) -> None:
    answer = fill(hana_client, root)
    assert answer.headers["Location"] == reverse("mall-settings", args=["rakuten-2"]) + "?step=test"
    assert Connection.objects.get().state == ConnectionState.DRAFT
    assert "まだ接続テストが済んでいません" in text(hana_client.get(reverse("mall", args=["rakuten-2"])))
    proven = hana_client.post(reverse("mall-test", args=["rakuten-2"]), {"step": "test"})
    tested = hana_client.get(proven.headers["Location"])
    assert "につながりました" in text(tested)
    assert "次へ: 商品の対応" in text(tested)
    joined = Connection.objects.get()
    assert joined.state == ConnectionState.LIVE
    assert joined.key_expires_at is not None
    bound = hana_client.post(reverse("mall-bind", args=["rakuten-2"]), {"step": "listings"})
    assert bound.status_code == 303
    assert ProcrastinateJob.objects.filter(task_name="channels.bind_listings").count() == 1
    settings = hana_client.get(reverse("mall-settings", args=["rakuten-2"]))
    for page in (tested, settings, hana_client.get(reverse("malls"))):
        assert SECRET not in text(page)
        assert LICENCE not in text(page)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"field-license_key": ""}, "接続に必要な項目が空です"),
        ({"prefix": "あ"}, "半角の英大文字"),
        ({"code": "", "name": "", "letter": "", "prefix": ""}, "店舗を選ぶか"),
        ({"channel": "nobody"}, "nobody"),
    ],
)
def test_what_is_lacking_is_said_in_place_and_neither_shop_nor_connection_is_kept(
    hana_client: Client, root: str, more: dict[str, str], said: str
) -> None:
    answer = fill(hana_client, root, **more)
    assert answer.status_code in (404, 422)
    assert said in text(answer)
    assert SECRET not in text(answer)
    assert (Channel.objects.count(), Connection.objects.count()) == (0, 0)


def test_a_wrong_key_is_refused_with_the_malls_own_word_and_an_empty_field_keeps_the_old_one(
    hana_client: Client, root: str
) -> None:
    fill(hana_client, root, **{"field-license_key": "SL300001_wrong"})
    refused = hana_client.post(reverse("mall-test", args=["rakuten-2"]), {"step": "test"})
    assert refused.status_code == 422
    assert "がキーを受け付けません" in text(refused)
    assert Connection.objects.get().state == ConnectionState.STOPPED
    hana_client.post(
        reverse("mall-keys", args=["rakuten-2"]),
        {"field-service_secret": "", "field-license_key": LICENCE, "field-version": "10", "base_url": root},
    )
    kept = opened(Connection.objects.get().sealed_secrets)
    assert (kept["service_secret"], kept["license_key"]) == (SECRET, LICENCE)
    hana_client.post(reverse("mall-test", args=["rakuten-2"]), {})
    assert Connection.objects.get().state == ConnectionState.LIVE


def test_what_it_does_by_itself_is_kept_within_bounds_and_nothing_else_changes(
    hana_client: Client, root: str
) -> None:
    fill(hana_client, root)
    address = reverse("mall-policy", args=["rakuten-2"])
    usual = {
        "pull_seconds": "60", "first_days": "3", "silent_minutes": "20", "alone_up_to": "500",
        "read_back_per_hour": "200", "keep_days": "90", "risk": "100000", "late_mail_hours": "24",
        "sale_lead_minutes": "0",
    }  # fmt: skip
    refused = hana_client.post(address, {**usual, "pull_seconds": "1", "keep_days": "ずっと"})
    assert refused.status_code == 422
    assert "20〜3,600 秒" in text(refused)
    assert Connection.objects.get().policy == {}
    secrets = Connection.objects.get().sealed_secrets
    hana_client.post(address, {**usual, "pull_seconds": "30", "confirms": "1", "catches_up_alone": "1"})
    row = Connection.objects.get()
    policy = Policy.of(row.policy)
    assert (policy.pull_seconds, policy.confirms, policy.catches_up_alone) == (30, True, True)
    assert (policy.pushes_stock, policy.reports_shipments, policy.risk) == (False, False, 0.00001)
    assert (row.sealed_secrets, row.state) == (secrets, ConnectionState.DRAFT)


def test_who_may_only_look_sees_no_field_for_keys(ken_client: Client, hana_client: Client, root: str) -> None:
    fill(hana_client, root)
    shown = text(ken_client.get(reverse("mall-settings", args=["rakuten-2"])))
    assert "見るだけの権限です" in shown
    assert "field-license_key" not in shown
    assert ken_client.get(reverse("mall-new")).status_code == 403
