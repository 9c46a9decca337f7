"""The API (v1): every module's routes under one roof, one way to refuse.

Errors are problem+json (RFC 9457). A refusal of a command is 422 with its code and facts, what is not there 404,
input that cannot be read 422 with the places.
"""

from __future__ import annotations

import importlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hanjo.config.modules import MODULES, has
from hanjo.kernel.refusal import Busy, NotFound, Refusal

PROBLEM = "application/problem+json"
WORDS = {
    400: "リクエストを読み取れません。",
    401: "トークンがないか、使えなくなっています。",
    403: "権限がありません。",
    404: "見つかりません。",
    405: "このアドレスでは、その操作はできません。",
    422: "入力に誤りがあります。",
}


def problem(status: int, title: str, *, code: str = "", **more: Any) -> HttpResponse:
    """Write one problem."""
    body = {"type": f"urn:hanjo:{code}" if code else "about:blank", "title": title, "status": status, **more}
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False, "default": str})
    answer["Content-Type"] = PROBLEM
    return answer


def make_api() -> NinjaAPI:
    """Gather the routes of every module that has some."""
    made = NinjaAPI(
        title="Hanjo API",
        version="1",
        urls_namespace="api",
        docs_url=None,  # the library's page loads scripts from elsewhere; ours is config.api_page
        description="繁盛（Hanjo）の受注・在庫・商品・出荷を、ほかのプログラムから扱う API です。",
    )
    for module in MODULES:
        if has(module, "api.py"):
            made.add_router("", importlib.import_module(f"hanjo.{module}.api").router)
    _explain(made)
    return made


def _explain(made: NinjaAPI) -> None:
    """Say how each kind of failure is answered."""

    @made.exception_handler(Refusal)
    def refusal(request: HttpRequest, exc: Refusal) -> HttpResponse:
        status = 404 if isinstance(exc, NotFound) else 409 if isinstance(exc, Busy) else 422
        more = {"detail": exc.advice} if exc.advice else {}
        return problem(status, exc.text, code=exc.code, facts=exc.facts, **more)

    @made.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        places = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in exc.errors]
        return problem(422, WORDS[422], code="invalid", errors=places)

    @made.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        answer = problem(401, WORDS[401], code="unauthorised")
        answer["WWW-Authenticate"] = 'Bearer realm="Hanjo"'
        return answer

    @made.exception_handler(HttpError)
    def http(request: HttpRequest, exc: HttpError) -> HttpResponse:
        return problem(exc.status_code, str(exc) or WORDS.get(exc.status_code, ""))

    @made.exception_handler(Http404)
    def missing(request: HttpRequest, exc: Http404) -> HttpResponse:
        return problem(404, WORDS[404], code="not_found")


api = make_api()
