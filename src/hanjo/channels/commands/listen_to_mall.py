"""Listen to a mall."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.port import Refused
from hanjo.channels.malls.registry import mall
from hanjo.channels.models import Connection
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.rules import is_public
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

NOT_PUBLIC = (
    "このシステムのアドレス（{url}）はモールから届かないため、モールからの通知を登録していません。受注は自動の取込で届きます。"
    "公開のアドレス（https://…）を環境変数 HANJO_URL に設定すると登録できます。"
)
NO_SECRET = "通知を確かめるシークレットがないため、モールからの通知を登録していません。"
NOT_TAKEN = "モールが通知の登録を断りました: {text}"


@dataclass(frozen=True, slots=True)
class Listening:
    """How a mall tells us of orders."""

    address: str
    is_automatic: bool = False  # the connector registers the address by itself
    added: tuple[str, ...] = ()
    trouble: str = ""


def door_of(channel: str) -> str:
    """The address at which a mall's messages come in (通知の受け口)."""
    return f"{settings.URL}{reverse('mall-hook', args=[channel])}"


def listen_to_mall(channel: str, *, by: Actor) -> Listening:
    """Have the mall tell us of orders at once, where its interface can be asked to (通知の登録).

    Registers only what is missing there: the same again changes nothing. Says why where nothing could be registered: an
    address that the mall cannot reach, or no secret by which its messages would be proven.
    """
    joined = connection_of(channel, live=True)
    address = door_of(channel)
    if not listens(joined):
        return Listening(address)
    if not is_public(address):
        return Listening(address, True, trouble=NOT_PUBLIC.format(url=settings.URL))
    try:
        added = tuple(ask(joined, lambda port: port.listen(address)))  # type: ignore[attr-defined]  # asked in listens
    except Refused as refused:
        trouble = NO_SECRET if refused.code == "no_secret" else NOT_TAKEN.format(text=refused.text)
        return Listening(address, True, trouble=trouble)
    if added:
        _note(channel, address, added, by=by)
    return Listening(address, True, added)


def listens(joined: Connection) -> bool:
    """Whether this mall's connector registers our address by itself."""
    return bool(getattr(mall(joined.mall), "LISTENS", False))


def help_of(joined: Connection) -> str:
    """Where the operator enters our address by hand; empty when nobody has to, or the mall tells nothing."""
    return str(getattr(mall(joined.mall), "HOOK_HELP", ""))


@command("channels.listen_to_mall", "モールからの通知の登録")
def _note(channel: str, address: str, added: tuple[str, ...], *, by: Actor) -> None:
    """Write down what was registered at a mall (通知の登録)."""
    audit.record(by, "channels.listen_to_mall", [f"channel:{channel}"], address=address, topics=list(added))
