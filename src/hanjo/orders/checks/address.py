"""Checks of where the parcel goes: postal code, municipality, house number, island (住所の確認)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hanjo.kernel import text
from hanjo.orders.checks.base import NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.places import (
    PREFECTURE_SET,
    hyphened,
    is_in,
    prefecture_meant,
    same,
)
from hanjo.orders.terms import Address, Finding

_Towns = Sequence[tuple[str, str, str]]
_WARD = re.compile(r"^[^0-9０-９]{1,4}区")
_BEFORE_NUMBER = re.compile(r"^[^0-9０-９一二三四五六七八九十]*")
_HOUSE_NUMBER = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百]+(?:丁目|番|号|条|の|ノ|－|-|ー)|無番地|番地なし|番外地|以下余白|局留|営業所"
)
# What a label shows instead of letters that CP932, the encoding of the carriers' files, does not have.
_PRINTED_AS = {"𠮷": "吉", "𠮟": "叱", "𡈽": "土", "𣘺": "橋", "𥔎": "埼", "鷗": "鴎", "ゔ": "ヴ"}
_SWAPPED_QUIETLY = dict.fromkeys(map(ord, "〜−—–‑‒‐\xa0❤♥♡✕✖➡\ufe0f\u200d"), " ")


@check(
    number=0,
    code="postcode_missing",
    label="郵便番号がない・7 桁でない",
    says="お届け先の郵便番号が空か、7 桁の数字でないときに止めます。",
    flag="郵便番号",
)
def postcode_missing(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    postal = to.postal
    if len(postal) == 7 and postal.isascii() and postal.isdigit():
        return NOTHING
    digits = text.digits(postal)
    likely, confidence = _likely_postal(order, seen, digits) if len(digits) != 7 else (digits, 95)
    fix, label = _code_fix(likely, "にする")
    if not postal.strip():
        place = f"お届け先は「{to.prefecture}{to.city}{to.street}」です。"
        return saw("郵便番号がありません", place, fix=fix, fix_label=label, confidence=confidence)
    if len(digits) == 7:
        reason, evidence = "郵便番号に数字でない文字があります", f"「{postal}」から数字だけを使います。"
        return saw(reason, evidence, fix=fix, fix_label=label, confidence=confidence)
    evidence = f"「{postal}」は {len(digits)} 桁です。郵便番号は 7 桁の数字です。"
    return saw("郵便番号の桁数が違います", evidence, fix=fix, fix_label=label, confidence=confidence)


def _likely_postal(order: OrderView, seen: Seen, digits: str) -> tuple[str, int]:
    """The code that was meant: a zero that a spreadsheet ate, an earlier order, or the buyer's own address."""
    place = same(order.recipient.city + order.recipient.street)
    padded = digits.zfill(7)
    if len(digits) == 6 and any(is_in(city, place) for _, city, _ in seen.towns(padded)):
        return padded, 95
    by_place = _only_code(order, seen)
    if by_place:
        return by_place, 92
    buyer = order.buyer
    if len(buyer.postal) == 7 and place and place in same(buyer.prefecture + buyer.city + buyer.street):
        return buyer.postal, 90  # the buyer's own address, which may have come in one piece
    for postal, city in seen.history.known_addresses:
        if postal and is_in(city, place):
            return postal, 70
    return "", 100


def _only_code(order: OrderView, seen: Seen) -> str:
    """The one postal code of the written place, if its town has exactly one (住所からの郵便番号)."""
    to = order.recipient
    codes = seen.codes(prefecture_meant(to.prefecture, to.city), to.city, to.street)
    return codes[0] if len(codes) == 1 and codes[0] != to.postal else ""


def _code_fix(postal: str, does: str) -> tuple[dict[str, Any] | None, str]:
    """The proposal to set a postal code and the words on its button; neither when no code is known."""
    if not postal:
        return None, ""
    return {"set": {"postal": postal}}, f"郵便番号を「{hyphened(postal)}」{does}"


def _known_code(order: OrderView, seen: Seen) -> tuple[str, int]:
    """The code that the written place has in the tables, or had in an earlier order of the buyer."""
    by_place = _only_code(order, seen)
    if by_place:
        return by_place, 90
    place = same(order.recipient.city + order.recipient.street)
    known = next((code for code, city in seen.history.known_addresses if code and is_in(city, place)), "")
    return (known, 70) if known else ("", 100)


