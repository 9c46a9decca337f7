"""Countries by the name a file gives them (国)."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

_ALIASES = {
    "eire": "IE",
    "usa": "US",
    "rsa": "ZA",
    "uk": "GB",
    "england": "GB",
    "czech republic": "CZ",
    "korea": "KR",
}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes = dict(_ALIASES)
    for language in ("en", "ja"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                codes.setdefault(name.casefold(), code)
    return codes


@lru_cache(maxsize=1024)
def country_code(name: str) -> str:
    """The ISO 3166 code of a country; Japan when none is given, the name itself when it is no country we know."""
    name = name.strip()
    if not name:
        return "JP"
    if len(name) == 2 and name.isascii():
        return name.upper()
    return _codes().get(name.casefold(), name)
