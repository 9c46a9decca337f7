"""Learn sales."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels import buffers, listed
from hanjo.channels.commands.note_stock import note_stock
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

DAYS = 14  # of sales that make a pace
LONGEST = 900  # seconds of lag that count of one order: after an outage buffers do not explode
LATELY = timedelta(minutes=15)
FEWEST_LATELY = 20  # pieces: fewer say nothing of the whole house
MOST_BUSIER = 30.0
SILENCE = 3600.0  # seconds: a mall that is silent is feared as long as it is, up to this
SMOOTH = 0.3  # of a new measurement in the lag that is kept


@command("channels.learn_sales", "売れ行きの学習")
def learn_sales(*, by: Actor) -> int:
    """Work out what sells how fast, how late it is known here, and the buffers that follow (売れ行きの学習).

    A listing's pace is that of fourteen days, or of the last hour where that is more than chance. When the whole house
    sells faster than on those days, every listing does: what sells once a week has no hour of its own to be seen in,
    and a sale hour takes it as surely as the rest. A mall that does not answer goes on selling: its orders are as late
    as it is silent, so that the others keep more back meanwhile. What all others
    sell of the same pieces, bundles in pieces of their components, makes the buffer by its rate, the lag of
    their orders and the lag of this mall (`channels/buffers.py`). The last pieces go to the listing that sells most,
    or to our own shop where that sells most. Listings whose buffer changed are worked out anew. The number of
    statements does not grow with the catalogue. Answers how many buffers changed.
    """
    known = listed.ways()
    if not known:
        return 0
    now = clock.now()
    _measure_orders(now)
    with connection.cursor() as cursor, bulk.whole_tables():
        cursor.execute("DROP TABLE IF EXISTS stock_sold, stock_uses, stock_pace")
        since, busier = now - timedelta(days=DAYS), _busier(now)
        cursor.execute(
            _SOLD, {"since": since, "hour": now - timedelta(hours=1), "days": DAYS, "busier": busier}
        )
        cursor.execute(_USES, {"fewest": buffers.FEWEST_PER_DAY * busier, "now": now, "silence": SILENCE})
        cursor.execute(_PACE)
        cursor.execute("SELECT DISTINCT step, risk FROM stock_pace")
        steps = [(step, risk, buffers.buffer_of_step(step, risk)) for step, risk in cursor.fetchall()]
        cursor.execute(
            _LEARN,
            {
                "steps": bulk.array([one for one, _, _ in steps]),
                "risks": bulk.array([repr(one) for _, one, _ in steps]),
                "buffers": bulk.array([one for _, _, one in steps]),
            },
        )
        changed = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE stock_sold, stock_uses, stock_pace")
    note_stock(set(changed), by=by)
    return len(changed)


def _busier(now: datetime) -> float:
    """How many times faster than usual the whole house sells just now, as far as that is more than chance."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(sum(l.quantity) FILTER (WHERE o.ordered_at > %(lately)s), 0)::float8,
                   coalesce(sum(l.quantity), 0)::float8,
                   coalesce(extract(epoch FROM %(now)s - min(o.ordered_at)), 0)::float8 / 86400
            FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
            WHERE o.ordered_at > %(since)s AND o.state <> 'cancelled' AND l.kind = 'goods' AND l.sku_id IS NOT NULL
            """,
            {"now": now, "lately": now - LATELY, "since": now - timedelta(days=DAYS)},
        )
        lately, pieces, days = map(float, cursor.fetchone())
    if lately < FEWEST_LATELY:
        return 1.0
    usual = pieces / max(days, 1.0) * (LATELY / timedelta(days=1))
    return min(max((lately - 2 * math.sqrt(lately)) / usual, 1.0), MOST_BUSIER)


def _measure_orders(now: datetime) -> None:
    """How long after it was placed an order of the last hour was known here, mall by mall, smoothed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE channels_connection c
            SET orders_lag_s = round((c.orders_lag_s * %(old)s + greatest(d.lag, 0.5) * %(new)s)::numeric, 3)::float8
            FROM (SELECT s.id AS channel_id,
                         avg(least(extract(epoch FROM o.taken_at - o.ordered_at), %(longest)s)) AS lag
                  FROM orders_order o JOIN channels_channel s ON s.code = o.channel
                  JOIN channels_connection j ON j.channel_id = s.id AND o.ordered_at > j.made_at
                  WHERE o.ordered_at > %(day)s AND o.taken_at > %(hour)s
                  GROUP BY s.id) d
            WHERE d.channel_id = c.channel_id
            """,
            {
                "old": 1 - SMOOTH,
                "new": SMOOTH,
                "hour": now - timedelta(hours=1),
                "day": now - timedelta(days=1),
                "longest": LONGEST,
            },
        )


_SOLD = """
    CREATE TEMP TABLE stock_sold ON COMMIT DROP AS
    SELECT o.channel, l.code, l.sku_id, greatest(
        sum(l.quantity - l.cancelled_quantity)::float8 / %(days)s * %(busier)s,
        24 * greatest(sum(l.quantity) FILTER (WHERE o.ordered_at > %(hour)s)::float8
                      - 2 * sqrt(sum(l.quantity) FILTER (WHERE o.ordered_at > %(hour)s)::float8), 0)) AS per_day
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
    WHERE o.ordered_at > %(since)s AND o.state <> 'cancelled' AND l.kind = 'goods' AND l.sku_id IS NOT NULL
    GROUP BY 1, 2, 3
