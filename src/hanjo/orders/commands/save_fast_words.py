"""Save which words promise speed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hanjo.kernel import audit, bulk, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import deadlines
from hanjo.orders.commands.reckon_due import reckon_due
from hanjo.orders.deadlines import BadPromise
from hanjo.orders.models import OPEN_STAGES

MOST, LONGEST = 20, 40


@command("orders.save_fast_words", "早く届ける約束の言葉の設定")
def save_fast_words(channel: str, words: Sequence[str], *, by: Actor) -> int:
    """Set which words in a channel's way of delivery mean its fast promise (早く届ける約束の言葉).

    For malls that do not mark such orders in a field that is known. Orders that are open follow at once, and so do
    their deadlines; what the mall marked itself stays. Refuses words of one letter and more than twenty. Answers how
    many deadlines moved.
    """
    clean = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    if len(clean) > MOST or any(not 2 <= len(word) <= LONGEST for word in clean):
        raise BadPromise(reason=f"言葉は 2〜{LONGEST} 文字で、{MOST} 個までです。")
    kept = dict(setting.get(deadlines.WORDS, dict[str, list[str]]()))
    kept[channel] = clean
    setting.put(deadlines.WORDS, {code: found for code, found in kept.items() if found}, by=by)
    changed = _mark(channel, clean)
    moved = reckon_due(changed, by=by) if changed else 0
    audit.record(by, "orders.save_fast_words", [channel], words=clean, orders=len(changed), moved=moved)
    return moved


def _mark(channel: str, words: Sequence[str]) -> list[int]:
    """Write the word that each open order has now; answers the orders for which it is another one than before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH said AS (
                SELECT o.id, o.facts ->> 'fast_word' AS before, (
                    SELECT w.word FROM unnest(%(words)s::text[]) WITH ORDINALITY AS w(word, place)
                    WHERE position(lower(normalize(w.word, NFKC)) IN lower(normalize(
                        o.shipping_method || E'\\n' || coalesce(o.facts ->> 'window_raw', ''), NFKC))) > 0
                    ORDER BY w.place LIMIT 1) AS word
                FROM orders_order o WHERE o.channel = %(channel)s AND o.stage = ANY(%(open)s))
            UPDATE orders_order o SET facts = CASE WHEN s.word IS NULL THEN o.facts - 'fast_word'
                ELSE o.facts || jsonb_build_object('fast_word', s.word) END
            FROM said s WHERE s.id = o.id AND s.word IS DISTINCT FROM s.before RETURNING o.id
            """,
            {"words": bulk.array(words), "channel": channel, "open": bulk.array(OPEN_STAGES)},
        )
        return [pk for (pk,) in cursor.fetchall()]
