"""Reads of stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Min, Q, Sum

from hanjo.catalogue import queries as catalogue
from hanjo.inventory import free
from hanjo.inventory.models import Inbound, Location, Movement, Reservation, Shortage, StockLevel
from hanjo.inventory.terms import ReservationState
from hanjo.kernel import text
from hanjo.kernel.refusal import NotFound
from hanjo.kernel.text import guarded

# What can be sold now has a file of its own; it is part of this one's face.
available = free.available
available_at = free.available_at
kept_back = free.kept_back
sellable = free.sellable


def location(code: str) -> Location:
    """The location of this code; refuses an unknown one."""
    found = Location.objects.filter(code=code).first()
    if found is None:
        raise NotFound(what="ロケーション", key=code)
    return found


def locations() -> list[Location]:
    """The places in use, those we ship from most gladly first (ロケーション)."""
    return list(Location.objects.filter(is_active=True).order_by("priority", "id"))


def level(sku_id: int, location_id: int) -> StockLevel | None:
    """The level of a SKU in a place, if it ever lay there."""
    return (
        StockLevel.objects.select_related("sku", "location", "bin")
        .filter(sku_id=sku_id, location_id=location_id)
        .first()
    )


PAGE = 100
VIEWS = {
    "": "TRUE",
    "short": "s.id IN (SELECT (m->>0)::bigint FROM inventory_shortage w, jsonb_array_elements(w.missing) m)",
    "out": """s.kind = 'single' AND NOT EXISTS (SELECT 1 FROM inventory_stocklevel l
              WHERE l.sku_id = s.id AND l.on_hand > l.reserved)""",
    "flagged": "s.id IN (SELECT l.sku_id FROM inventory_stocklevel l WHERE l.flagged_because <> '')",
    "inbound": "s.id IN (SELECT i.sku_id FROM inventory_inbound i WHERE i.arrived_at IS NULL)",
}
"""The views of the stock board: their names and what a SKU must be like to appear."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelView:
    """The count of one SKU in one place."""

    level_id: int
    location_id: int
    location: str
    ships: bool
    bin: str
    on_hand: int
    reserved: int
    value_yen: int
    flagged_because: str

    @property
    def free(self) -> int:
        """What could still be promised."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, kw_only=True, slots=True)
class StockRow:
    """One SKU on the stock board."""

    id: int
    code: str
    name: str
    jan: str
    is_bundle: bool
    is_active: bool
    levels: dict[int, LevelView]  # by location
    on_hand: int
    reserved: int
    available: int
    missing: int
    inbound: int
    due_on: date | None
    flagged: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StockBoard:
    """One page of the stock board, with the keys of its neighbours; empty keys mean there is none."""

    rows: list[StockRow]
    locations: list[Location]
    total: int
    after: str
    before: str


def board(
    *, words: str = "", view: str = "", after: str = "", before: str = "", size: int = PAGE
) -> StockBoard:
    """One page of SKUs by code with what lies where, what waits and what comes (在庫一覧)."""
    condition, values = _found(words, view)
    place = "code < %(key)s" if before else "code > %(key)s"
    with connection.cursor() as cursor:  # the condition is worked out once, for the count and for the page
        cursor.execute(
            f"""{(_WITH_WORDS if words else _WITH_VIEW if view else _WITH_ALL).format(condition=condition)}
                SELECT t.number, s.id, s.code, p.name, s.option1, s.option2, s.jan, s.kind,
                       s.is_active AND p.is_active
                FROM (SELECT count(*) AS number FROM found) t
                LEFT JOIN (SELECT id FROM found WHERE {place} ORDER BY code {"DESC" if before else ""}
                           LIMIT %(limit)s) f ON TRUE
                LEFT JOIN catalogue_sku s ON s.id = f.id LEFT JOIN catalogue_product p ON p.id = s.product_id
                ORDER BY s.code {"DESC" if before else ""}""",
            {**values, "key": before or after, "limit": size + 1},
        )
        answered = cursor.fetchall()
    total, found = int(answered[0][0]), [row[1:] for row in answered if row[1]]
    more = len(found) > size
    found = found[:size]
    if before:
        found.reverse()
    rows = _rows(found)
    forward, backward = (True, more) if before else (more, bool(after))
    return StockBoard(
        rows=rows,
        locations=locations(),
        total=total,
        after=rows[-1].code if rows and forward else "",
        before=rows[0].code if rows and backward else "",
    )


_WITH_ALL = "WITH found AS NOT MATERIALIZED (SELECT id, code FROM catalogue_sku)"
_WITH_VIEW = "WITH found AS MATERIALIZED (SELECT s.id, s.code FROM catalogue_sku s WHERE {condition})"
_WITH_WORDS = """WITH found AS MATERIALIZED (
    SELECT s.id, s.code FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id WHERE {condition})"""


def _found(words: str, view: str) -> tuple[str, dict[str, Any]]:
    conditions, values = [VIEWS.get(view, "TRUE")], {}
    for number, word in enumerate(words.split()[:8]):
        conditions.append(f"(p.search_text LIKE %(word{number})s ESCAPE '\\')")
        key = text.search_key(word)
        values[f"word{number}"] = (
            "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        )
    return " AND ".join(conditions), dict(values)


def _rows(found: Sequence[tuple[Any, ...]]) -> list[StockRow]:
    ids = [row[0] for row in found]
    places = levels(ids)
    missing, coming, free = shortages_by_sku(ids), inbound_by_sku(ids), available(ids)
    rows = []
    for id_, code, name, option1, option2, jan, kind, active in found:
        here = places.get(id_, {})
        rows.append(
            StockRow(
                id=id_, code=code, name=catalogue.full_name(name, option1, option2), jan=jan or "",
                is_bundle=kind == "bundle", is_active=active, levels=here,
                on_hand=sum(level.on_hand for level in here.values()),
                reserved=sum(level.reserved for level in here.values()),
                available=free[id_], missing=missing.get(id_, 0), inbound=coming.get(id_, (0, None))[0],
                due_on=coming.get(id_, (0, None))[1], flagged=any(level.flagged_because for level in here.values()),
            )
        )  # fmt: skip
    return rows


def levels(sku_ids: Sequence[int]) -> dict[int, dict[int, LevelView]]:
    """What lies where: by SKU, then by location (在庫数)."""
    found: dict[int, dict[int, LevelView]] = {}
    rows = StockLevel.objects.filter(sku__in=list(sku_ids)).order_by("location__priority", "location_id")
    names = (
        "sku_id",
        "id",
        "location_id",
        "location__name",
        "location__ships",
        "bin__code",
        "on_hand",
        "reserved",
    )
    for (
        sku_id,
        level_id,
        location_id,
        name,
        ships,
        bin_,
        on_hand,
        reserved,
        value,
        because,
    ) in rows.values_list(*names, "value_yen", "flagged_because"):
        found.setdefault(sku_id, {})[location_id] = LevelView(
            level_id=level_id, location_id=location_id, location=name, ships=ships, bin=bin_ or "",
            on_hand=on_hand, reserved=reserved, value_yen=value, flagged_because=because,
        )  # fmt: skip
    return found


def shortages_by_sku(sku_ids: Sequence[int]) -> dict[int, int]:
    """How many pieces of each single SKU orders wait for, bundles counted by what they lack (引当待ち)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (m->>0)::bigint, sum((m->>1)::int) FROM inventory_shortage w, jsonb_array_elements(w.missing) m
            WHERE (m->>0)::bigint = ANY(%s) GROUP BY 1
            """,
            [list(sku_ids)],
        )
        return {sku_id: int(count) for sku_id, count in cursor.fetchall()}


def inbound_by_sku(sku_ids: Sequence[int]) -> dict[int, tuple[int, date]]:
    """What is on its way, and when the first of it is due (入荷予定)."""
    rows = Inbound.objects.filter(sku__in=list(sku_ids), arrived_at__isnull=True).values("sku_id")
    return {
        row["sku_id"]: (row["count"], row["first"])
        for row in rows.annotate(count=Sum("quantity"), first=Min("due_on"))
    }


_TALLIES = f"""
    SELECT (SELECT count(*) FROM catalogue_sku),
           (SELECT count(DISTINCT (m->>0)::bigint) FROM inventory_shortage w, jsonb_array_elements(w.missing) m),
           (SELECT count(*) FROM catalogue_sku s WHERE {VIEWS["out"]}),
           (SELECT count(DISTINCT sku_id) FROM inventory_inbound WHERE arrived_at IS NULL),
           (SELECT count(DISTINCT sku_id) FROM inventory_stocklevel WHERE flagged_because <> '')
