"""Icons as inline SVG, each drawn once per name and size (アイコン)."""

from functools import lru_cache

import lucide
from markupsafe import Markup

SEAL = Markup(
    '<svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">'
    '<path class="mark-bar" d="M2 5h28" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>'
    '<path class="mark-seal" d="M5 7h6.6v17H5zM12.7 7h6.6v13h-6.6zM20.4 7H27v17h-6.6z"/></svg>'
)


@lru_cache(maxsize=1024)
def icon(name: str, size: int = 16) -> Markup:
    """Return one icon of the lucide set, hidden from screen readers: the word beside it speaks."""
    drawn = lucide._render_icon(name, size, **{"class": "i", "aria-hidden": "true", "focusable": "false"})
    return Markup(drawn)
