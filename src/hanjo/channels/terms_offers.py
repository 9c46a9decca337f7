"""Words of listings and their prices on malls."""

from __future__ import annotations

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class OfferState(Word):
    """How a listing stands against its mall."""

    LACKING = "lacking", "不足あり"
    NEW = "new", "未出品"  # ready, and the mall has never shown it
    DIFFERS = "differs", "差異あり"
    SAME = "same", "一致"


READY = (OfferState.NEW, OfferState.DIFFERS)


class PriceEnd(Word):
    """How a price order ended."""

    SENT = "sent", "反映済み"
    SUPERSEDED = "superseded", "後の予約で不要"  # a later one was due, too, before this one got through
    CANCELLED = "cancelled", "取り消し"
    WITHDRAWN = "withdrawn", "セールの変更で不要"


class NothingToSend(Refusal):
    """None of the chosen listings is ready and different."""

    code = "nothing_to_send"
    message = "選んだ {count} 件に、送れる出品がありません。"
    fix = "「不足」のある出品は足りない項目を入れてください。「一致」の出品は送る必要がありません。"


class NothingToList(Refusal):
    """None of the chosen SKUs can become a listing."""

    code = "nothing_to_list"
    message = "選んだ {count} 件に、新しく出品できる SKU がありません。"
    fix = "すでに出品されている SKU、販売停止の SKU、同じコードがほかの SKU に使われている SKU は出品できません。"


class ListedByFile(Refusal):
    """The mall takes new goods only as a file."""

    code = "listed_by_file"
    message = "{why}"
    fix = "「出品していない SKU」で選び、「登録用ファイル」を書き出してください。"


class BadPriceOrder(Refusal):
    """A price or its moment cannot be."""

    code = "bad_price_order"
    message = "{code} の価格の予約を受け付けられません。{because}"
    fix = "価格は 1 円以上、日時はこれからの時刻にしてください。"


class BadDraft(Refusal):
    """What was said of a listing cannot be."""

    code = "bad_listing_draft"
    message = "出品情報の「{what}」を受け付けられません（{value}）。"
    fix = "{needs}"
