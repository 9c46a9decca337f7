"""Hear a mall."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from hanjo.channels.commands._outside import connect, record
from hanjo.channels.commands.ask_malls import ask_to_hear
from hanjo.channels.malls.port import Refused
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms import UnprovenMessage
from hanjo.kernel.command import command


@command("channels.hear_mall", "モールからの通知")
def hear_mall(channel: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Keep a message that a mall sent, once, and have what it speaks of asked for (モールからの通知).

    A message is only a hint: the order itself is read from the mall. Hearing the same again changes nothing. Refuses
    what cannot be proven to come from the mall; of that nothing is kept.
    """
    joined = connection_of(channel, live=True)
    try:
        heard = connect(joined).hear({name.lower(): value for name, value in headers.items()}, body)
    except Refused as refused:
        raise UnprovenMessage(because=refused.text) from refused
    news: list[str] = []
    mark = hashlib.blake2b(body, digest_size=12).hexdigest()
    for at, one in enumerate(heard):
        fresh = record(joined.channel_id, "in", one.key or f"{mark}-{at}", one.kind, sent=body,
                       about=",".join(one.keys), status=200)  # fmt: skip
        news += one.keys if fresh and one.kind == "order" else ()
    if news:
        ask_to_hear(channel, sorted(set(news)))
    return bool(news)
