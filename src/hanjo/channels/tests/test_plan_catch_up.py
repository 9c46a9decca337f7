"""A plan after a silence: of a mall that was lost before its first orders, and of a list that a limit cut off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.malls.port import Counted, Limited
from hanjo.channels.models import CatchUp, Connection
from hanjo.channels.tests.malls import BY, join, pretend
from hanjo.channels.tests.pretend.client import Pretended
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
ALONE = {"catches_up_alone": True, "alone_up_to": 500, "silent_minutes": 20}


def cut_off(count: int) -> Any:
    """A list whose next page the limit does not give."""

    def counted(self: Pretended, since: Any, until: Any) -> Iterator[Counted]:
        yield from (Counted(key=f"N-{at}", total=100) for at in range(count))
        raise Limited(180)

    return counted


def test_a_list_that_a_limit_cut_off_is_a_plan_of_at_least_so_many_that_somebody_approves(
    monkeypatch: pytest.MonkeyPatch, hana_client: Client
) -> None:
    join("one", orders_at=clock.now() - timedelta(hours=2), policy=ALONE)
    monkeypatch.setattr(Pretended, "counted", cut_off(3))
    plan = commands.plan_catch_up("one", by=BY)
    assert plan is not None
    assert (plan.state, plan.plan["orders"], plan.plan["at_least"]) == ("waiting", 3, True)
    assert "受注 3 件以上" in " ".join(hana_client.get(reverse("mall", args=["one"])).text.split())
    assert "受注 3 件以上" in hana_client.get(reverse("malls")).text
    monkeypatch.setattr(Pretended, "counted", lambda self, since, until: [Counted(key="N-1", total=100)])
    CatchUp.objects.update(until=clock.now() - timedelta(minutes=6))  # its numbers are old
    plan = commands.plan_catch_up("one", by=BY)
    assert plan is not None
    assert (plan.state, plan.plan["orders"], plan.plan["at_least"]) == ("approved", 1, False)
    assert "以上" not in hana_client.get(reverse("malls")).text


def test_a_limit_before_the_first_page_makes_no_plan_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    join("one", orders_at=clock.now() - timedelta(hours=2), policy=ALONE)
    monkeypatch.setattr(Pretended, "counted", cut_off(0))
    with pytest.raises(Limited):
        commands.plan_catch_up("one", by=BY)
    assert not CatchUp.objects.exists()


@pytest.mark.parametrize(
    ("more", "plans"),
    [
        ({}, True),
        ({"orders_until": clock.now()}, False),  # the first orders are coming in, a stretch at a time
        ({"pulling": {"since/until": "2"}}, False),  # … or page by page
    ],
)
def test_a_mall_that_was_lost_before_its_first_orders_gets_a_plan_as_well(
    more: dict[str, Any], plans: bool
) -> None:
    channel = join("one", tested_at=clock.now() - timedelta(minutes=30), policy=ALONE, **more)
    plan = commands.plan_catch_up("one", by=BY)
    assert (plan is not None) == plans
    if plan is not None:
        assert plan.since == Connection.objects.get(channel=channel).tested_at
