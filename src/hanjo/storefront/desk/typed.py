"""What the staff typed into the shop's pages: texts, moments, pictures (入力)."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from hanjo.content import commands as content
from hanjo.content.terms import LANGUAGES, Words
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal

Problems = list[tuple[str, str]]


def words_of(request: HttpRequest) -> dict[str, Words]:
    """Title, summary and text in every language."""
    sent = request.POST
    return {
        language: Words(
            title=sent.get(f"title_{language}", "").strip(),
            body=sent.get(f"body_{language}", ""),
            summary=sent.get(f"summary_{language}", "").strip(),
        )
        for language in LANGUAGES
    }


def moment(request: HttpRequest, name: str, label: str, problems: Problems) -> datetime | None:
    """A date and time in Tokyo as a browser sends it; empty is none, nonsense is a problem."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        return clock.from_tokyo(datetime.fromisoformat(text).replace(tzinfo=None))
    except (ValueError, OverflowError):
        problems.append(
            (f"f-{name}", f"{label}「{text[:30]}」は日時として読めません（例: 2026-12-01 10:00）。")
        )
        return None


def local(at: datetime | None) -> str:
    """A moment as a field for date and time shows it."""
    return at.astimezone(clock.JST).strftime("%Y-%m-%dT%H:%M") if at else ""


def picture(request: HttpRequest, name: str, problems: Problems, *, by: Actor) -> str | None:
    """The picture that was uploaded, kept; "" when it is to go, None when nothing was said about it."""
    sent = request.FILES.get(name)
    if isinstance(sent, UploadedFile) and sent.size:
        try:
            return content.keep_picture(sent.read(), by=by)
        except Refusal as refusal:
            problems.append((f"f-{name}", f"{refusal.text}{refusal.advice}"))
            return None
    return "" if request.POST.get(f"drop_{name}") else None
