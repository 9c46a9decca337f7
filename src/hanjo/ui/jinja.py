"""The Jinja2 environment of every page (テンプレート環境).

Named in settings as `OPTIONS.environment`. A missing name is an error, everything is escaped, and the macros of
`templates/ui/kit/` are the global `ui`: registered once, so that a block rendered alone sees them too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from hanjo.ui import barcodes, charts, formats
from hanjo.ui.forms import form_part, form_problems
from hanjo.ui.icons import SEAL, icon
from hanjo.ui.words import Flash, attributes, family

KIT = Path(__file__).parent / "templates" / "ui" / "kit"


class Kit:
    """All macros of the kit behind one name; which file a macro lives in does not matter to a page."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._files: dict[str, str] = {}
        self._found: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._found:
            return self._found[name]
        if not self._files:
            self._files = dict(self._index())
        if name not in self._files:
            raise AttributeError(f"the kit has no macro {name!r}")
        macro = getattr(self._env.get_template(self._files[name]).module, name)
        if not self._env.auto_reload:
            self._found[name] = macro
        return macro

    def _index(self) -> Iterator[tuple[str, str]]:
        for path in sorted(KIT.glob("*.html")):
            name = f"ui/kit/{path.name}"
            module = self._env.get_template(name).module
            yield from ((macro, name) for macro in vars(module) if not macro.startswith("_"))

    def _names(self) -> list[str]:
        return sorted(dict(self._index()))


def url(name: str, *args: object, **kwargs: object) -> str:
    """Address of a named page; keyword `query` (a mapping) becomes the query string."""
    query = kwargs.pop("query", None)
    path = reverse(name, args=args or None, kwargs=kwargs or None)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path  # type: ignore[arg-type]  # checked at run time by urlencode


def with_query(request: HttpRequest, **changes: object) -> str:
    """Address of this page with some of its conditions changed; None removes one, a new filter drops the page key."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            values = value if isinstance(value, list | tuple) else [value]
            query.setlist(name, [str(one) for one in values])
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def flashes(request: HttpRequest) -> list[Flash]:
    """What earlier requests left to say on this page."""
    return [Flash.of(message) for message in get_messages(request)]


def environment(**options: Any) -> Environment:
    """Build the environment that Django's Jinja2 backend asks for."""
    options.update(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    extensions = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    env = Environment(extensions=[*options.pop("extensions", []), *extensions], **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    env.globals.update(
        ui=Kit(env), static=static, url=url, with_query=with_query, icon=icon, seal=SEAL, flashes=flashes,
        charts=charts, barcodes=barcodes, family=family, attributes=attributes,
        form_part=form_part, form_problems=form_problems,
    )  # fmt: skip
    env.filters.update(
        yen=formats.yen, yen_prose=formats.yen_prose, qty=formats.qty, number=formats.number,
        percent=formats.percent, at=formats.at, at_short=formats.at_short, clock_time=formats.clock_time,
        on=formats.on, on_prose=formats.on_prose, on_long=formats.on_long, iso=formats.iso, ago=formats.ago,
        span=formats.span,
        attributes=attributes,
    )  # fmt: skip
    return env
