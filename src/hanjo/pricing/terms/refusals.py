"""What pricing refuses, in words for the person who asked."""

from __future__ import annotations

from hanjo.kernel.refusal import Refusal


class CouponUnknown(Refusal):
    """There is no such coupon, or it was switched off."""

    code = "coupon_unknown"
    message = "クーポン「{coupon}」は見つかりません。"
    fix = "コードをもう一度確かめてください。"


class CouponGone(Refusal):
    """All uses of the coupon are taken, or its time is over; nothing was held."""

    code = "coupon_gone"
    message = "クーポン「{coupon}」は、配布数に達したか期限が過ぎたため使えません。"
    fix = "クーポンを外して、もう一度お手続きください。"


class CouponUsed(Refusal):
    """This customer has taken the coupon as often as one customer may; nothing was held."""

    code = "coupon_used"
    message = "クーポン「{coupon}」は、すでにご利用回数の上限まで使われています。"
    fix = "クーポンを外して、もう一度お手続きください。"


class CouponForMembers(Refusal):
    """The coupon counts per customer, and we do not know who this is."""

    code = "coupon_for_members"
    message = "クーポン「{coupon}」は、お一人さまの回数が決まっているため、会員の方だけが使えます。"
    fix = "ログインするか、クーポンを外してお手続きください。"


class BadCoupon(Refusal):
    """The coupon cannot be kept like this; nothing was written."""

    code = "bad_coupon"
    message = "クーポン「{coupon}」を保存できません。{reason}"


class BadSale(Refusal):
    """The sale cannot be kept like this; nothing was written."""

    code = "bad_sale"
    message = "セール「{sale}」を保存できません。{reason}"


class BadTerms(Refusal):
    """The shop's terms cannot be kept like this; nothing was written."""

    code = "bad_terms"
    message = "{part}を保存できません。{reason}"


class SamePerson(Refusal):
    """Who made a claim cannot be the one who overrides its verdict."""

    code = "same_person"
    message = "この表示は、登録した本人（{person}）以外の担当者が承認してください。"
