"""Wishes that a person must answer: cancel, change, questions (キャンセル・変更・質問の読み取り)."""

from __future__ import annotations

import re

from hanjo.orders.checks.reading.folding import sentence_span
from hanjo.orders.checks.reading.wishes import ChangeWish, Declined, QuestionWish, Wish

_CANCEL = re.compile(r"キャンセル|取り?消し?|取り(?:やめ|止め)|注文を?(?:やめ|なかったこと)")
_NOT_CANCEL = re.compile(
    r"キャンセル(?:待ち|不可|料|ポリシー|規定|では(?:ない|ありません)|じゃない|(?:は|を)?し(?:ません|ない|ないで)|は(?:でき|あり|ござい)|"
    r"(?:が|は)?(?:でき|出来)(?:ない|ません)|方法)"
)
_IF = re.compile(r"場合|なければ|でしたら|なら|際は|ときは|時は|たら")
_ASKED = re.compile(r"したい|お願い|希望|して(?:くだ|下|欲|ほ|いただ|頂)|させて|願い|ください|下さい")
_TWICE = re.compile(r"[二2]重|重複|ダブ|[二2]回(?:注文|押|購入)")
_MISTAKE = re.compile(_TWICE.pattern + "|誤って|間違え|注文しま")
_CHANGE = re.compile(
    r"(?:住所|届け?先|お届け先|宛先|色|カラー|サイズ|数量|個数|支払い?(?:方法)?|日時|日にち|時間|商品|電話番号|名前|番地|注文)"
    r"[^。\n]{0,16}?(?:変更|修正|訂正|間違|変えて|直して|誤り|誤って)|変更(?:したい|して|を?お願い|を?希望|できます|お願い)|"
    r"に変えて(?:くだ|下|いただ|頂)"
)
_NOT_CHANGE = re.compile(
    r"変更(?:は|も)?(?:特に)?(?:なし|無し|ありません|ございません|不可|しません|しない|ない|不要)|間違い?(?:あり|ござい)ません"
)
_STAYS = re.compile(
    r"(?:キャンセル|変更|間違い|誤り)(?:は|も)?(?:特に)?(?:しません|いたしません|致しません|なし|無し|ありません|ございません|不要)"
)
_QUESTION = re.compile(
    r"\?|でしょうか|ですか|ますか|ませんか|教えて|お知らせ(?:くだ|下)|知りたい|いかがで|かどうか|(?:ご)?(?:連絡|返信|返事)(?:を?お?待ち|を?いただ|を?頂|(?:を)?(?:お願い|くだ|下))"
)
_POLITE = re.compile(
    r"(?:お願い(?:でき|出来|しても)|いただけ|頂け|もらえ|貰え|くださいま|可能|でき|出来|よろし|宜し|良い|いい)[^。?\n]{0,8}?"
    r"(?:ますか|ますでしょうか|でしょうか|ませんか|ませんでしょうか|ですか)"
)


def read_change(text: str) -> list[Wish]:
    """A wish to cancel or to change; 「キャンセルはしません」 and 「変更なし」 ask for nothing."""
    wishes: list[Wish] = []
    for found in _STAYS.finditer(text):
        start, end = sentence_span(text, found.start(), found.end())
        wishes.append(Declined(start=start, end=end, confidence=85))
    cancel = _CANCEL.search(text)
    if cancel and not _NOT_CANCEL.match(text, cancel.start()):
        wishes.append(_cancel(text, cancel))
        return wishes
    if _NOT_CHANGE.search(text):
        return wishes
    for change in _CHANGE.finditer(text):
        start, end = sentence_span(text, change.start(), change.end())
        if wishes and wishes[-1].end > start:
            continue
        sure = 85 if _ASKED.search(text[start:end]) or "間違" in change.group() else 60
        wishes.append(ChangeWish(start=start, end=end, confidence=sure, what="change"))
    return wishes


def _cancel(text: str, cancel: re.Match[str]) -> ChangeWish:
    start, end = sentence_span(text, cancel.start(), cancel.end())
    said = text[start:end]
    if _IF.search(said):
        return ChangeWish(start=start, end=end, confidence=40, what="cancel")
    confidence = 92 if _ASKED.search(said) else 50
    twice = _TWICE.search(text, max(0, cancel.start() - 60), end)
    mistake = _MISTAKE.search(text, max(0, cancel.start() - 60), end)
    if mistake:
        start = min(start, sentence_span(text, mistake.start(), mistake.end())[0])
    return ChangeWish(start=start, end=end, confidence=confidence, what="duplicate" if twice else "cancel")


def read_question(text: str, others: list[Wish]) -> list[Wish]:
    """A question. A polite 「…していただけますか」 around a wish that is understood already is none."""
    wishes: list[Wish] = []
    for found in _QUESTION.finditer(text):
        start, end = sentence_span(text, found.start(), found.end())
        if wishes and wishes[-1].end > start:
            continue
        inside = any(start <= one.start < end for one in others)
        if inside and (_POLITE.search(text, start, end) or found.group() not in {"?", "教えて", "かどうか"}):
            continue
        wishes.append(QuestionWish(start=start, end=end, confidence=85))
    return wishes
