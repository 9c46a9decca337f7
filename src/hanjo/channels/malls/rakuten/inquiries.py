"""Inquiries of 楽天 (R-Messe, InquiryManagementAPI): read, and answered.

The list knows when an inquiry was begun, not when somebody wrote again: it is read over the days in which buyers write.
It is asked for by times in Japan, 31 days at most, newest first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hanjo.channels.malls.desk import Question, Said
from hanjo.channels.malls.port import Outcome, Refused, Verdict
from hanjo.channels.malls.said import is_true, moment, part, parts, words
from hanjo.kernel.clock import JST

if TYPE_CHECKING:
    from hanjo.channels.malls.rakuten.client import Rms

HITS, LONGEST, MOST_PAGES = 100, timedelta(days=31), 100
MOST_LETTERS, LONGEST_LINE = 2_000, 300
DOMAINS = (
    "rakuten.co.jp", "rakuten.ne.jp", "rakuten.com", "rakuten-bank.co.jp", "trafficgate.net", "rakuten-card.co.jp",
    "payment.sej.co.jp", "faq.rakuten.net", "support.rakuten-card.jp",
)  # fmt: skip
KINDS = {"受注問い合わせ": "order", "商品問い合わせ": "goods"}
BY_SHOP = "店舗からの問い合わせ"
_ADDRESS = re.compile(r"https?://[^\s、。）」]+", re.IGNORECASE)
DELETED = "（楽天によって削除されました）"


def questions(rms: Rms, since: datetime, until: datetime) -> list[Question]:
    """Inquiries that were begun in this time."""
    found: dict[str, Question] = {}
    while since < until:
        end = min(until, since + LONGEST - timedelta(seconds=1))
        for page in range(1, MOST_PAGES + 1):
            query = {
                "fromDate": _written(since), "toDate": _written(end), "limit": str(HITS), "page": str(page),
            }  # fmt: skip
            told = rms.ask("inquiries", query=query)
            for one in parts(told, "list"):
                if made := _question(one):
                    found.setdefault(made.key, made)
            if page >= int(told.get("totalPageCount") or 0):
                break
        since = end
    return sorted(found.values(), key=lambda one: one.at)


def question(rms: Rms, key: str) -> Question | None:
    """One inquiry as it stands now."""
    try:
        return _question(part(rms.ask("inquiry", number=key, about=key), "result"))
    except Refused as refused:
        if refused.code in ("404", "GE0014"):
            return None
        raise


def reply(rms: Rms, key: str, shop: str, text: str) -> Verdict:
    """Answer; what RMS has already (409) is done."""
    body = {"inquiryNumber": key, "shopId": shop, "message": text}
    try:
        rms.ask("reply", body, about=key)
    except Refused as refused:
        if refused.code == "409":
            return Verdict(key=key, outcome=Outcome.DONE)
        return Verdict(key=key, outcome=Outcome.REFUSED, code=refused.code, text=refused.text or refused.code)
    return Verdict(key=key, outcome=Outcome.DONE)


def unfit_reply(text: str) -> str:
    """Why 楽天 will not take this answer, in Japanese; empty when it will."""
    if not text.strip() or len(text) > MOST_LETTERS:
        return f"楽天の返信は 1〜{MOST_LETTERS:,} 文字です（いま {len(text):,} 文字）。"
    long = [line for line in text.splitlines() if len(line) > LONGEST_LINE]
    if long:
        return f"楽天の返信は 1 行 {LONGEST_LINE} 文字までです。長い行を改行で分けてください。"
    for address in _ADDRESS.findall(text):
        parts_ = urlsplit(address)
        host = parts_.hostname or ""
        known = any(host == one or host.endswith(f".{one}") for one in DOMAINS)
        if parts_.scheme.lower() != "https" or not known:
            return f"楽天の返信に入れられる URL は、楽天などの https のアドレスだけです（{address[:60]}）。"
    return ""


def _question(one: Mapping[str, Any]) -> Question | None:
    key, at = words(one, "inquiryNumber"), moment(one, "regDate")
    if not key or at is None:
        return None
    kind, category = words(one, "type"), words(one, "category")
    said = [Said(key="", text=_text(one), at=at, is_shop=kind == BY_SHOP)]
    for answer in parts(one, "replies"):
        said.append(
            Said(
                key=words(answer, "id"),
                text=_text(answer),
                at=moment(answer, "regDate") or at,
                is_shop=words(answer, "replyFrom") == "merchant",
            )
        )
    return Question(
        key=key, name=words(one, "userName") or "（お名前なし）", at=at, said=sorted(said, key=lambda one: one.at),
        mail=words(one, "userMaskEmail"), kind="return" if "返品" in category else KINDS.get(kind, "other"),
        order_number=words(one, "orderNumber"), item=words(one, "itemName"), is_done=is_true(one, "isCompleted"),
        shop=words(one, "shopId"),
    )  # fmt: skip


def _text(one: Mapping[str, Any]) -> str:
    names = "、".join(filter(None, (words(file, "label") for file in parts(one, "attachments"))))
    text = DELETED if is_true(one, "isMessageDeleted") else words(one, "message")
    return f"{text}\n（添付: {names}。RMS で開いてください）" if names else text


def _written(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%dT%H:%M:%S}"
