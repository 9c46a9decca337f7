"""The story page: every component in all its states, for eyes, axe and screenshots (部品見本)."""

from django.http import HttpRequest, HttpResponse

from hanjo.ui.render import render
from hanjo.ui.web.stories import story_context


def kit(request: HttpRequest) -> HttpResponse:
    """Show every component on one page (部品見本)."""
    return render(request, "ui/kit_page.html", story_context())


kit.permission = "staff.kit"  # type: ignore[attr-defined]  # read where the page is mounted
