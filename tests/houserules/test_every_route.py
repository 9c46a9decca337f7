"""Every address of the house asks for a permission or is open on purpose (walked, not listed)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hanjo.config.api import api
from hanjo.config.api_page import permissions
from hanjo.kernel.command import REGISTRY
from hanjo.staff.web.guard import PUBLIC, SIGNED_IN

PUBLIC_ADDRESSES = {
    "healthz",
    "login/",
    "login/code/",
    "logout/",
    "media/<path:path>",
    "api/v1/openapi.json",
    "pay/<slug:account>/hook",
    "malls/<slug:channel>/hook",
    "shop/theme/<str:digest>.css",  # open while the doors are shut, too
    "shop/peek/<str:token>/",  # a signed link from the staff
}


def _walk(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern


ROUTES = list(_walk(get_resolver().url_patterns))
PAGES = [(path, route) for path, route in ROUTES if not path.startswith("api/v1/") or path == "api/v1/docs"]


def _address(path: str) -> str:
    """Fill in something that does not exist: what is asked first is the permission."""
    values = {"int": "999999999", "slug": "nowhere", "str": "nowhere", "path": "no/where", "uuid": "0" * 8}
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: values.get(found[1] or "str", "nowhere"), path)
    return "/" + filled.replace("^", "").replace("$", "")


def test_every_page_says_who_may_open_it() -> None:
    silent = [path for path, route in PAGES if not getattr(route.callback, "permission", None)]
    assert not silent, "these views lack @page, @signed_in or @public"


def test_every_permission_of_a_page_is_a_known_command_or_view() -> None:
    asked = {
        name
        for _, route in PAGES
        for name in (route.callback.permission, route.callback.post_permission)  # type: ignore[attr-defined]
    }
    assert asked - {PUBLIC, SIGNED_IN} <= set(REGISTRY)


def test_only_the_addresses_on_this_list_are_open_to_everybody() -> None:
    open_to_all = {
        path
        for path, route in PAGES
        if getattr(route.callback, "permission", "") == PUBLIC and not _through_the_shops_door(route)
    }
    assert open_to_all == {path for path in PUBLIC_ADDRESSES if not path.startswith("api/")}


def _through_the_shops_door(route: URLPattern) -> bool:
    return bool(getattr(route.callback, "is_shop_door", False))


def test_the_shop_has_one_door_and_nothing_else_uses_it() -> None:
    assert {path for path, route in PAGES if path.startswith("shop/")} - PUBLIC_ADDRESSES | {
        "robots.txt"
    } == {path for path, route in PAGES if _through_the_shops_door(route)}


def test_every_route_of_the_api_asks_a_known_permission() -> None:
    asked = permissions()
    assert asked
    assert set(asked.values()) <= set(REGISTRY), {
        route: name for route, name in asked.items() if name not in REGISTRY
    }
    described = {
        f"{verb} {path}" for path, verbs in api.get_openapi_schema()["paths"].items() for verb in verbs
    }
    assert {f"{verb.lower()} {path}" for verb, path in asked} == described


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_nothing_from_any_page(db: None, method: str) -> None:
    for path, route in PAGES:
        if getattr(route.callback, "permission", "") == PUBLIC:
            continue
        answer = getattr(Client(), method)(_address(path))
        assert answer.status_code in {302, 405}, f"{method} {path}: {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith("/login/"), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_without_permissions_gets_nothing_but_their_own_pages(
    mei_client: Client, method: str
) -> None:
    for path, route in PAGES:
        if getattr(route.callback, "permission", "") in {PUBLIC, SIGNED_IN}:
            continue
        answer = getattr(mei_client, method)(_address(path))
        assert answer.status_code in {403, 405}, f"{method} {path}: {answer.status_code}"


def test_forged_numbers_end_in_a_not_found_and_never_in_a_crash(hana_client: Client) -> None:
    for path, route in PAGES:
        if "<" not in path or getattr(route.callback, "permission", "") == PUBLIC:
            continue
        answer = hana_client.get(_address(path))
        assert answer.status_code in {302, 303, 404, 405, 422}, f"{path}: {answer.status_code}"


def test_a_form_without_its_token_is_refused_everywhere(hana: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hana)
    for path, route in PAGES:
        if path.endswith("/hook"):
            continue  # messages between machines are signed instead
        answer = client.post(_address(path))
        # The shop's door asks where a form comes from; who does not say it is refused before anything is looked at.
        refused = {403, 405, 422} if _through_the_shops_door(route) else {403, 405}
        assert answer.status_code in refused, f"{path}: {answer.status_code} ({route.name})"


def test_without_a_token_no_route_of_the_api_answers(db: None) -> None:
    for verb, path in permissions():
        address = re.sub(r"\{[^}]+\}", "1", path)
        answer = getattr(Client(), verb.lower())(address)
        assert answer.status_code == 401, f"{verb} {path}: {answer.status_code}"
