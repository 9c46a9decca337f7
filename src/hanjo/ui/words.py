"""Small values that pages hand to macros: families of status, messages, extra attributes (画面の語)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.contrib.messages.storage.base import Message
from markupsafe import Markup, escape

FAMILIES = {
    "warn": "triangle-alert",
    "info": "clock",
    "hold": "hand",
    "go": "circle-play",
    "ok": "check",
    "danger": "octagon-x",
    "quiet": "minus",
}


@dataclass(frozen=True, slots=True)
class Flash:
    """One sentence left over from the request before, with the address that undoes it (通知)."""

    tone: str
    text: str
    undo: str = ""

    @classmethod
    def of(cls, message: Message) -> Self:
        """Read a message of Django's framework; the extra tag `undo=/address/` makes it undoable."""
        tones = {"success": "ok", "warning": "warn", "error": "danger", "info": "info", "debug": "quiet"}
        extra = message.extra_tags or ""
        undo = extra.removeprefix("undo=") if extra.startswith("undo=") else ""
        return cls(tones.get(message.level_tag, "info"), str(message.message), undo)


def family(name: str) -> str:
    """Check the name of a status family; a colour outside the seven would mean nothing to the reader."""
    if name not in FAMILIES:
        raise ValueError(f"unknown status family {name!r}; choose one of {', '.join(FAMILIES)}")
    return name


def attributes(values: Mapping[str, object] | None) -> Markup:
    """Write extra HTML attributes: underscores become hyphens, True a bare name, None and False nothing."""
    parts: list[str] = []
    for name, value in (values or {}).items():
        if value is None or value is False:
            continue
        key = escape(name.rstrip("_").replace("_", "-"))
        parts.append(f" {key}" if value is True else f' {key}="{escape(value)}"')
    return Markup("".join(parts))
