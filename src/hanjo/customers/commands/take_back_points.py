"""Take points back."""

from __future__ import annotations

from django.db import connection

from hanjo.customers.commands import _lots
from hanjo.customers.terms import PointCause
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.take_back_points", "付与ポイントの取り消し")
def take_back_points(order_ref: str, part: int, whole: int, *, ref: str, by: Actor) -> int:
    """Take back what an order earned for goods that came back (付与ポイントの取り消し): `part` of the `whole` value.

    Rounded down in the buyer's favour, and never more than is left of what this order earned: points that were spent
    meanwhile stay spent, and other points are not touched. The same reference takes once. Answers how many were taken.
    """
    key = f"{order_ref}/{ref}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, issued, remaining - held FROM customers_pointlot WHERE ref = %s FOR UPDATE",
            [f"order:{order_ref}"],
        )
        lot = cursor.fetchone()
    if lot is None or whole <= 0 or _lots.corrected(key):
        return 0
    lot_id, issued, free = lot
    points = min(issued * max(part, 0) // whole, free)
    if points <= 0:
        return 0
    note = "返品によるポイントの取り消し"
    _lots.move([(lot_id, -points, f"correct:{key}", note)], PointCause.CORRECTED, held=0, by=by)
    audit.record(by, "customers.take_back_points", [order_ref], points=points)
    return int(points)
