"""P7: stock levels to all malls: what dirty SKUs cost, in a small catalogue and in a large one, and a last piece."""

from __future__ import annotations

import os
import time
from typing import Any

from bench import database, house, measure

SMALL, LARGE = "bench_few", "bench_many"
FEW, MANY = 10_000, 500_000  # SKUs
MALLS, DIRTY, ALL = 5, 1_000, 100_000
PORTION = 5_000

Work = tuple[float, float, float, float]  # note: wall, processor; push: wall, processor


def run(options: Any) -> list[measure.Figure]:
    """Interleaved rounds of a thousand dirty SKUs in both catalogues, then a hundred thousand, and last pieces."""
    note, push, all_, plainly, last = [], [], [], [], []
    for name, skus in ((SMALL, FEW), (LARGE, MANY)):
        began = time.perf_counter()
        _build(name, skus)
        options.say(f"  {skus:,} SKUs on {MALLS} malls: {time.perf_counter() - began:.0f} s to build")
    for round_ in range(options.rounds + 1):  # the first one warms up and is not counted
        few = _thousand(SMALL, round_)
        many = _thousand(LARGE, round_)
        options.say(
            f"  {DIRTY:,} dirty SKUs: noted {few[0]:.3f} / {many[0]:.3f} s, told {few[2]:.3f} / {many[2]:.3f} s"
        )
        if round_:
            note.append(many[1] / few[1])
            push.append(many[3] / few[3])
    for round_ in range(min(options.rounds, 3)):
        noted, told = _everything(round_)
        rate = _plain(round_)
        options.say(
            f"  {ALL:,} SKUs: due in {noted:.1f} s, told in {told:.1f} s; one plain INSERT {rate:.1f} s"
        )
        all_.append((noted, told))
        plainly.append(rate)
    for round_ in range(options.rounds):
        last.append(_last_piece(round_))
    _end()
    told = "mall answers at once, batches of 400"
    return [
        measure.figure("P7", f"{DIRTY:,} dirty SKUs in {MANY:,}, of {FEW:,}: until due", note, goal="≤ 1.2 ×",
                       met=lambda m: m <= 1.2, note="processor time"),
        measure.figure("P7", "the same until told", push, goal="≤ 1.2 ×", met=lambda m: m <= 1.2, note=told),
        measure.figure("P7", f"{ALL:,} SKUs on {MALLS} malls until due, ordered by risk", [one for one, _ in all_],
                       goal="≤ 5 s", met=lambda m: m <= 5, unit="s"),
        measure.figure("P7", f"{ALL:,} SKUs on {MALLS} malls until told and acknowledged",
                       [one + two for one, two in all_], goal="", met=None, unit="s", note=told),
        measure.figure("P7", "the same rows queued by one plain INSERT", plainly, goal="", met=None, unit="s"),
        measure.figure("P7", "a last piece: from its sale to the head of every mall's queue", last, goal="≤ 1 s",
                       met=lambda m: m <= 1, unit="s", note=f"behind {ALL:,} × {MALLS} others"),
    ]  # fmt: skip


# --- the shop ---------------------------------------------------------------------------------------------


def _open(name: str) -> Any:
    """Let Django work in this database."""
    os.environ.update(database.environment(name))
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, connections

    from hanjo.config.database import from_url

    where = from_url(database.url_of(name), role="cli")
    if connections["default"].settings_dict.get("NAME") != where["NAME"] or connection.connection is None:
        connections.close_all()
        settings.DATABASES["default"].update(where)
        connections["default"].settings_dict.update(where)
    from hanjo.channels.malls import registry

    registry.OURS["bench"] = "bench.mall"
    return connection


