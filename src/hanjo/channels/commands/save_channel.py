"""Save a channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanjo.channels.models import Channel
from hanjo.channels.terms import Format
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.save_channel", "店舗の設定")
def save_channel(
    code: str, *, by: Actor, settings: Mapping[str, Any] | None = None, **fields: Any
) -> Channel:
    """Open or change a place where we sell (店舗・モール). Saving again changes only what is given.

    `settings` may hold `services` (the mall's words for ways of shipping → our service codes),
    `default_service`, `mapping` and `options` for reading its files.
    """
    if "format" in fields:
        fields["format"] = Format(fields["format"]).value
    channel, _ = Channel.objects.get_or_create(code=code, defaults=fields)
    for key, value in fields.items():
        setattr(channel, key, value)
    if settings is not None:
        channel.settings = {**channel.settings, **settings}
    channel.save()
    audit.record(by, "channels.save_channel", [f"channel:{code}"], fields=sorted(fields))
    return channel
