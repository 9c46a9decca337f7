"""Idempotency-Key on every writing route of the API: the same request, asked again, gets the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hanjo.config.api import problem
from hanjo.kernel.refusal import Busy
from hanjo.staff import commands, queries
from hanjo.staff.web.guard import is_from_listed

PREFIX = "/api/v1/"
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LONGEST_KEY = 200


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Wrap the API's writing routes; pages and reads pass through."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method not in WRITING or not request.path.startswith(PREFIX):
            return get_response(request)
        if len(key) > LONGEST_KEY:
            return problem(422, f"Idempotency-Key は {LONGEST_KEY} 文字以内にしてください。", code="invalid")
        return _once(request, key, get_response)

    return answer


def _once(
    request: HttpRequest, key: str, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = queries.token_of(secret.strip()) if kind.lower() == "bearer" else None
    if token is None or not is_from_listed(request):  # refused there, and a kept answer is told to nobody
        return get_response(request)
    asked = f"{request.method} {request.get_full_path()}\n".encode() + _content(request)

    def work() -> commands.Answer:
        given = get_response(request)
        assert isinstance(given, HttpResponse), "a writing route answers in one piece"
        return commands.Answer(given.status_code, given.headers.get("Content-Type", ""), given.content)

    try:
        kept, repeated = commands.answer_once(token, key, asked, work)
    except commands.KeyReused as refusal:
        return problem(422, refusal.text, code=refusal.code, detail=refusal.advice)
    except Busy as refusal:
        return problem(409, refusal.text, code=refusal.code, detail=refusal.advice)
    response = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    if repeated:
        response["Idempotency-Replayed"] = "true"
    return response


def _content(request: HttpRequest) -> bytes:
    """Return what was sent; files by their digest, so that a large one is never held in memory."""
    if not (request.content_type or "").startswith("multipart/"):
        return request.body
    parts = [f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            parts.append(f"{name}={file.name}:{digest.hexdigest()}")
    return "\n".join(parts).encode()
