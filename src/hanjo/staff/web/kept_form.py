"""A form that was sent after the session had ended is kept until its writer is back (入力の保管)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

KEY = "kept_form"
LONGEST = 200_000
NEVER = ("password", "present", "code", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class KeptForm:
    """What was typed and where it was going."""

    path: str
    fields: list[tuple[str, str]]


def keep_form(request: HttpRequest) -> None:
    """Put the typed fields into the stranger's session; files, secrets and giant forms are not kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name for word in NEVER)
    ]
    if fields and sum(len(name) + len(value) for name, value in fields) <= LONGEST:
        request.session[KEY] = {"path": request.get_full_path(), "fields": fields}


def kept_form(request: HttpRequest) -> KeptForm | None:
    """Return the form that waits, or nothing."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    return KeptForm(kept["path"], [(name, value) for name, value in kept["fields"]])


def drop_form(request: HttpRequest) -> None:
    """Forget the form."""
    request.session.pop(KEY, None)
