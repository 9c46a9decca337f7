"""How a page, or one named block of it, is answered (画面の返し方).

A full request gets the whole file. An htmx request gets the block that is named like its target (`hx-target="#lines"`
gets `{% block lines %}`), or the blocks the view names, from the same file: a part can never drift from its page.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from jinja2 import Template

Shell = Callable[[HttpRequest], Mapping[str, object]]


def wants_part(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page, rather than a browser for all of it."""
    headers = request.headers
    whole = headers.get("HX-Boosted") == "true" or headers.get("HX-History-Restore-Request") == "true"
    return headers.get("HX-Request") == "true" and not whole


def shell_context(request: HttpRequest) -> dict[str, object]:
    """Ask every callable named in HANJO_SHELL_CONTEXT what the frame of a page needs: who, where to, how it stands."""
    context: dict[str, object] = {}
    for path in getattr(settings, "HANJO_SHELL_CONTEXT", ()):
        context.update(cast("Shell", import_string(path))(request))
    return context


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    block: str | Sequence[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page; an htmx request gets only the block it aims at (画面を返す).

    `block` names the block, or several that are sent one after the other (the later ones marked `hx-swap-oob` in the
    template). It is honoured for htmx requests only, so the same view serves a browser without script.
    """
    compiled = cast("Template", get_template(template).template)  # type: ignore[attr-defined]  # Jinja2's own object behind Django's
    names = _blocks(request, compiled, block)
    values = {**(context or {}), **_request_context(request)}
    if names:
        text = "".join(block_text(compiled, name, values) for name in names)
    else:
        text = compiled.render({**shell_context(request), **values})
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def page_text(request: HttpRequest, template: str, context: Mapping[str, object], *, block: str) -> str:
    """Render one block of a page to text, for a view that puts several parts together."""
    compiled = cast("Template", get_template(template).template)  # type: ignore[attr-defined]  # as above
    return block_text(compiled, block, {**context, **_request_context(request)})


def block_text(compiled: Template, name: str, values: Mapping[str, object]) -> str:
    """Render one named block of a compiled template."""
    if name not in compiled.blocks:
        raise KeyError(f"{compiled.name} has no block {name!r}")
    return "".join(compiled.blocks[name](compiled.new_context(dict(values))))


def _blocks(request: HttpRequest, compiled: Template, block: str | Sequence[str] | None) -> list[str]:
    if not wants_part(request):
        return []
    if block is not None:
        return [block] if isinstance(block, str) else list(block)
    target = request.headers.get("HX-Target", "").replace("-", "_")
    return [target] if target in compiled.blocks else []


def _request_context(request: HttpRequest) -> dict[str, Any]:
    return {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }


def say(response: HttpResponse, text: str, *, tone: str = "ok", undo: str = "") -> HttpResponse:
    """Let an htmx answer speak one sentence in the corner, with a way back for ten seconds (知らせる)."""
    return trigger(response, "hanjo:say", {"text": text, "tone": tone, "undo": undo})


def trigger(response: HttpResponse, event: str, detail: Mapping[str, object] | None = None) -> HttpResponse:
    """Fire an event in the page that receives this answer."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[event] = dict(detail or {})
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the reader on: htmx by its own header, a plain form by a redirect (移動)."""
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = address
        return response
    response = HttpResponse(status=303)
    response.headers["Location"] = address
    return response


def refused(
    request: HttpRequest, text: str, *, reason: str = "", fix: str = "", link: str = "", status: int = 422
) -> HttpResponse:
    """Answer a refusal: what happened, why, and what to do; never a bare error (お断り)."""
    context = {"text": text, "reason": reason, "fix": fix, "link": link, "status": status}
    return render(request, "ui/refused.html", context, block="refusal", status=status)
