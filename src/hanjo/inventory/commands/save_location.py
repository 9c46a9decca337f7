"""Save a location; give goods their bin."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.inventory.commands.receive import open_levels
from hanjo.inventory.models import Bin, Location
from hanjo.inventory.terms import LocationKind
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("inventory.save_location", "ロケーションの保存")
def save_location(  # a place and how gladly we ship from it
    code: str,
    *,
    name: str,
    kind: LocationKind = LocationKind.WAREHOUSE,
    priority: int = 100,
    ships: bool = True,
    postal: str = "",
    address: str = "",
    phone: str = "",
    by: Actor,
) -> Location:
    """Open or change a place that holds stock (ロケーション). Saving again changes only what differs."""
    location, _ = Location.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": kind,
            "priority": priority,
            "ships": ships,
            "postal": postal,
            "address": address,
            "phone": phone,
        },
    )
    audit.record(by, "inventory.save_location", [f"location:{code}"])
    return location


@command("inventory.place_in_bin", "棚番の変更")
def place_in_bin(location_id: int, places: Sequence[tuple[int, str]], *, by: Actor) -> int:
    """Give SKUs their shelf address in a location: (SKU id, bin code) pairs (棚番). Repeating changes nothing."""
    codes = sorted({code for _, code in places if code})
    Bin.objects.bulk_create(
        [Bin(location_id=location_id, code=code) for code in codes], ignore_conflicts=True
    )
    bins = dict(Bin.objects.filter(location_id=location_id, code__in=codes).values_list("code", "id"))
    open_levels([(sku_id, location_id, None) for sku_id, _ in places])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_stocklevel l SET bin_id = d.bin_id
            FROM unnest(%s::bigint[], %s::bigint[]) AS d(sku_id, bin_id)
            WHERE l.sku_id = d.sku_id AND l.location_id = %s AND l.bin_id IS DISTINCT FROM d.bin_id
            """,
            [[sku_id for sku_id, _ in places], [bins.get(code) for _, code in places], location_id],
        )
        changed: int = cursor.rowcount
    audit.record(by, "inventory.place_in_bin", [f"location:{location_id}"], changed=changed)
    return changed
