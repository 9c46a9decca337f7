"""See a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from hanjo.channels.commands._outside import opened, unsealed
from hanjo.channels.models import Connection, Exchange
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound

MASK = "●●●●"
SHORTEST_SECRET = 4
#: Tokens that a mall hands out stand in its answers before anything of them is kept here.
_NAMED = re.compile(
    r'("(?:access_token|refresh_token|id_token|client_secret|license_?key|service_?secret|password)"\s*:\s*")[^"]*',
    re.IGNORECASE,
)
_FORM = re.compile(r"((?:^|&)(?:access_token|refresh_token|client_secret|code|password)=)[^&]*")


@dataclass(frozen=True, slots=True)
class Bodies:
    """What went out and what came back, readable, without our keys."""

    sent: str
    answered: str


@command("channels.see_messages", "通信記録の本文を見る")
def see_message(channel: str, pk: int, *, by: Actor) -> Bodies:
    """Open both bodies of a message, which name buyers; every look is in the audit log (通信記録の閲覧).

    Our keys and tokens are blotted out. Refuses a message that is not of this channel, or is gone.
    """
    row = Exchange.objects.select_related("channel").filter(channel__code=channel, pk=pk).first()
    if row is None:
        raise NotFound(what="通信記録", key=pk)
    joined = Connection.objects.filter(channel=row.channel).first()
    secrets = list(_secrets(joined)) if joined is not None else []
    audit.record(
        by,
        "channels.see_messages",
        [f"channel:{channel}"],
        message=pk,
        endpoint=row.endpoint,
        about=row.about,
    )
    return Bodies(_read(bytes(row.sent), secrets), _read(bytes(row.answered), secrets))


def _secrets(joined: Connection) -> Iterable[str]:
    kept: Mapping[str, Any] = opened(joined.sealed_secrets)
    tokens: Mapping[str, Any] = opened(joined.sealed_tokens)
    for value in [*kept.values(), *(one[0] for one in tokens.values())]:
        if len(str(value)) >= SHORTEST_SECRET:
            yield str(value)


def _read(body: bytes, secrets: Iterable[str]) -> str:
    text = unsealed(body).decode("utf-8", errors="replace")
    for secret in secrets:
        text = text.replace(secret, MASK).replace(quote_plus(secret), MASK)
    return _FORM.sub(rf"\1{MASK}", _NAMED.sub(rf"\1{MASK}", text))
