"""Papers in a remark: the receipt and its name, slips that shall stay out (領収書・納品書の読み取り)."""

from __future__ import annotations

import re

from hanjo.orders.checks.reading.folding import pause_span, sentence_span
from hanjo.orders.checks.reading.wishes import Declined, NoSlipWish, ReceiptWish, Wish

_NOT = (
    r"(?:不要|いりません|要りません|いらない|要らない|必要ありません|必要ない|必要ございません|なし(?!で?も)|無し|(?:(?<=[はも])|なくて)結構|"
    r"(?:入れ|同封し|同梱し|つけ|付け|送ら|発行し)(?:ない|ず|なくて)|希望しません|遠慮|省い|省略|抜い|外して|控えて|"
    r"入れません|ご無用|除いて)"
)
_RECEIPT = r"(?:領収[書証]|レシート)"
_RECEIPT_NOT = re.compile(_RECEIPT + r"[^。\n、]{0,10}?" + _NOT)
_NAME_END = (
    r"(?=\s?(?:様)?\s?(?:でお願い|で(?=[、。,\s]|$)|で(?:領収|発行|作成|記載|書い|出し|切っ|頂|いただ|下さ|くださ|ご|宜|よろ|結構)|"
    r"\s*但|に(?:して|てお|てく|てご)|と(?:して|記載|書い|ご記|お書き|記入)|を?希望|です|にて|宛|あて|の名義)|[、。,\n]|$)"
)
_QUOTED = re.compile(r"宛(?:名|先)?[はをも:がに]?\s*[「『\"](?P<n>[^」』\"\n]{1,40})[」』\"]")
_NAMED = re.compile(r"宛(?:名|先)?(?:は|を|:|が|に|欄は|名は)\s*(?P<n>[^「」『』、。,\n]{1,40}?)" + _NAME_END)
_FOR = re.compile(
    r"[「『\"](?P<n>[^」』\"\n]{1,40})[」』\"]\s?(?:様)?\s?(?:宛て?|あて|名義|の名前|の宛名|の名義)?(?:て)?(?:で|の|に)\s?(?:て)?[^。\n]{0,6}?領収"
)
_FOR_BARE = re.compile(
    r"(?P<n>[^\s、。「」:\n]{1,30}?)\s?(?:様)?(?:宛て?|あて|名義)[でのに]\s?[^。\n]{0,4}?領収[書証]"
)
_AFTER = re.compile(
    _RECEIPT + r"[^。\n「]{0,14}?[「『\"](?P<n>[^」』\"\n]{1,40})[」』\"](?!\s?(?:代|として))"
)
_BY_NAME = re.compile(
    _RECEIPT
    + r"(?:は|を|の名前は|:)\s*(?P<n>[^「」『』、。,\n]{2,30}?)(?:様)?(?:宛て?|あて|名義)(?:で|に|て)"
)
_BRACKETED = re.compile(_RECEIPT + r"\s?[\(〔](?:宛名?[:は]?\s?)?(?P<n>[^\)〕\n]{2,40}?)(?:様|宛)?[\)〕]")
_UESAMA = re.compile(r"上様")
_WANTED = re.compile(
    _RECEIPT + r"[をもはの]?\s?(?:の?(?:発行|同封|送付|添付))?[をも]?\s?"
    r"(?:発行|同封|希望|お願い|ください|下さい|必要|送|欲し|ほし|添付|入れ|つけ|付け|いただ|頂)"
)
_PROVISO = re.compile(
    r"但(?:し?書き?|し(?=[:はを「『]))[はをとに:も]?\s*[「『\"]?(?P<p>[^」』\"、。\n]{1,30}?)[」』\"]?"
    r"(?=として|で(?:お願い|[、。\s]|$)|とし|と記載|とご|と書|にて|にし|でお|[、。\n]|$)"
)
_OTHER_NAMES = re.compile(r"のし|熨斗|請求書|見積|ラベル|シール|封筒|送り状|伝票|カード|名札")
_NO_NAME = frozenset({"空欄", "空白", "無記名", "なし", "無し", "未記入", "ブランク", "不要"})