"""
"""What was sold, by channel, its code and SKU, in pieces a day. Cancelled orders are no sales."""

_USES = """
    CREATE TEMP TABLE stock_uses ON COMMIT DROP AS
    WITH sellers AS (
        SELECT s.id AS stock_id, s.sku_id, greatest(coalesce(d.per_day, 0), %(fewest)s) AS per_day,
               coalesce(greatest(c.orders_lag_s, least(
                   coalesce(extract(epoch FROM %(now)s - c.orders_until)::float8, 0), %(silence)s)), 0) AS lag
        FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
        JOIN channels_channel h ON h.id = s.channel_id
        LEFT JOIN channels_connection c ON c.channel_id = s.channel_id
        LEFT JOIN stock_sold d ON d.channel = h.code AND d.code = l.code AND d.sku_id = s.sku_id
        UNION ALL
        SELECT NULL, d.sku_id, sum(d.per_day), coalesce(max(c.orders_lag_s), 0)
        FROM stock_sold d LEFT JOIN channels_channel h ON h.code = d.channel
        LEFT JOIN channels_connection c ON c.channel_id = h.id
        WHERE NOT EXISTS (SELECT 1 FROM channels_listing l JOIN channels_listedstock s ON s.listing_id = l.id
                          WHERE l.channel_id = h.id AND l.code = d.code AND s.sku_id = d.sku_id)
        GROUP BY d.sku_id, d.channel
    )
    SELECT f.stock_id, f.sku_id, coalesce(b.component_id, f.sku_id) AS part, coalesce(b.quantity, 1) AS each,
           f.per_day, f.lag, f.per_day * coalesce(b.quantity, 1) AS pieces,
           f.per_day * coalesce(b.quantity, 1) * f.lag / 86400 AS flight
    FROM sellers f LEFT JOIN catalogue_bundlecomponent b ON b.bundle_id = f.sku_id