"""
SECONDS = 10


def tallies() -> dict[str, int]:
    """How many SKUs each view of the stock board shows, in one statement (在庫一覧の件数)."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES)
        return dict(zip(("", "short", "out", "inbound", "flagged"), cursor.fetchone(), strict=True))


def tallies_lately() -> dict[str, int]:
    """The same, at most ten seconds old: for the tabs, beside which the list itself is always of now (件数)."""
    kept: dict[str, int] | None = cache.get("inventory.tallies")
    if kept is None:
        kept = tallies()
        cache.set("inventory.tallies", kept, SECONDS)
    return kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Who holds pieces of a SKU, since when; `waits` counts what the same claim still lacks."""

    ref: str
    group: str
    location: str
    quantity: int
    since: datetime


def holders(sku_id: int, limit: int = 200) -> list[Holder]:
    """The open reservations of a SKU, oldest first (引当の内訳)."""
    rows = Reservation.objects.filter(level__sku=sku_id, state=ReservationState.OPEN).order_by(
        "made_at", "id"
    )
    return [
        Holder(ref=ref, group=group, location=location, quantity=quantity, since=since)
        for ref, group, location, quantity, since in rows.values_list(
            "ref", "group", "level__location__name", "quantity", "made_at"
        )[:limit]
    ]


def waiting(sku_id: int, limit: int = 200) -> list[Shortage]:
    """The claims that wait for a SKU, alone or inside a bundle, best promise first (引当待ち)."""
    inside = Q(sku=sku_id) | Q(sku__components__component=sku_id)
    rows = Shortage.objects.filter(inside).select_related("sku")
    return list(rows.order_by(F("promise_on").asc(nulls_last=True), "asked_at", "id")[:limit])


def inbounds(sku_id: int) -> list[Inbound]:
    """What is on its way of a SKU, soonest first (入荷予定)."""
    return list(
        Inbound.objects.filter(sku=sku_id, arrived_at__isnull=True)
        .select_related("location")
        .order_by("due_on", "id")
    )


def movements(sku_id: int, *, before: int = 0, size: int = PAGE) -> tuple[list[Movement], int]:
    """Every change of a SKU's counts, newest first, and the key of the next page, 0 at the end (移動明細)."""
    rows = Movement.objects.filter(level__sku=sku_id).select_related("level__location").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelProof:
    """The books of one level against each other."""

    location: str
    on_hand: int
    moved: int
    value_yen: int
    moved_yen: int
    reserved: int
    held: int

    @property
    def holds(self) -> bool:
        """Whether the books agree."""
        return (
            self.on_hand == self.moved
            and self.value_yen == self.moved_yen
            and self.reserved == self.held <= self.on_hand
        )


