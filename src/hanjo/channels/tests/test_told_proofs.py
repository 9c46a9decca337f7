"""The proofs of parcels, reports and mails, together."""

from __future__ import annotations

import pytest

from hanjo.channels.models import Channel, OutgoingMail, ShipmentReport
from hanjo.channels.reactions import note_shipments
from hanjo.channels.told_proofs import TOLD_PROOFS as TOLD
from hanjo.fulfilment import commands
from hanjo.fulfilment.facts import ParcelsDispatched
from hanjo.fulfilment.models import Instruction, Parcel
from hanjo.fulfilment.proofs import PROOFS
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY
from hanjo.kernel.proof import prove

pytestmark = pytest.mark.django_db


def test_the_shop_speaks_up_when_its_own_books_disagree() -> None:
    Channel.objects.create(
        code="rakuten", name="楽天", letter="楽", prefix="R", format="rakuten", sender_email="s@example.jp"
    )
    made_up.shop()
    going, staying = made_up.instruct(*made_up.take([("1", {"CUP": 1, "SET": 1}), ("2", {"CUP": 1})]))
    made_up.scan_all(going)
    made_up.number_all(going)
    commands.dispatch([going.pk], by=BY)
    parcel = Parcel.objects.get(instruction=going)
    fact = ParcelsDispatched(
        order_id=going.order_id, number=going.order.number, channel="rakuten", shipped_on="2026-11-22",
        parcels=[
            {"key": parcel.key, "tracking_number": str(parcel.tracking_number), "carrier": "yamato", "service": "x"}
        ],
    )  # fmt: skip
    note_shipments([fact])
    assert [(one.name, one.broken) for one in map(prove, (*PROOFS, *TOLD)) if one.broken] == []
    Instruction.objects.filter(pk=staying.pk).update(state="dispatched")
    broken = {one.name for one in map(prove, (*PROOFS, *TOLD)) if one.broken}
    assert broken >= {"parcels.dispatched_goods_moved", "parcels.dispatched_together", "parcels.orders_know"}


def test_a_parcel_that_nobody_was_told_of_is_found() -> None:
    Channel.objects.create(
        code="rakuten", name="楽天", letter="楽", prefix="R", format="rakuten", sender_email="s@example.jp"
    )
    made_up.shop()
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}))
    made_up.scan_all(row)
    made_up.number_all(row)
    commands.dispatch([row.pk], by=BY)
    from hanjo.kernel.models import Telling

    Telling.objects.update(heard_at="2026-11-22T00:00Z")
    ShipmentReport.objects.all().delete()
    OutgoingMail.objects.all().delete()
    broken = {one.name for one in map(prove, TOLD) if one.broken}
    assert broken == {"shipments.every_parcel_reported_once", "mails.every_buyer_told"}