def _build(name: str, skus: int) -> None:
    database.fresh(name)
    connection = _open(name)
    from hanjo.channels.models import Channel, Connection

    for n in range(1, MALLS + 1):
        shop = Channel.objects.create(
            code=f"mall{n}", name=f"モール{n}", letter="M", prefix=f"M{n}", format="generic", position=n
        )
        Connection.objects.create(channel=shop, mall="bench", state="live")
    with connection.cursor() as cursor:
        for statement in _BUILD:
            cursor.execute(statement, {"skus": skus})
    house.settle(connection)


_BUILD = (
    """INSERT INTO catalogue_product (code, name, kana, brand, description, tax_class, temperature, is_alcohol,
           made_to_order, is_active, search_text, updated_at, version)
       SELECT 'P-' || n, '木のうつわ ' || n, '', '', '', 'standard', 'normal', FALSE, FALSE, TRUE, '', now(), 1
       FROM generate_series(1, %(skus)s) n""",
    """INSERT INTO catalogue_sku (product_id, code, kind, option1, option2, price_yen, cost_yen, weight_g, length_mm,
           width_mm, height_mm, mail_size, is_active, position)
       SELECT id, 'SKU-' || id, 'single', '', '', 1980, 500, 300, 90, 90, 80, FALSE, TRUE, 0 FROM catalogue_product""",
    """INSERT INTO inventory_location (code, name, kind, priority, ships, is_active, postal, address, phone)
       VALUES ('main', '倉庫', 'warehouse', 10, TRUE, TRUE, '', '', '')""",
    """INSERT INTO inventory_stocklevel (sku_id, location_id, on_hand, reserved, value_yen, flagged_because)
       SELECT k.id, p.id, 50, 0, 0, '' FROM catalogue_sku k, inventory_location p""",
    """INSERT INTO channels_listing (channel_id, code, sku_id, made_at, made_by)
       SELECT h.id, k.code, k.id, now(), '' FROM channels_channel h, catalogue_sku k ORDER BY k.id, h.id""",
    """INSERT INTO channels_listedstock (listing_id, channel_id, sku_id, ref, is_on, shown, shown_at, sending_key,
           tries, pushes, trouble, per_day, others_per_day, in_flight, apart_per_day, apart_in_flight,
           takes_last, buffer, because, share)
       SELECT id, channel_id, sku_id, '{}', TRUE, 49, now() - interval '1 hour', '', 0, 0, '', 1, 4, 0.003, 0, 0,
              channel_id = 1, 1, '{}', 100
       FROM channels_listing ORDER BY id""",
)


