"""Forget messages."""

from __future__ import annotations

from datetime import timedelta

from hanjo.channels.models import Connection, Exchange, SeenOrder
from hanjo.channels.policy import Policy
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

SEEN = timedelta(days=60)  # an order that did not change for so long is in no search any more


@command("channels.forget_messages", "通信記録の消去")
def forget_messages(*, by: Actor) -> int:
    """Drop messages of malls that were kept long enough (通信記録の消去). Orders and raw documents stay."""
    gone = 0
    SeenOrder.objects.filter(seen_at__lt=clock.now() - SEEN).delete()
    for row in Connection.objects.all():
        before = clock.now() - timedelta(days=Policy.of(row.policy).keep_days)
        gone += Exchange.objects.filter(channel_id=row.channel_id, made_at__lt=before).delete()[0]
    return gone
