"""Reads of what went over the line to and from malls; the bodies stay sealed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hanjo.channels.models import Channel, Exchange

PAGE = 50
#: Everything of a message but its bodies: they are large, and sealed.
HEAD = ("pk", "direction", "key", "endpoint", "about", "status", "seconds", "state", "made_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages are asked for."""

    endpoint: str = ""
    direction: str = ""  # out, in
    is_failed: bool = False
    text: str = ""  # an order number or a listing's code
    before: int = 0  # messages older than this one


def messages(channel: Channel, wanted: Wanted) -> list[dict[str, Any]]:
    """Messages of a mall, newest first, a page and one more (通信記録)."""
    rows = Exchange.objects.filter(channel=channel)
    if wanted.endpoint:
        rows = rows.filter(endpoint=wanted.endpoint)
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    if wanted.is_failed:
        rows = rows.filter(Q(status=0, direction="out") | Q(status__gte=400) | Q(state="refused"))
    if wanted.text:
        rows = rows.filter(Q(about__icontains=wanted.text) | Q(key__icontains=wanted.text))
    if wanted.before:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-made_at", "-pk").values(*HEAD)[: PAGE + 1])


def endpoints(channel: Channel) -> list[str]:
    """What kinds of messages a mall has, for the filter."""
    rows = Exchange.objects.filter(channel=channel).order_by("endpoint")
    return list(rows.values_list("endpoint", flat=True).distinct())


def message(channel: Channel, pk: int) -> dict[str, Any] | None:
    """One message without its bodies."""
    rows = Exchange.objects.filter(channel=channel, pk=pk)
    found: dict[str, Any] | None = rows.values(*HEAD).first()
    return found
