"""Words of stock on malls."""

from __future__ import annotations

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word


class DriftCause(Word):
    """Why a mall showed something else than we believed."""

    EDITED_OUTSIDE = "edited_outside", "モール側での変更"
    LOST_PUSH = "lost_push", "更新の不達"
    LATE_ORDER = "late_order", "届いていない注文"
    OURS = "ours", "当方の更新もれ"
    COUNTED = "counted", "倉庫の数え違い"


class WithheldCause(Word):
    """Why a mall showed none of what was free."""

    BUFFER = "buffer", "安全在庫"
    LAST = "last", "最後の分をほかの売り場で販売"
    OUTAGE = "outage", "送信待ち・途絶"
    CAP = "cap", "上限・割当"


class OversellChoice(Word):
    """What is done about an order that sold what was not there."""

    SPLIT = "split", "あるものを先に送る（分割）"
    TRANSFER = "transfer", "ほかの拠点から移す"
    EXPEDITE = "expedite", "入荷を急がせて待ってもらう"
    SUBSTITUTE = "substitute", "別の商品に替える"
    CANCEL = "cancel", "お詫びして取り消す"


class KeepBack(Word):
    """When our own shop leaves pieces alone that a mall may have sold (自社ショップの控え)."""

    NEVER = "never", "控えない"
    SILENT = "silent", "モールと連絡が取れない間だけ控える"
    ALWAYS = "always", "いつも控える"


class BadRush(Refusal):
    """An announced rush that cannot be."""

    code = "bad_rush"
    message = "売れ行きの見込みを保存できません。{reason}"


class RushNotFound(NotFound):
    """No rush has this id."""

    code = "rush_not_found"
    message = "売れ行きの見込み「{key}」は見つかりません。"


class OversellNotFound(NotFound):
    """No oversell has this id."""

    code = "oversell_not_found"
    message = "売り越し「{key}」は見つかりません。"


class OversellDecided(Refusal):
    """It was decided before."""

    code = "oversell_decided"
    message = "{number} の売り越しは「{choice}」に決まっています。"


class ChoiceLacks(Refusal):
    """The choice needs something that was not said."""

    code = "choice_lacks"
    message = "「{choice}」には{what}が必要です。"
    fix = "{what}を選んで、もう一度決めてください。"


class BadStockRule(Refusal):
    """A share, cap or buffer that makes no sense."""

    code = "bad_stock_rule"
    message = "{what}は{bounds}で入れてください（入力: {value}）。"
