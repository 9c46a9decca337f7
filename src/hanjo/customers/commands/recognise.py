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


@command("customers.recognise", "名寄せ")
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
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT match_key, id, caution FROM customers_customer WHERE match_key = ANY(%s)",
            [bulk.array(fresh)],
        )
        known = {key: Known(pk, False, caution) for key, pk, caution in cursor.fetchall()}
        unknown = [(key, person) for key, person in ordered if key not in known]
        if unknown:
            cursor.execute(
                """
                INSERT INTO customers_customer
                    (match_key, name, kana, email, phone, postal, prefecture, address, caution, note, first_seen_at)
                SELECT d.*, '', '', %s FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                                                   %s::text[], %s::text[], %s::text[]) AS d
                ON CONFLICT (match_key) DO UPDATE SET match_key = EXCLUDED.match_key
                RETURNING match_key, id, caution
                """,
                [
                    now,
                    bulk.array([key for key, _ in unknown]),
                    bulk.array([person.name[:120] for _, person in unknown]),
                    bulk.array([person.kana[:120] for _, person in unknown]),
                    bulk.array([person.email[:254] for _, person in unknown]),
                    bulk.array([person.phone[:20] for _, person in unknown]),
                    bulk.array([person.postal[:8] for _, person in unknown]),
                    bulk.array([person.prefecture[:4] for _, person in unknown]),
                    bulk.array(
                        [
                            f"{person.city}{person.street} {person.building}".strip()[:255]
                            for _, person in unknown
                        ]
                    ),
                ],
            )
            known.update({key: Known(pk, True, caution) for key, pk, caution in cursor.fetchall()})
    return [known.get(key, NOBODY) for key in keys]
