"""Passkeys: what the script of the account pages asks and answers (パスキー)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from hanjo.customers import commands as customers
from hanjo.customers.commands import SignedIn
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.speech import say
from hanjo.storefront import queries
from hanjo.storefront.web.account import come_in
from hanjo.storefront.web.door import ShopRequest, form


def _host(request: ShopRequest) -> str:
    return request.get_host().partition(":")[0]


def _origin(request: ShopRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _credential(request: ShopRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.POST.get("credential", "")[:20_000])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _told(refusal: Refusal) -> JsonResponse:
    return JsonResponse({"text": refusal.text}, status=422)


@form(often="sign-in", most=40)
def sign_in(request: ShopRequest) -> HttpResponse:
    """Ask whoever is there for a passkey of this shop, and open a session for the answer (パスキーでのログイン)."""
    visitor = request.visitor
    if request.method != "POST":
        return HttpResponse(status=405)
    if request.POST.get("step") == "ask":
        asked = customers.ask_passkey(host=_host(request))
        return JsonResponse({"key": asked.key, "options": asked.options})
    answer = customers.sign_in_by_passkey(
        request.POST.get("key", "")[:64],
        _credential(request),
        host=_host(request),
        origin=_origin(request),
        address=visitor.address,
        agent=visitor.agent,
        device=visitor.own_device(),
    )
    if not isinstance(answer, SignedIn):
        return _told(answer)
    return JsonResponse({"next": come_in(request, answer).headers["Location"]})


@form(member=True, proved=True, often="passkey", most=20)
def add(request: ShopRequest) -> HttpResponse:
    """Keep a new passkey of a member who has just shown the password (パスキーの登録)."""
    visitor = request.visitor
    if request.method != "POST" or visitor.member is None:
        return HttpResponse(status=405)
    try:
        if request.POST.get("step") == "ask":
            asked = customers.begin_passkey(
                visitor.member.pk, host=_host(request), shop=queries.shop().name, by=visitor.actor
            )
            return JsonResponse({"key": asked.key, "options": asked.options})
        customers.add_passkey(
            visitor.member.pk,
            request.POST.get("key", "")[:64],
            _credential(request),
            host=_host(request),
            origin=_origin(request),
            name=device_name(visitor.agent),
            by=visitor.actor,
        )
    except Refusal as refusal:
        return _told(refusal)
    return JsonResponse({"next": reverse("shop-my-security")})


def device_name(agent: str) -> str:
    """A browser and its machine in a few words, for the list of sessions and keys (端末の名前)."""
    machines = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac", "Mac"),
    )
    machine = next((word for mark, word in machines if mark in agent), "")
    browsers = (("Edg/", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    browser = next((word for mark, word in browsers if mark in agent), "")
    return " ".join(part for part in (machine, browser) if part) or say("不明な端末")