def levels_with_proof(sku_id: int) -> tuple[list[LevelView], list[LevelProof]]:
    """What lies where of one SKU, and the same recomputed from its books, in one statement (在庫数と証跡)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.name, l.on_hand, coalesce(m.pieces, 0), l.value_yen, coalesce(m.yen, 0), l.reserved,
                   coalesce(r.held, 0), l.id, l.location_id, p.ships, coalesce(b.code, ''), l.flagged_because
            FROM inventory_stocklevel l JOIN inventory_location p ON p.id = l.location_id
            LEFT JOIN inventory_bin b ON b.id = l.bin_id
            LEFT JOIN LATERAL (SELECT sum(delta) AS pieces, sum(value_yen) AS yen FROM inventory_movement
                               WHERE level_id = l.id) m ON TRUE
            LEFT JOIN LATERAL (SELECT sum(quantity) AS held FROM inventory_reservation
                               WHERE level_id = l.id AND state = 'open') r ON TRUE
            WHERE l.sku_id = %s ORDER BY p.priority, p.id
            """,
            [sku_id],
        )
        rows = cursor.fetchall()
    here = [
        LevelView(
            level_id=row[7], location_id=row[8], location=row[0], ships=row[9], bin=row[10], on_hand=row[1],
            reserved=row[5], value_yen=row[3], flagged_because=row[11],
        )
        for row in rows
    ]  # fmt: skip
    proof = [
        LevelProof(
            location=row[0], on_hand=row[1], moved=int(row[2]), value_yen=row[3], moved_yen=int(row[4]),
            reserved=row[5], held=int(row[6]),
        )
        for row in rows
    ]  # fmt: skip
    return here, proof


def export_rows() -> Iterator[list[str]]:
    """Every level as a table of text, headers first; memory stays flat (在庫出力)."""
    yield ["SKUコード", "商品名", "ロケーション", "棚番", "実在庫", "引当済", "販売可能", "在庫金額"]
    names = ("sku__code", "sku__product__name", "sku__option1", "sku__option2", "location__code", "bin__code")
    rows = StockLevel.objects.order_by("sku__code", "location__priority", "location_id")
    listed = rows.values_list(*names, "on_hand", "reserved", "value_yen")
    for code, name, option1, option2, place, bin_, on_hand, reserved, value in listed.iterator(2_000):
        title = catalogue.full_name(name, option1, option2)
        counts = (on_hand, reserved, on_hand - reserved, value)
        yield [*(guarded(cell) for cell in (code, title, place, bin_ or "")), *map(str, counts)]
