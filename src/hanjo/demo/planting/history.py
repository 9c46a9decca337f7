"""Thirty days of past orders through the same door as every other file (過去の受注の投入)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from hanjo.channels import commands as channels
from hanjo.demo.history import history
from hanjo.demo.morning import FILES, files
from hanjo.kernel.actor import Actor


def plant_history(business_date: date, by: Actor) -> int:
    """Take in each mall's past orders while its channel stands on history: kept as shipped, nothing reserved."""
    past = history(business_date)
    content = files(past)
    for mall, names in FILES.items():
        channels.save_channel(mall, by=by, is_history=True)
        upload = [(f"past-{name}", BytesIO(content[name])) for name in names]
        stored = channels.store_file(upload, channel=mall, by=by)
        channels.take_in(stored.pk, by=by)
        channels.save_channel(mall, by=by, is_history=False)
    return len(past)
