"""Learn sales."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.db import connection

from hanjo.channels import buffers, listed, queries_rush
from hanjo.channels.commands.note_stock import note_stock
from hanjo.channels.terms_stock import KeepBack
from hanjo.inventory import commands as inventory
from hanjo.inventory import queries as inventory_reads
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

DAYS = 14  # of sales that make a pace
LONGEST = 900  # seconds of lag that count of one order: after an outage buffers do not explode
LATELY = timedelta(minutes=15)
FEWEST_LATELY = 20  # pieces: fewer say nothing of the whole house
MOST_BUSIER = 30.0
SILENCE = 86_400.0  # seconds: a mall that is silent is feared as long as it is, up to this: a key may lapse at night
GIVEN_UP = 4 * 86_400.0  # seconds: nobody missed it for days, so it closes nobody any more …
LEAST_FEARED = 3600.0  # … but for this
CLOSED = 600  # seconds after which nothing that a closed listing sold is still on its way
SMOOTH = 0.3  # of a new measurement in the lag that is kept


@command("channels.learn_sales", "売れ行きの学習")
def learn_sales(*, by: Actor) -> int:
    """Work out what sells how fast, how late it is known here, and the buffers that follow (売れ行きの学習).

    A listing's pace is that of fourteen days, or of the last hour where that is more than chance. When the whole house
    sells faster than on those days, every listing does: what sells once a week has no hour of its own to be seen in,
    and a sale hour takes it as surely as the rest. A rush that was announced counts ten minutes before it begins. A
    mall that does not answer goes on selling, and cannot be told either: all that it may sell meanwhile, and for half
    an hour more, is kept for it, up to the number that it shows, until it was silent for so many days that somebody
    must have given it up. What all others sell of the same pieces, bundles in pieces of their components, makes the
    buffer by its rate, the lag of their orders and the lag of this mall (`channels/buffers.py`). The last pieces go to
    the listing that sells most, or to our own shop where that sells most. Our own shop keeps back what malls may have
    sold, as it was chosen
    (`save_keep_back`). Listings whose buffer changed are worked out anew. The number of
    statements does not grow with the catalogue. Answers how many buffers changed.
    """
    known = listed.ways()
    if not known:
        return 0
    now = clock.now()
    _measure_orders(now)
    with connection.cursor() as cursor, bulk.whole_tables():
        cursor.execute("DROP TABLE IF EXISTS stock_sold, stock_uses, stock_pace")
        since, busier = now - timedelta(days=DAYS), _busier_or_announced(now)
        cursor.execute(_SOLD, {"since": since, "now": now, "days": DAYS, "busier": busier})
        cursor.execute(_USES, {"fewest": buffers.FEWEST_PER_DAY * busier, "now": now, "silence": SILENCE,
                                "given_up": GIVEN_UP, "least": LEAST_FEARED})  # fmt: skip
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
        kept = _kept_back(now)
        cursor.execute("DROP TABLE stock_sold, stock_uses, stock_pace")
    if kept:
        inventory.keep_back(kept, by=by)
    note_stock(set(changed), by=by)
    return len(changed)


def _busier_or_announced(now: datetime) -> float:
    """The same as `_busier`, or what somebody announced: so many times the pace of just before it began."""
    busier = _busier(now)
    for rush in queries_rush.rushing(now):
        begins = min(rush.since - queries_rush.EARLY, now)
        busier = max(busier, rush.times * _busier(begins))
    return busier


def _kept_back(now: datetime) -> dict[int, int]:
    """What our own shop must keep back now and does not, or no longer must: SKU → pieces."""
    how = queries_rush.keeps_back()
    wanted: dict[int, int] = {}
    if how != KeepBack.NEVER:
        with connection.cursor() as cursor:
            cursor.execute(_FLIGHT, {"always": how == KeepBack.ALWAYS, "now": now, "closed": CLOSED})
            wanted = {part: buffers.buffer_for(flight) for part, flight in cursor.fetchall()}
    there = inventory_reads.kept_back()
    every = wanted.keys() | there.keys()
    return {one: wanted.get(one, 0) for one in every if wanted.get(one, 0) != there.get(one, 0)}


def _busier(now: datetime) -> float:
    """How many times faster than usual the whole house sells just now, as far as that is more than chance."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(sum(l.quantity) FILTER (WHERE o.ordered_at > %(lately)s), 0)::float8,
                   coalesce(sum(l.quantity), 0)::float8,
                   coalesce(extract(epoch FROM %(now)s - min(o.ordered_at)), 0)::float8 / 86400
            FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
            WHERE o.ordered_at > %(since)s AND o.ordered_at <= %(now)s AND o.state <> 'cancelled' AND l.kind = 'goods'
              AND l.sku_id IS NOT NULL
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


_SILENT = f"""
    coalesce(c.state = 'stopped' OR c.state <> 'draft' AND {queries_rush.UNHEARD}, false)
"""
"""A mall whose orders cannot be heard, so that it cannot be told either: its key stopped, it fails, it is behind."""

