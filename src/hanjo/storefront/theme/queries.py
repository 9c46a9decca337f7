"""Reads of the shop's look."""

from __future__ import annotations

from hanjo.storefront.theme.models import Theme
from hanjo.storefront.theme.terms import Look


def current() -> Theme | None:
    """The version in force; None while the shop looks as it came (公開中のデザイン)."""
    return Theme.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk").first()


def before_current() -> Theme | None:
    """The version that was in force before the one in force (ひとつ前のデザイン)."""
    rows = Theme.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")[1:2]
    return next(iter(rows), None)


def icon_of(theme: Theme | None) -> str:
    """The picture that browsers show beside the shop's name: its own, else the logo; nothing: ours (アイコン)."""
    look = look_of(theme)
    return look.favicon or look.logo


def version(pk: int) -> Theme | None:
    """One version, published or not (デザインの版)."""
    return Theme.objects.filter(pk=pk).first()


def look_of(theme: Theme | None) -> Look:
    """What somebody decided in a version."""
    return Look.from_json(theme.body) if theme else Look()


def style(digest: str) -> str | None:
    """A style sheet by its digest (スタイルシート)."""
    return Theme.objects.filter(digest=digest).values_list("css", flat=True).first()
