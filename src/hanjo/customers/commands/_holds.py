"""Holds under their locks, for using and releasing them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from hanjo.customers.models import PointHold, PointHoldPart
from hanjo.customers.terms import HoldState
from hanjo.kernel import bulk


def carry_held(shares: Sequence[tuple[int, int]]) -> None:
    """Add (lot, points) to what is set aside; negative points set free."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE customers_pointlot l SET held = l.held + s.points
            FROM (SELECT lot_id, sum(points) AS points FROM unnest(%s::bigint[], %s::int[]) AS d(lot_id, points)
                  GROUP BY lot_id) s
            WHERE l.id = s.lot_id
            """,
            [bulk.array([lot for lot, _ in shares]), bulk.array([points for _, points in shares])],
        )


def lock_open(which: Q) -> tuple[list[PointHold], list[PointHoldPart]]:
    """Live holds with their parts; lots are locked before holds, in the order of ids, as everywhere."""
    wanted = PointHold.objects.filter(which, state=HoldState.HELD)
    lot_ids = sorted(set(PointHoldPart.objects.filter(hold__in=wanted).values_list("lot_id", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM customers_pointlot WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [bulk.array(lot_ids)],
        )
    holds = list(wanted.order_by("id").select_for_update())
    return holds, list(PointHoldPart.objects.filter(hold__in=holds).order_by("lot_id"))
