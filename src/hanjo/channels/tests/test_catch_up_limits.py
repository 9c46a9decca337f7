"""A mall whose limit leaves no call for the proof does not keep its stock, reports and mails waiting."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest

from hanjo.channels import commands
from hanjo.channels.commands.pull_orders import Pulled
from hanjo.channels.malls.port import Limited
from hanjo.channels.models import CatchUp, ListedStock
from hanjo.channels.tests.malls import BY, goods, jobs, join, listed, pretend
from hanjo.kernel import clock

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.mark.parametrize(("minutes", "ends"), [(5, False), (20, True)])
def test_the_proof_waits_a_quarter_of_an_hour_for_the_limit_and_then_comes_later(
    monkeypatch: pytest.MonkeyPatch, minutes: int, ends: bool
) -> None:
    def limited(*_: Any, **__: Any) -> None:
        raise Limited(180)

    whole: Any = sys.modules["hanjo.channels.commands.catch_up"]
    monkeypatch.setattr(whole, "prove_orders", limited)
    monkeypatch.setattr(whole, "pull_orders", lambda channel, by: Pulled(created=["N-1"]))
    mall = join("one", orders_at=clock.now(), orders_until=clock.now())
    stock = listed(mall, goods("S-1", 5), shown=3)
    now = clock.now()
    row = CatchUp.objects.create(
        channel=mall, since=now - timedelta(hours=1), until=now, state="approved", plan={},
        found_at=now - timedelta(minutes=30), approved_at=now - timedelta(minutes=minutes), approved_by="staff:hana",
    )  # fmt: skip
    if ends:
        commands.catch_up("one", by=BY)
    else:
        with pytest.raises(Limited):
            commands.catch_up("one", by=BY)
    row.refresh_from_db()
    stock = ListedStock.objects.get(pk=stock.pk)
    assert row.done["orders"] == 1  # what was done stays done
    assert (row.state, stock.shown) == (("done", None) if ends else ("running", 3))
    assert row.done.get("proof", {}).get("later") is (True if ends else None)
    assert jobs("channels.prove_orders") == (["one"] if ends else [])
