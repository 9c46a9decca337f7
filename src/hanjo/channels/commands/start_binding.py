"""Start binding."""

from __future__ import annotations

from hanjo.channels.commands.ask_malls import ask_to_bind
from hanjo.channels.queries_malls import connection_of
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.start_binding", "出品の対応づけの指示")
def start_binding(channel: str, *, by: Actor) -> None:
    """Have everything that a mall sells tied to our SKUs in the background (出品の対応づけの指示).

    While one such job waits, asking again changes nothing. Refuses a channel whose mall is not spoken to.
    """
    connection_of(channel, live=True)
    ask_to_bind(channel)
    audit.record(by, "channels.start_binding", [f"channel:{channel}"])
