"""A mall whose orders go to several addresses is told what lies in each parcel; all others are told as ever."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hanjo.channels import commands
from hanjo.channels.malls.port import Outcome, Shipment, Verdict
from hanjo.channels.models import Channel, ShipmentReport
from hanjo.channels.tests.malls import BY, goods, join, order, pretend
from hanjo.channels.tests.pretend import client
from hanjo.fulfilment import queries as fulfilment

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture


@pytest.mark.parametrize("wants", [True, False])
def test_lines_of_a_parcel_are_told_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch, wants: bool
) -> None:
    join("one")
    row = order("one", "A-1", (goods("CUP", 5), 2))
    ShipmentReport.objects.create(
        channel=Channel.objects.get(code="one"), order=row, parcel_key="P-1", carrier="yamato",
        tracking_number="200961185430", shipped_on="2026-11-22",
    )  # fmt: skip
    told: list[Shipment] = []

    def ship(port: client.Pretended, shipments: Sequence[Shipment]) -> list[Verdict]:
        told.extend(shipments)
        return [Verdict(key=one.key, outcome=Outcome.DONE) for one in shipments]

    def lines(keys: Sequence[str]) -> dict[tuple[str, int], list[tuple[str, int]]]:
        return {(key, row.pk): [("1", 2)] for key in keys}

    monkeypatch.setattr(client.Pretended, "ship", ship, raising=False)
    monkeypatch.setattr(client, "WANTS_LINES", wants, raising=False)
    monkeypatch.setattr(fulfilment, "lines_of_parcels", lines)
    assert commands.report_shipments("one", by=BY).told == 1
    assert [list(one.lines) for one in told] == [[("1", 2)] if wants else []]
    assert ShipmentReport.objects.get().written_at is not None
