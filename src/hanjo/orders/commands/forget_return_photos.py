"""Forget return photos."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.models import ReturnRequest


@command("orders.forget_return_photos", "返品写真の消去")
def forget_return_photos(request_ids: Sequence[int], *, by: Actor) -> int:
    """Forget which pictures buyers sent with their returns (返品写真の消去); answers how many pictures.

    The request, its answer and its money stay. Whoever calls has taken the files away before; repeating is harmless.
    """
    rows = list(
        ReturnRequest.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(pk__in=request_ids)
        .exclude(photos=[])
        .order_by("pk")
    )
    gone = sum(len(row.photos) for row in rows)
    ReturnRequest.objects.filter(pk__in=[row.pk for row in rows]).update(photos=[])
    if rows:
        audit.record(by, "orders.forget_return_photos", [row.order.number for row in rows], pictures=gone)
    return gone
