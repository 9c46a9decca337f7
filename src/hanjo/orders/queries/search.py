"""Find orders by whatever somebody has in the hand: a number, a name, a telephone number, a mail, a SKU.

No search engine and no extension: what is unique is looked up by its index at any size; only words that are nothing
of the kind are looked for as pieces of names, in the open work and the newest orders.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from hanjo.catalogue import queries as catalogue
from hanjo.kernel.text import digits, narrow, search_key

MOST = 500
NEWEST = 4_000
MOST_OPEN = 20_000
_NUMBER = re.compile(r"^([A-Za-z]{1,4})-?([0-9]{3,})(-[0-9]*)?$")
_HIRA = "".join(chr(code) for code in range(0x3041, 0x3097))
_KATA = "".join(chr(code + 0x60) for code in range(0x3041, 0x3097))

_CHANNELS = """
    WITH RECURSIVE c(channel) AS (
        (SELECT channel FROM orders_order ORDER BY channel LIMIT 1)
        UNION ALL
        SELECT (SELECT o.channel FROM orders_order o WHERE o.channel > c.channel ORDER BY o.channel LIMIT 1)
        FROM c WHERE c.channel IS NOT NULL
    ) SELECT channel FROM c WHERE channel IS NOT NULL
"""
"""Every channel that ever had an order, by hops along the index."""

_OPEN = "('check', 'money', 'stock', 'release', 'date', 'ready', 'work', 'held')"
_PIECES = f"""
    SELECT id FROM (
        (SELECT * FROM orders_order WHERE stage IN {_OPEN} LIMIT %(open)s)
        UNION ALL
        (SELECT * FROM orders_order ORDER BY ordered_at DESC, id DESC LIMIT %(newest)s)
    ) o
    WHERE translate(lower(normalize(concat_ws('|', o.number, o.external_number, o.buyer_name, o.name, o.company,
              o.buyer_kana, o.kana, o.buyer_email), NFKC)), %(hira)s || ' 　', %(kata)s) LIKE %(piece)s
"""


def matching_ids(words: str) -> list[int]:
    """Ids of orders that these words mean, in any width, case and kana script (受注検索).

    The words are taken together first (a name with a space), then one by one; several order numbers mean all of them.
    At most 500 of each kind.
    """
    parts = words.split()
    if len(parts) > 1 and all(_NUMBER.match(narrow(part)) for part in parts):
        return _several(parts)
    whole = _ids(words)
    if whole or len(parts) < 2:
        return sorted(whole)
    found = _ids(parts[0])
    for part in parts[1:]:
        found &= _ids(part)
    return sorted(found)


def _several(parts: list[str]) -> list[int]:
    numbers = [
        f"{match[1].upper()}-{match[2]}{match[3] or ''}" for p in parts if (match := _NUMBER.match(narrow(p)))
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE number = ANY(%s)", [numbers])
        return sorted(row[0] for row in cursor.fetchall())


def _ids(words: str) -> set[int]:
    typed, key, numeral = narrow(words), search_key(words), digits(words)
    if not key:
        return set()
    parts: list[str] = []
    values: dict[str, Any] = {"most": MOST}
    if match := _NUMBER.match(typed):
        parts.append("SELECT id FROM orders_order WHERE number LIKE %(number)s LIMIT %(most)s")
        values["number"] = f"{match[1].upper()}-{match[2]}{match[3] or ''}%"
    elif numeral == typed and 6 <= len(numeral) <= 10:
        parts.append("SELECT id FROM orders_order WHERE id = %(id)s AND number LIKE %(ends)s")
        values |= {"id": int(numeral) - 100_000, "ends": f"%-{numeral}"}
    parts.append(
        f"SELECT id FROM orders_order WHERE channel IN ({_CHANNELS}) AND external_number = ANY(%(outside)s)"
    )
    values["outside"] = list({typed, typed.upper(), words.strip()})
    if "@" in typed or len(numeral) >= 9:
        parts.append(
            """(SELECT o.id FROM customers_customer c JOIN orders_order o ON o.customer_id = c.id
                WHERE c.match_key = %(mail)s OR c.phone = ANY(%(phones)s) ORDER BY o.ordered_at DESC LIMIT %(most)s)"""
        )
        values |= {"mail": f"mail:{typed.casefold()}", "phones": [typed, numeral]}
    if sku_ids := _skus(typed, numeral):
        parts.append(
            f"""SELECT order_id FROM orders_orderline WHERE sku_id = ANY(%(skus)s) AND order_id IN (
                    (SELECT id FROM orders_order WHERE stage IN {_OPEN} LIMIT %(open)s)
                    UNION ALL
                    (SELECT id FROM orders_order ORDER BY ordered_at DESC, id DESC LIMIT %(newest)s))
                LIMIT %(most)s"""
        )
        values |= {"skus": sku_ids, "open": MOST_OPEN, "newest": NEWEST}
    if len(numeral) >= 6 and numeral == re.sub(r"[-()\s]", "", typed):
        parts.append(_PHONES)
        values |= {"open": MOST_OPEN, "newest": NEWEST, "phone": f"%{numeral}%"}
    found = _read(" UNION ".join(f"({part})" for part in parts), values)
    if found or (len(key) < 2 and key.isascii()):
        return found
    pieces = {"open": MOST_OPEN, "newest": NEWEST, "hira": _HIRA, "kata": _KATA}
    return _read(_PIECES, {**pieces, "piece": f"%{_escaped(key)}%"})


def _read(sql: str, values: dict[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall()}


_PHONES = f"""
    SELECT id FROM (
        (SELECT id, phone, buyer_phone FROM orders_order WHERE stage IN {_OPEN} LIMIT %(open)s)
        UNION ALL
        (SELECT id, phone, buyer_phone FROM orders_order ORDER BY ordered_at DESC, id DESC LIMIT %(newest)s)
    ) o WHERE translate(o.phone || '|' || o.buyer_phone, '- ()', '') LIKE %(phone)s
"""


def _skus(typed: str, numeral: str) -> list[int]:
    if not re.fullmatch(r"[A-Za-z0-9_./-]{3,64}", typed):
        return []
    found = {card.id for card in catalogue.cards([typed, typed.upper()]).values()}
    if len(numeral) in (8, 12, 13, 14) and numeral == typed:
        found |= {card.id for card in catalogue.cards_by_jan([numeral]).values()}
    return sorted(found)


def _escaped(key: str) -> str:
    return key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
