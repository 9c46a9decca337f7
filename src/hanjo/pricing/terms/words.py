"""The closed lists of words of pricing."""

from __future__ import annotations

from hanjo.kernel.word import Word


class CouponKind(Word):
    """What a coupon takes off (クーポンの種類)."""

    YEN = "yen", "円引き"
    PERCENT = "percent", "%引き"
    SHIPPING = "shipping", "送料割引"


class CouponRefusal(Word):
    """Why a coupon does not count for a basket; the label is the sentence for the buyer (使えない理由)."""

    NOT_YET = "coupon_not_yet", "クーポン「{code}」は、まだ使える期間ではありません。"
    OVER = "coupon_over", "クーポン「{code}」は、使える期間が過ぎています。"
    MINIMUM = "coupon_minimum", "クーポン「{code}」は、対象商品のお買い上げ {minimum:,}円以上で使えます。"
    NOT_THESE = "coupon_not_these", "クーポン「{code}」の対象商品がカートにありません。"
    RANK = "coupon_rank", "クーポン「{code}」は、対象の会員ランクの方だけが使えます。"
    FIRST_ONLY = "coupon_first_only", "クーポン「{code}」は、はじめてのご注文でだけ使えます。"
    MEMBERS = (
        "coupon_members",
        "クーポン「{code}」は、会員の方だけが使えます。ログインするとご利用いただけます。",
    )
    ALONE = "coupon_alone", "クーポン「{code}」は、ほかのクーポンと一緒に使えません。"
    NOTHING_LEFT = "coupon_nothing_left", "クーポン「{code}」で割り引ける金額が残っていません。"


class Part(Word):
    """A part of the shop's terms that changes by itself (料金条件の種類)."""

    SHIPPING = "shipping", "送料表"
    FEES = "fees", "手数料表"
    WRAPPING = "wrapping", "ラッピング・のし"
    POINTS = "points", "ポイント"
    TAX = "tax", "税の端数"


class ClaimKind(Word):
    """What a strike-through price says (比較対照価格)."""

    PAST = "past", "通常価格"
    MSRP = "msrp", "メーカー希望小売価格"
    FUTURE = "future", "セール後の価格"
    MEMBER = "member", "一般価格"


class SaleState(Word):
    """How far a sale is (セールの状態)."""

    DRAFT = "draft", "下書き"
    PLANNED = "planned", "予定・実施中"
    ENDED = "ended", "終了"


class PlanState(Word):
    """What became of a planned price (予定価格の状態)."""

    PLANNED = "planned", "予定"
    DONE = "done", "実施済み"
    DROPPED = "dropped", "取りやめ"
    BROKEN = "broken", "予告どおりでない"
    SETTLED = "settled", "対応済み"


class UseState(Word):
    """What became of one use of a coupon (利用の状態)."""

    HELD = "held", "確保中"
    USED = "used", "利用済み"
    GIVEN = "given", "戻し"
    LAPSED = "lapsed", "期限切れ"