@check(
    number=1,
    code="postcode_unknown",
    label="郵便番号が存在しない",
    says="日本郵便の一覧にない郵便番号のときに止めます。",
    flag="郵便番号",
)
def postcode_unknown(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    postal = order.recipient.postal
    if seen.towns(postal) or len(postal) != 7 or not postal.isdigit():
        return NOTHING
    known, confidence = _known_code(order, seen)
    fix, label = _code_fix(known, "にする")
    return saw(
        "存在しない郵便番号です",
        f"{hyphened(postal)} は日本郵便の一覧にありません。"
        f"お届け先は「{order.recipient.prefecture}{_short(order.recipient)}」です。",
        fix=fix,
        fix_label=label,
        confidence=confidence,
    )


@check(
    number=2,
    code="postcode_prefecture",
    label="郵便番号と都道府県が合わない",
    says="郵便番号が表す都道府県と、お届け先の都道府県が違うときに止めます。",
    flag="住所不一致",
)
def postcode_prefecture(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    towns = seen.towns(to.postal)
    if not towns or any(town[0] == to.prefecture for town in towns):
        return NOTHING
    meant = prefecture_meant(to.prefecture, to.city)
    if not meant or any(town[0] == meant for town in towns):
        return NOTHING  # the prefecture itself is at fault, or only its spelling: another check says so
    evidence = (
        f"{hyphened(to.postal)} は「{_of_code(towns, to)}」です。お届け先は「{meant}{_short(to)}」です。"
    )
    place = same(to.city + to.street)
    at_home = next((town for town in towns if is_in(town[1], place)), None)
    if at_home:
        return saw(
            "郵便番号と都道府県が合いません",
            evidence,
            fix={"set": {"prefecture": at_home[0]}},
            fix_label=f"都道府県を「{at_home[0]}」に直す",
            confidence=90,
        )
    known, confidence = _known_code(order, seen)
    fix, label = _code_fix(known, "に直す")
    return saw(
        "郵便番号と都道府県が合いません",
        evidence + (f"お届け先の郵便番号は {hyphened(known)} です。" if confidence == 90 else ""),
        fix=fix,
        fix_label=label,
        confidence=confidence,
    )


@check(
    number=3,
    code="postcode_city",
    label="郵便番号と市区町村が合わない",
    says="郵便番号が表す市区町村と、お届け先の市区町村が違うときに止め、正しい市区町村を提案します。",
    flag="住所不一致",
)
def postcode_city(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    towns = seen.towns(to.postal)
    if not towns or (not to.city and not to.street):
        return NOTHING
    for town in towns:
        if town[1] == to.city:
            return NOTHING
    return _city_differs(order, seen, towns)


def _city_differs(order: OrderView, seen: Seen, towns: _Towns) -> Sequence[Finding]:
    to = order.recipient
    place = same(to.city + to.street)
    meant = prefecture_meant(to.prefecture, to.city)
    if meant and place.startswith(meant):
        place = place[len(meant) :]
    if any(is_in(city, place) for _, city, _ in towns):
        return NOTHING
    if meant and all(prefecture != meant for prefecture, _, _ in towns):
        return NOTHING  # 都道府県 differs already: one reason is enough
    reason = "郵便番号と市区町村が合いません"
    evidence = f"{hyphened(to.postal)} は「{_of_code(towns, to)}」です。お届け先は「{_short(to)}」です。"
    known = seen.history.known_addresses
    other = next((code for code, city in known if code and code != to.postal and is_in(city, place)), "")
    if other:
        fix, label = _code_fix(other, "に直す")
        evidence += f"同じ方の以前の注文は {hyphened(other)} でした。"
        return saw(reason, evidence, fix=fix, fix_label=label, confidence=88)
    by_place = _only_code(order, seen)
    if by_place and not _town_agrees(towns, to.street):
        fix, label = _code_fix(by_place, "に直す")
        evidence += f"「{_short(to)}」の郵便番号は {hyphened(by_place)} です。"
        return saw(reason, evidence, fix=fix, fix_label=label, confidence=90)
    cities = list(dict.fromkeys(city for _, city, _ in towns))
    if len(cities) > 1:
        return saw(reason, evidence)
    return _propose_city(order, seen, towns, cities[0], evidence)


def _propose_city(order: OrderView, seen: Seen, towns: _Towns, city: str, evidence: str) -> Sequence[Finding]:
    """The city of the postal code, surer when the town agrees and when the buyer has been there before."""
    to = order.recipient
    street = _WARD.sub("", to.street) if not to.city.endswith(("区", "町", "村")) else to.street
    confidence = 70
    if _town_agrees(towns, street):
        confidence += -10 if _only_code(order, seen) else 20  # the written place may be real as well
    if any(code == to.postal and known == city for code, known in seen.history.known_addresses):
        confidence += 7
        evidence += f"同じ方の以前の注文は「{city}」でした。"
    change = {"city": city} if street == to.street else {"city": city, "street": street}
    return saw(
        "郵便番号と市区町村が合いません",
        evidence,
        fix={"set": change},
        fix_label=f"市区町村を「{city}」に直す",
        confidence=confidence,
    )


def _town_agrees(towns: _Towns, street: str) -> bool:
    place = same(street)
    return any(town and place.startswith(same(town)) for _, _, town in towns)


def _of_code(towns: _Towns, to: Address) -> str:
    """What a postal code stands for, in the town that the buyer wrote if the code has it."""
    street = same(to.street)
    best = next((town for town in towns if town[2] and same(town[2]) in street), towns[0])
    prefecture = "" if best[0] == to.prefecture else best[0]
    cities = {town[1] for town in towns}
    return prefecture + best[1] + best[2] + ("」か「" + _other_city(towns, best) if len(cities) > 1 else "")


def _other_city(towns: _Towns, best: tuple[str, str, str]) -> str:
    return next(city for _, city, _ in towns if city != best[1])


def _short(to: Address) -> str:
    """The written place up to the house number: 神戸市灘区加納町."""
    found = _BEFORE_NUMBER.match(to.street)
    return (to.city + (found.group() if found else "")).strip()


@check(
    number=4,
    code="prefecture_invalid",
    label="都道府県が正しくない",
    says="お届け先の都道府県が 47 都道府県のどれでもないときに止め、郵便番号や住所から提案します。",
    flag="都道府県",
)
def prefecture_invalid(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    if to.prefecture in PREFECTURE_SET:
        return NOTHING
    towns = seen.towns(to.postal)
    by_code = towns[0][0] if towns else ""
    meant = prefecture_meant(to.prefecture, to.city) or by_code
    written = (
        f"「{to.prefecture}」は都道府県の名前ではありません。" if to.prefecture else "都道府県が空です。"
    )
    change = {"prefecture": meant}
    if meant and to.city.startswith(meant):
        change["city"] = to.city[len(meant) :].strip()
    return saw(
        "都道府県が正しくありません",
        written + (f"{hyphened(to.postal)} は「{by_code}」です。" if by_code else ""),
        fix={"set": change} if meant else None,
        fix_label=f"都道府県を「{meant}」にする" if meant else "",
        confidence=95 if meant and meant == by_code else 80,
    )


@check(
    number=5,
    code="no_building_number",
    label="番地がない",
    says="お届け先の住所に番地の数字がないときに止めます。",
    flag="番地なし",
)
def no_building_number(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    if _HOUSE_NUMBER.search(to.street) or not (to.street or to.city):
        return NOTHING
    if _HOUSE_NUMBER.search(to.city) and not to.street:
        return NOTHING  # the whole address came in one field
    if not to.street and not to.building:
        return NOTHING  # nothing below the city: 届け先が足りない says so
    if _HOUSE_NUMBER.match(to.building.lstrip()):
        return saw(
            "番地が建物名の欄に入っているようです",
            f"住所「{to.city}{to.street}」に数字がなく、建物名は「{to.building}」です。",
            fix={"set": {"street": f"{to.street}{to.building}".strip(), "building": ""}},
            fix_label="建物名の欄を番地につなげる",
            confidence=75,
        )
    return saw("番地がありません", f"お届け先は「{to.city}{to.street}」までです。")


@check(
    number=6,
    code="unprintable",
    label="送り状に書けない文字",
    says="名前や住所に絵文字など送り状に書けない文字があるときに止め、𠮷 のように似た字があるときは知らせます。",
    flag="文字置換",
)
def unprintable(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    written = f"{to.name}{to.company}{to.prefecture}{to.city}{to.street}{to.building}"
    if _prints(written):
        return NOTHING
    strange = [ch for ch in dict.fromkeys(written.translate(_SWAPPED_QUIETLY)) if not _prints(ch)]
    signs = [ch for ch in strange if not ch.isalpha()]
    if signs:
        return _without_signs(to, signs)
    if not strange:
        return NOTHING
    swaps = "、".join(
        f"「{ch}」→「{_PRINTED_AS[ch]}」" if ch in _PRINTED_AS else f"「{ch}」" for ch in strange
    )
    return saw(
        "送り状では似た字に置き換わる文字があります",
        f"{swaps}。納品書には元の字のまま印刷します。",
        only_note=True,
    )


def _without_signs(to: Address, signs: list[str]) -> Sequence[Finding]:
    """Emoji and the like have no twin: a carrier's software refuses the row, so they go before the label."""
    away = str.maketrans("", "", "".join(signs))
    fields = {name: getattr(to, name) for name in ("name", "company", "city", "street", "building")}
    clean = {name: value.translate(away).strip() for name, value in fields.items()}
    shown = "「" + "」「".join(signs) + "」"
    return saw(
        "送り状に書けない文字があります",
        f"{shown}は運送会社のデータに書けません。",
        fix={"set": {name: value for name, value in clean.items() if value != fields[name]}},
        fix_label=f"{shown}を取り除く",
        confidence=90,
        flag="書けない字",
    )


def _prints(text: str) -> bool:
    try:
        text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