def _sell(connection: Any, first: int, count: int, pieces: int) -> list[int]:
    """Somebody takes pieces of these SKUs; nobody has heard of it yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_stocklevel SET reserved = least(reserved + %s, on_hand)"
            " WHERE sku_id IN (SELECT id FROM catalogue_sku ORDER BY id OFFSET %s LIMIT %s) RETURNING sku_id",
            [pieces, first, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


# --- the work ---------------------------------------------------------------------------------------------


def _thousand(name: str, round_: int) -> Work:
    from hanjo.channels import commands
    from hanjo.kernel.actor import Actor

    connection, by = _open(name), Actor.system("bench")
    connection.ensure_connection()
    skus = _sell(connection, round_ * DIRTY, DIRTY, 1)
    pid = connection.connection.info.backend_pid
    with measure.spent(pid) as note:
        due = commands.note_stock(skus, by=by)
    with measure.spent(pid) as push:
        told = sum(commands.push_stock(f"mall{n}", by=by).told for n in range(1, MALLS + 1))
    if due != DIRTY * MALLS or told != due:
        raise AssertionError(f"{due} due, {told} told of {DIRTY * MALLS}")
    _check(connection, skus)
    return note.wall, note.cpu, push.wall, push.cpu


def _everything(round_: int) -> tuple[float, float]:
    from hanjo.channels import commands
    from hanjo.kernel.actor import Actor

    connection, by = _open(LARGE), Actor.system("bench")
    skus = _sell(connection, ALL, ALL, 1)
    house.settle(connection)
    began = time.perf_counter()
    due = sum(commands.note_stock(skus[at : at + PORTION], by=by) for at in range(0, len(skus), PORTION))
    noted = time.perf_counter() - began
    began = time.perf_counter()
    told = sum(commands.push_stock(f"mall{n}", by=by).told for n in range(1, MALLS + 1))
    if due != ALL * MALLS or told != due:
        raise AssertionError(f"{due} due, {told} told of {ALL * MALLS}")
    took = time.perf_counter() - began
    _check(connection, skus)
    return noted, took


_QUEUE = "INSERT INTO channels_duestock (stock_id, channel_id, urgency, due_at) SELECT id, channel_id, 2"


def _plain(round_: int) -> float:
    """What the database alone needs to mark as many rows."""
    connection = _open(LARGE)
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(
            f"{_QUEUE}, now() FROM channels_listedstock WHERE sku_id IN"
            " (SELECT id FROM catalogue_sku ORDER BY id OFFSET %s LIMIT %s)",
            [2 * ALL, ALL],
        )
        took = time.perf_counter() - began
        cursor.execute("DELETE FROM channels_duestock")
    house.settle(connection)
    return took


def _last_piece(round_: int) -> float:
    """A sale takes the last piece but one while every mall has a long queue: seconds until it leads every queue."""
    from hanjo.config import wiring
    from hanjo.inventory import commands as inventory
    from hanjo.inventory.terms import Claim
    from hanjo.kernel import clock, telling
    from hanjo.kernel.actor import Actor
    from hanjo.kernel.models import Telling

    connection, by = _open(LARGE), Actor.system("bench")
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_QUEUE}, now() - interval '1 hour' FROM channels_listedstock WHERE sku_id IN"
            " (SELECT id FROM catalogue_sku ORDER BY id OFFSET %s LIMIT %s) ON CONFLICT DO NOTHING",
            [2 * ALL, ALL],
        )
        cursor.execute("SELECT id FROM catalogue_sku ORDER BY id OFFSET %s LIMIT 1", [4 * ALL + round_])
        (sku,) = cursor.fetchone()
        cursor.execute("UPDATE channels_listedstock SET shown = 1 WHERE sku_id = %s", [sku])
        cursor.execute("UPDATE inventory_stocklevel SET reserved = on_hand - 2 WHERE sku_id = %s", [sku])
    assert wiring.WIRES
    claim = Claim(
        ref=f"bench:{sku}", group="bench", sku_id=sku, quantity=1, promise_on=None, asked_at=clock.now()
    )
    began = time.perf_counter()
    inventory.reserve([claim], by=by)
    for one in Telling.objects.filter(listener="channels.reactions.keep_stock", heard_at__isnull=True):
        telling.deliver(one.pk)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        for channel in range(1, MALLS + 1):
            cursor.execute(
                "SELECT s.sku_id FROM channels_duestock q JOIN channels_listedstock s ON s.id = q.stock_id"
                " WHERE q.channel_id = %s AND s.is_on AND q.due_at <= now() ORDER BY q.urgency, q.due_at LIMIT %s",
                [channel, round_ + 1],
            )
            if sku not in {row[0] for row in cursor.fetchall()}:
                raise AssertionError("the last piece does not lead the queue")
    return took


def _check(connection: Any, skus: list[int]) -> None:
    """Every listing of these SKUs shows what is free less its buffer, and nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM channels_listedstock s JOIN inventory_stocklevel l ON l.sku_id = s.sku_id"
            " LEFT JOIN channels_duestock q ON q.stock_id = s.id WHERE s.sku_id = ANY(%s)"
            " AND (s.shown <> l.on_hand - l.reserved - s.buffer OR q.stock_id IS NOT NULL)",
            [skus],
        )
        (wrong,) = cursor.fetchone()
    if wrong:
        raise AssertionError(f"{wrong} listings show something else")


def _end() -> None:
    from django.db import connections

    connections.close_all()
    database.drop(SMALL)
    database.drop(LARGE)
