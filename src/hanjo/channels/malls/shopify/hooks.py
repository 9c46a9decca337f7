"""Have a Shopify shop tell us of orders (Webhook の登録).

`webhookSubscriptionCreate` with the field `uri`, as the owner's reference of 2025-10 and later has it. A subscription
made by the interface is dropped there after eight deliveries that failed, so whoever listens asks again now and then.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from hanjo.channels.malls.port import Refused
from hanjo.channels.malls.shopify import queries
from hanjo.channels.malls.shopify.speaking import Line
from hanjo.channels.malls.shopify.translate import items, nodes, part, words

TOPICS = ("ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_CANCELLED")


def listen(line: Line, address: str) -> list[str]:
    """Register what is missing, and lead here what went to an earlier address of ours; answers the topics."""
    if not line.access.secrets.get("client_secret"):
        raise Refused("no_secret", "クライアントシークレットがありません。")
    there: dict[str, list[tuple[str, str]]] = {}
    for one in nodes(line.ask(queries.HOOKS, {"topics": list(TOPICS)}), "webhookSubscriptions"):
        there.setdefault(words(one, "topic"), []).append((words(one, "id"), words(one, "uri")))
    made = []
    for topic in TOPICS:
        known = there.get(topic, [])
        if any(uri == address for _, uri in known):
            continue
        ours = [pk for pk, uri in known if urlsplit(uri).path == urlsplit(address).path]
        if ours:
            given = {"id": ours[0], "hook": {"uri": address}}
            answer = part(line.ask(queries.MOVE_HOOK, given, about=topic), "webhookSubscriptionUpdate")
        else:
            given = {"topic": topic, "hook": {"uri": address, "format": "JSON"}}
            answer = part(line.ask(queries.ADD_HOOK, given, about=topic), "webhookSubscriptionCreate")
        if errors := items(answer, "userErrors"):
            raise Refused("user_error", words(errors[0], "message"))
        made.append(topic)
    return made