_SOLD = """
    CREATE TEMP TABLE stock_sold ON COMMIT DROP AS
    SELECT channel, code, sku_id, greatest(
        days::float8 / %(days)s * %(busier)s, 24 * greatest(hour - 2 * sqrt(hour), 0),
        96 * greatest(lately - 2 * sqrt(lately), 0)) AS per_day
    FROM (
        SELECT o.channel, l.code, l.sku_id, sum(l.quantity - l.cancelled_quantity) AS days,
               coalesce(sum(l.quantity) FILTER (
                   WHERE o.ordered_at > h.upto - interval '1 hour' AND o.ordered_at <= h.upto), 0)::float8 AS hour,
               coalesce(sum(l.quantity) FILTER (
                   WHERE o.ordered_at > h.upto - interval '15 minutes' AND o.ordered_at <= h.upto), 0)::float8 AS lately
        FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        LEFT JOIN (SELECT s.code, coalesce(least(c.orders_until, %(now)s), %(now)s) AS upto
                   FROM channels_channel s LEFT JOIN channels_connection c ON c.channel_id = s.id
                  ) h ON h.code = o.channel
        WHERE o.ordered_at > %(since)s AND o.state <> 'cancelled' AND l.kind = 'goods' AND l.sku_id IS NOT NULL
        GROUP BY 1, 2, 3) d
"""
"""What was sold, by channel, its code and SKU, in pieces a day. Cancelled orders are no sales.

The last hour and quarter of an hour of a mall end where its orders are known: a silent one sold nothing since.
"""

_USES = f"""
    CREATE TEMP TABLE stock_uses ON COMMIT DROP AS
    WITH malls AS (
        SELECT h.id, h.code, coalesce(c.orders_lag_s, 0) AS orders_lag_s, c.orders_until, {_SILENT} AS is_silent,
               least(coalesce(extract(epoch FROM %(now)s - c.orders_until)::float8, 0),
                     CASE WHEN extract(epoch FROM %(now)s - c.orders_until) > %(given_up)s THEN %(least)s
                          ELSE %(silence)s END) AS silence
        FROM channels_channel h LEFT JOIN channels_connection c ON c.channel_id = h.id
    ), listed AS (
        SELECT s.id AS stock_id, s.sku_id, m.is_silent, s.shown, s.sending, s.shown_at, m.orders_until,
               greatest(coalesce(d.per_day, 0), %(fewest)s) AS per_day,
               CASE WHEN NOT m.is_silent THEN greatest(m.orders_lag_s, m.silence)
                    WHEN s.shown = 0 AND s.sending IS NULL
                        THEN greatest(extract(epoch FROM s.shown_at - m.orders_until)::float8, 0)
                    ELSE m.silence + {buffers.AHEAD} END AS lag
        FROM channels_listedstock s JOIN channels_listing l ON l.id = s.listing_id
        JOIN malls m ON m.id = s.channel_id
        LEFT JOIN stock_sold d ON d.channel = m.code AND d.code = l.code AND d.sku_id = s.sku_id
    ), sellers AS (
        SELECT stock_id, sku_id, per_day, lag, is_silent, shown, shown_at,
               CASE WHEN is_silent AND shown > 0
                    THEN least(per_day * lag / 86400, greatest(shown, coalesce(sending, 0)))
                    ELSE per_day * lag / 86400 END AS units
        FROM listed
        UNION ALL
        SELECT NULL, d.sku_id, sum(d.per_day), coalesce(max(m.orders_lag_s), 0), false, NULL, NULL,
               sum(d.per_day) * coalesce(max(m.orders_lag_s), 0) / 86400
        FROM stock_sold d LEFT JOIN malls m ON m.code = d.channel
        WHERE NOT EXISTS (SELECT 1 FROM channels_listing l JOIN channels_listedstock s ON s.listing_id = l.id
                          WHERE l.channel_id = m.id AND l.code = d.code AND s.sku_id = d.sku_id)
        GROUP BY d.sku_id, d.channel
    )
    SELECT f.stock_id, f.sku_id, coalesce(b.component_id, f.sku_id) AS part, coalesce(b.quantity, 1) AS each,
           f.per_day, f.lag, f.is_silent, f.shown, f.shown_at, f.per_day * coalesce(b.quantity, 1) AS pieces,
           f.units * coalesce(b.quantity, 1) AS flight
    FROM sellers f LEFT JOIN catalogue_bundlecomponent b ON b.bundle_id = f.sku_id
"""
"""Which seller takes how many pieces of what: listings, and what sells without one (our own shop: lag 0).

In flight is what was sold and is not known here, and what a silent mall may yet sell: no more than it shows.
"""

_FLIGHT = f"""
    SELECT part, {buffers.CARE} * sum(flight) FROM stock_uses
    WHERE stock_id IS NOT NULL AND (%(always)s OR is_silent)
      AND (shown IS DISTINCT FROM 0 OR shown_at > %(now)s - make_interval(secs => %(closed)s))
    GROUP BY part
"""
"""What malls may have sold of each piece, for our own shop."""

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
    FROM (SELECT *, {buffers.CARE} * (in_flight + (per_day + others_per_day) / 86400 * stock_lag) AS mean FROM ranked) r
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
