"""How a person wants the pages."""

from __future__ import annotations

from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import Staff
from hanjo.staff.terms import Density, Theme


@command("staff.set_preferences", "表示の設定")
def set_preferences(
    staff: Staff, *, theme: Theme, density: Density, language: str, shortcuts: bool, by: Actor
) -> None:
    """Keep colours, density, language and whether single keys act (表示の設定)."""
    Staff.objects.filter(pk=staff.pk).update(
        theme=theme, density=density, language="en" if language == "en" else "ja", shortcuts=shortcuts
    )
