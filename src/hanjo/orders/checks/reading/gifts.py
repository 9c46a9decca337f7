"""Presents in a remark: のし, wrapping, message (ギフトの読み取り)."""

from __future__ import annotations

import re

from hanjo.orders.checks.reading.folding import pause_span, sentence_span
from hanjo.orders.checks.reading.wishes import Declined, GiftWish, Wish

_WORDING = re.compile(
    r"(?:結婚|出産|新築|快気|入学|卒業|就職|開店|開業|還暦|古希|喜寿|米寿|長寿|入園|退職|昇進|全快|初節句)?(?:内祝い?|御祝い?|お祝い?|祝い?)|"
    r"(?:御|お)(?:歳暮|中元|年賀|供え?|見舞い?|礼|餞別)|(?:御|ご)(?:挨拶|霊前|仏前)|粗供養|満中陰志|香典返し|粗品|寿(?!司)|"
    r"無地(?:のし|熨斗)?|志(?=[」』で、のと\s]|$)|暑中見舞い?|寒中見舞い?|快気祝い?"
)
_ONLY_FESTIVE = frozenset(
    {"お祝い", "お祝", "祝い", "祝", "御祝", "御祝い", "志", "寿", "お礼", "御礼", "粗品"}
)
_UNSIGNED = frozenset({"なし", "無し", "不要", "空欄", "入れない"})
_NOSHI = re.compile(r"(?:お|御)?(?:のし|熨斗)(?:紙|がけ|掛け|付き|つき)?")
_WRAP = re.compile(
    r"ラッピング|ギフト包装|プレゼント包装|贈答用?包装|ギフトボックス|リボン(?:がけ|掛け)?|包装(?:を|して|希望|お願い)"
)
_GIFT = re.compile(
    r"ギフト(?!券|カード|コード|カタログ|セット)|プレゼント(?!キャンペーン|企画|が?当|に応募|付き|つき|の応募|コード)|"
    r"贈り物|贈答|贈ります|差し上げ|お?誕生日(?:に|の|祝)"
)
_CARD = re.compile(r"メッセージ(?:カード)?|(?:手書きの)?カード(?:に|を)")
_MESSAGE = re.compile(r"メッセージ(?:カード)?[^「\n。]{0,12}[「『](?P<m>[^」』]{1,200})[」』]")
_ASKS = re.compile(
    r"希望|お願い|して(?:くだ|下|欲|ほ|いただ|頂)|ください|下さい|付けて|つけて|入れて|(?<!の)で\s*$|:"
)
_THING = (
    r"(?:(?:お|御)?(?:のし|熨斗)紙?|ラッピング|包装|ギフト|プレゼント|メッセージカード|手提げ袋?|紙袋|"
    r"リボン|贈り物|贈答用?)"
)
_DECLINED = re.compile(
    _THING + r"(?:[・やと、]" + _THING + r")*(?:(?!名入れ|名前|表書)[^。\n、]){0,8}?"
    r"(?:不要|いりません|要りません|いらない|要らない|なし(?!で?も)|無し|必要ありません|必要ない|結構です|希望しません|"
    r"ではありません|ではございません|ではない|ではなく|じゃない|しないで|なくて(?:いい|良い|結構|大丈夫)|省)"
    r"|簡易包装[^。\n、]{0,8}?(?:結構|お願い|で|可|構い)|自宅(?:用|使い)(?:です|なので|のため)?"
)
_SIGNED = re.compile(
    r"(?:名前|名入れ|下段|送り主)(?:は|に|:|を)?\s*[「『]?(?P<n>[^」』、。\s\n]{1,16}?)[」』]?(?=と|で|に|、|。|\s|$)"
)
_FACE = re.compile(
    r"表書き?(?:は|に|:|を)?\s*[「『]?(?P<n>[^」』、。\s\n]{1,14}?)[」』]?(?=と|で|に|、|。|\s|$)"
)
_REVIEW = re.compile(r"レビュー|キャンペーン|ポイント|応募|特典|付いて(?:い|き)|もれなく")


def read_gift(text: str) -> list[Wish]:
    """Noshi with its wording, wrapping and message; a word alone is only a hint."""
    declined: list[Wish] = []
    for found in _DECLINED.finditer(text):
        start, end = pause_span(text, found.start(), found.end())
        declined.append(Declined(start=start, end=end, confidence=88))
    wishes: list[Wish] = []
    for wish in (_noshi(text), _wrapping(text)):
        if wish is not None and not _within(wish, declined):
            wishes.append(wish)
    if wishes:
        for found in _GIFT.finditer(text):
            start, end = pause_span(text, found.start(), found.end())
            declined.append(Declined(start=start, end=end, confidence=60))  # 母の誕生日です。ラッピング希望
    return declined + wishes


def _within(wish: Wish, others: list[Wish]) -> bool:
    return any(one.start <= wish.start < one.end for one in others)


def _noshi(text: str) -> GiftWish | None:
    noshi = _NOSHI.search(text)
    if noshi is None:
        wording = _WORDING.search(text)
        if wording is None or wording.group() in _ONLY_FESTIVE or _REVIEW.search(text):
            return None
        start, end = pause_span(text, wording.start(), wording.end())
        return GiftWish(start=start, end=end, confidence=60, noshi=wording.group())
    left, right = sentence_span(text, noshi.start(), noshi.end())
    further = sentence_span(text, right, right)[1]
    face = _FACE.search(text, left, further)
    wording = _WORDING.search(text, noshi.end(), right) or _WORDING.search(text, left, noshi.start())
    if face is None and wording is None:
        start, end = pause_span(text, noshi.start(), noshi.end())
        return GiftWish(start=start, end=end, confidence=55)
    words = face["n"] if face else wording.group() if wording else ""
    signed = _SIGNED.search(text, left, further)
    if signed and signed["n"] not in _UNSIGNED:
        words += f" {signed['n']}"
    places = [one.span() for one in (noshi, face, wording, signed) if one]
    start = pause_span(text, *min(places))[0]
    end = max(pause_span(text, *place)[1] for place in places)
    return GiftWish(start=start, end=end, confidence=90, noshi=words)


def _wrapping(text: str) -> GiftWish | None:
    wrap = _WRAP.search(text)
    message = _MESSAGE.search(text)
    if message:
        start, end = pause_span(text, message.start(), message.end())
        if wrap:
            start, end = min(start, wrap.start()), max(end, wrap.end())
        return GiftWish(
            start=start, end=end, confidence=88, wrapping="希望" if wrap else "", message=message["m"]
        )
    found = wrap or _GIFT.search(text) or _CARD.search(text)
    if found is None or _REVIEW.search(text):
        return None
    start, end = pause_span(text, found.start(), found.end())
    asks = _ASKS.search(text, found.end() - 1, end) is not None
    if wrap:
        return GiftWish(start=start, end=end, confidence=88 if asks else 60, wrapping="希望")
    return GiftWish(start=start, end=end, confidence=70 if asks else 60)
