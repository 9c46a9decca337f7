"""The language of the shop by its address: /en/ below the place where the shop stands (言語).

Japanese has no mark of its own. `middleware` reads the mark before anything else, `Mark` puts it into every address of
the shop that is written while the language holds, so that no page has to think of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, override

from hanjo.content.terms import FIRST, LANGUAGES

OTHERS = tuple(one for one in LANGUAGES if one != FIRST)


class Mark:
    """The language at the head of an address; nothing for the first language. Read anew by Django per language."""

    converters: dict[str, Any] = {}
    name: str | None = None

    @property
    def prefix(self) -> str:
        """The mark of the language that is read now."""
        language = (get_language() or FIRST)[:2]
        return f"{language}/" if language in OTHERS else ""

    @property
    def regex(self) -> re.Pattern[str]:
        """For Django's reversing, which asks once for each language."""
        return re.compile(re.escape(self.prefix))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]] | None:
        """Take the mark off an address."""
        return (path.removeprefix(self.prefix), (), {}) if path.startswith(self.prefix) else None

    def check(self) -> list[Any]:
        """Django asks every pattern whether it is well."""
        return []

    def describe(self) -> str:
        """For Django's messages."""
        return f"'{self.prefix}'"

    def __str__(self) -> str:
        return self.prefix


def marked(pages: list[URLPattern | URLResolver]) -> URLResolver:
    """These pages in every language of the shop."""
    return URLResolver(Mark(), pages)  # type: ignore[arg-type]  # a pattern by its shape, as Django's own prefix is


def middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer in the language that the address names; everything but the shop is in Japanese."""

    # Pages are read in before the first visitor comes: a word that a form keeps must be the same for all of them.
    import_module(settings.ROOT_URLCONF)

    def answer(request: HttpRequest) -> HttpResponseBase:
        with override(language_of(request)):
            return get_response(request)

    return answer


@dataclass(frozen=True, slots=True)
class Way:
    """The same page in another language."""

    code: str
    name: str
    url: str


def ways(request: HttpRequest) -> list[Way]:
    """This page in every language of the shop, for the links at its foot (言語の切り替え).

    An answer to something that was sent has no address of its own: its links lead to the form.
    """
    home = _home(request)
    rest = escape_uri_path(request.path_info).removeprefix(home)
    rest = rest.removeprefix(f"{language_of(request)}/")
    query = request.META.get("QUERY_STRING", "")[:200]
    tail = f"{rest}?{query}" if query else rest
    return [
        Way(code, name, f"{home}{tail}" if code == FIRST else f"{home}{code}/{tail}")
        for code, name in LANGUAGES.items()
    ]


def _home(request: HttpRequest) -> str:
    return "/" if getattr(request, "urlconf", None) else "/shop/"


def language_of(request: HttpRequest) -> str:
    """The language of an address."""
    home = _home(request)
    head = (
        request.path_info.removeprefix(home).partition("/")[0] if request.path_info.startswith(home) else ""
    )
    return head if head in OTHERS else settings.LANGUAGE_CODE