"""
"""Which seller takes how many pieces of what: listings, and what sells without one (our own shop: lag 0)."""

_PACE = f"""
    CREATE TEMP TABLE stock_pace ON COMMIT DROP AS
    WITH everybody AS (SELECT part, sum(pieces) AS pieces, sum(flight) AS flight FROM stock_uses GROUP BY part),
    listed AS (SELECT sku_id, part, sum(pieces) AS pieces, sum(flight) AS flight FROM stock_uses
               WHERE stock_id IS NOT NULL GROUP BY sku_id, part),
    alone AS (SELECT sku_id, sum(per_day) AS per_day FROM stock_uses WHERE stock_id IS NULL AND sku_id = part
              GROUP BY sku_id),
    paced AS (
        SELECT u.stock_id, max(u.sku_id) AS sku_id, max(u.per_day) AS per_day, max(u.lag) AS lag,
               max(greatest(e.pieces - u.pieces, 0) / u.each) AS others_per_day,
               max(e.flight / u.each) AS in_flight,
               max(greatest(e.pieces - l.pieces, 0) / u.each) AS apart_per_day,
               max(greatest(e.flight - l.flight, 0) / u.each) AS apart_in_flight
        FROM stock_uses u JOIN everybody e ON e.part = u.part JOIN listed l ON l.part = u.part AND l.sku_id = u.sku_id
        WHERE u.stock_id IS NOT NULL GROUP BY u.stock_id
    ),
    ranked AS (
        SELECT p.*, s.is_on AND s.share > 0 AND s.fixed_buffer IS NULL AS may,
               row_number() OVER (PARTITION BY p.sku_id ORDER BY
                   s.is_on AND s.share > 0 AND s.fixed_buffer IS NULL DESC, p.per_day DESC, p.lag, p.stock_id) AS place,
               coalesce(c.stock_lag_s, 5) AS stock_lag,
               coalesce((c.policy->>'risk')::float8, {buffers.RISK!r}) AS risk, coalesce(a.per_day, 0) AS alone
        FROM paced p JOIN channels_listedstock s ON s.id = p.stock_id
        LEFT JOIN channels_connection c ON c.channel_id = s.channel_id LEFT JOIN alone a ON a.sku_id = p.sku_id
    )
    SELECT *, may AND place = 1 AND alone <= per_day AS takes_last,
           CASE WHEN mean > 0 THEN ceil({buffers.GRID} * ln(mean))::int ELSE {buffers.NOTHING} END AS step
    FROM (SELECT *, in_flight + (per_day + others_per_day) / 86400 * stock_lag AS mean FROM ranked) r
"""
"""What all others sell of each listing's pieces; of a bundle the part that runs out fastest."""

_LEARN = """
    WITH made AS (
        SELECT p.*, q.buffer FROM stock_pace p
        JOIN unnest(%(steps)s::int[], %(risks)s::float8[], %(buffers)s::int[]) AS q(step, risk, buffer)
          ON q.step = p.step AND q.risk = p.risk
    ),
    locked AS MATERIALIZED (
        SELECT o.id, o.buffer, o.takes_last FROM channels_listedstock o JOIN made m ON o.id = m.stock_id
        WHERE o.buffer <> m.buffer OR o.takes_last <> m.takes_last
            OR abs(o.others_per_day - m.others_per_day) > 0.05 * m.others_per_day
            OR abs(o.in_flight - m.in_flight) > 0.05 * m.in_flight
            OR abs(o.apart_per_day - m.apart_per_day) > 0.05 * m.apart_per_day + 0.001
            OR abs(o.per_day - m.per_day) > 0.05 * m.per_day
        ORDER BY o.id FOR NO KEY UPDATE OF o
    ),
    written AS (
        UPDATE channels_listedstock s
        SET per_day = m.per_day, others_per_day = m.others_per_day, in_flight = m.in_flight,
            apart_per_day = m.apart_per_day, apart_in_flight = m.apart_in_flight, takes_last = m.takes_last,
            buffer = m.buffer
        FROM made m JOIN locked o ON o.id = m.stock_id WHERE s.id = m.stock_id
        RETURNING s.sku_id, o.buffer <> m.buffer OR o.takes_last <> m.takes_last AS differs
    )
    SELECT sku_id FROM written WHERE differs
"""
"""Only what changed is written, locked in key order: five percent, a buffer, or who takes the last pieces."""