_GAP = r"(?:(?!領収|入れて|同封して|ですが|つけて)[^。\n]){0,14}?"
_SLIP_NOT = re.compile(r"(?:納品書|明細書?|請求書|納品明細)(?:(?:や|と|・|、|も)領収[書証])?" + _GAP + _NOT)
_PRICE_HIDDEN = re.compile(
    r"(?:金額|値段|価格|料金|代金)[^。\n]{0,8}?(?:わから|分から|判ら|見え|知られ)(?:ない|ぬ|ず|ません|なく)"
)
_PRICE_PAPER = re.compile(
    r"(?:金額|値段|価格|料金|代金)[^。\n]{0,14}?(?:もの|物|書類|紙|納品書|明細書?|伝票|用紙|表示|記載)"
    + _GAP
    + _NOT
)
_PAPERLESS = re.compile(r"ペーパーレス|明細レス")
_TAKEN_BACK = re.compile(r"^(?:では|じゃ)(?:ない|ありません|なく)|^ということでは")


def read_receipt(text: str) -> list[Wish]:
    """A receipt wished for or declined; the name is read from 宛名, 「…」宛 and 上様."""
    if "領収" not in text and "宛" not in text and "レシート" not in text and "上様" not in text:
        return []
    declined = _RECEIPT_NOT.search(text)
    if declined:
        start, end = pause_span(text, declined.start(), declined.end())
        return [Declined(start=start, end=end, confidence=90)]
    found = _named(text)
    wanted = _WANTED.search(text)
    if found is None and wanted is None:
        return []
    start, end, name, confidence = found or (*(wanted.span() if wanted else (0, 0)), "", 60)
    proviso = _PROVISO.search(text)
    start, end = pause_span(text, start, end)
    wishes: list[Wish] = [
        ReceiptWish(
            start=start,
            end=end,
            confidence=confidence,
            name=name,
            proviso=proviso["p"].strip() if proviso else "",
        )
    ]
    for more in (wanted, proviso, re.search(_RECEIPT, text)):
        if more:
            left, right = pause_span(text, more.start(), more.end())
            wishes.append(Declined(start=left, end=right, confidence=confidence))
    return wishes


def _named(text: str) -> tuple[int, int, str, int] | None:
    has_receipt = re.search(_RECEIPT, text) is not None
    for pattern, sure in (
        (_QUOTED, 96),
        (_FOR, 92),
        (_FOR_BARE, 88),
        (_BY_NAME, 85),
        (_NAMED, 88),
        (_AFTER, 85),
        (_BRACKETED, 75),
    ):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 10) : found.start()]
            if _OTHER_NAMES.search(before):
                continue
            name = found["n"].strip().removesuffix("様").strip()
            name = "上様" if name == "上" else name
            if name in _NO_NAME:
                return found.start(), found.end(), "", 60
            if name and not name.startswith(("領収", "お届け", "宛")):
                return (
                    found.start(),
                    found.end(),
                    name,
                    sure if has_receipt or "宛名" in found.group() else 60,
                )
    uesama = _UESAMA.search(text)
    return (*uesama.span(), "上様", 94 if has_receipt else 60) if uesama else None


def read_no_slip(text: str) -> list[Wish]:
    """No slip, or no prices, in the parcel; 「納品書は入れてください」 is not read as one."""
    for pattern, sure in ((_SLIP_NOT, 93), (_PRICE_HIDDEN, 92), (_PRICE_PAPER, 92), (_PAPERLESS, 85)):
        found = pattern.search(text)
        if found is None:
            continue
        confidence = 30 if _TAKEN_BACK.match(text[found.end() :]) else sure
        start, _ = pause_span(text, found.start(), found.end())
        left, right = sentence_span(text, found.start(), found.end())
        end = pause_span(text, found.end(), found.end())[1]
        return [NoSlipWish(start=max(start, left), end=min(end, right), confidence=confidence)]
    return []
