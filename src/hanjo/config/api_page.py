"""The page that explains the API, made from its own schema."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from hanjo.config.api import api
from hanjo.staff.web.guard import StaffRequest, signed_in
from hanjo.ui.render import render


@signed_in
def api_docs(request: StaffRequest) -> HttpResponse:
    """List every route with its words, its permission and what it takes."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            entry = {
                "verb": verb.upper(),
                "path": path,
                "words": operation.get("description") or operation.get("summary") or "",
                "permission": permissions().get((verb.upper(), path), ""),
                "takes": [f"{one['name']}（{one['in']}）" for one in operation.get("parameters", [])],
            }
            groups.setdefault((operation.get("tags") or ["その他"])[0], []).append(entry)
    context = {"groups": groups, "schema_url": reverse("api:openapi-json"), "base": request.get_host()}
    return render(request, "staff/api_docs.html", context)


def permissions() -> dict[tuple[str, str], str]:
    """Return the permission that each route of the API asks: (verb, path) → name."""
    found = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                asked = [getattr(one, "permission", "") for one in operation.auth_callbacks]
                for verb in operation.methods:
                    address = "/".join(
                        part.strip("/") for part in ("/api/v1", prefix, path) if part.strip("/")
                    )
                    found[verb, f"/{address}"] = asked[0] if asked else ""
    return found
