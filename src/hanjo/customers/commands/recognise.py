"""Recognise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hanjo.customers import rules
from hanjo.customers.terms import Person
from hanjo.kernel import bulk, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@dataclass(frozen=True, slots=True)
class Known:
    """A customer as an order needs them: who, whether they were here before, and what to beware of."""

    id: int | None
    is_new: bool
    caution: str


NOBODY = Known(None, True, "")


# Who is known is only read; who is opened by another process at this very moment is known, too (xmax is its mark).
_FIND_OR_OPEN = """
    WITH d AS (
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                             %s::text[]) AS d(match_key, name, kana, email, phone, postal, prefecture, address)),
    known AS (
        SELECT c.match_key, c.id, c.caution FROM d JOIN customers_customer c USING (match_key)),
    opened AS (
        INSERT INTO customers_customer
            (match_key, name, kana, email, phone, postal, prefecture, address, caution, note, first_seen_at)
        SELECT d.*, '', '', %s FROM d WHERE d.match_key NOT IN (SELECT match_key FROM known)
        ON CONFLICT (match_key) DO UPDATE SET match_key = EXCLUDED.match_key
        RETURNING match_key, id, xmax = 0 AS is_new, caution)
    SELECT match_key, id, false, caution FROM known UNION ALL SELECT * FROM opened
"""


@command("customers.recognise", "名寄せ", savepoint=False)
def recognise(people: Sequence[Person], *, by: Actor) -> list[Known]:
    """Find or open the customer behind each of many orders (名寄せ).

    Two orders belong together by mail address, else by telephone number and name, else by the mall's own
    customer id. Who left none of these stays nobody. Asking again finds the same customer.
    """
    keys = [rules.match_key(person) for person in people]
    fresh = {key: person for key, person in zip(keys, people, strict=True) if key}
    if not fresh:
        return [NOBODY for _ in people]
    ordered = sorted(fresh.items())  # key order: two intakes never wait for each other in a circle
    people_ = [person for _, person in ordered]
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND_OR_OPEN,
            [
                bulk.array([key for key, _ in ordered]),
                bulk.array([person.name[:120] for person in people_]),
                bulk.array([person.kana[:120] for person in people_]),
                bulk.array([person.email[:254] for person in people_]),
                bulk.array([person.phone[:20] for person in people_]),
                bulk.array([person.postal[:8] for person in people_]),
                bulk.array([person.prefecture[:4] for person in people_]),
                bulk.array([f"{one.city}{one.street} {one.building}".strip()[:255] for one in people_]),
                clock.now(),
            ],
        )
        known = {key: Known(pk, is_new, caution) for key, pk, is_new, caution in cursor.fetchall()}
    return [known.get(key, NOBODY) for key in keys]
