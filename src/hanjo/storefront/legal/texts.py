"""The shop's own words of law for the confirmation, the product pages and the mails, made from the profile."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.storefront.legal.rules import LAW_DAYS
from hanjo.storefront.legal.terms import Postage, Profile, Returns


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a buyer reads before pressing: period, returns, cancellation, seller (最終確認の文)."""

    period: str
    returns: str
    cancellation: str
    seller: str
    defects: str


def words(profile: Profile, language: str = "ja") -> Words:
    """The texts of the confirmation; what is lacking stays empty (最終確認の文)."""
    ja = language == "ja"
    nothing = "期間の定めはありません（在庫がなくなりしだい終了します）" if ja else (
        "No fixed period (until sold out)"
    )  # fmt: skip
    seller = profile.legal_name
    if profile.trade_name and profile.trade_name != seller:
        seller = f"{profile.trade_name}（{seller}）" if ja else f"{profile.trade_name} ({seller})"
    return Words(
        period=profile.say("period", language) if profile.has_period else nothing,
        returns=returns(profile, language),
        cancellation=profile.say("cancellation", language),
        seller=seller,
        defects=profile.say("defects", language),
    )


def returns(profile: Profile, language: str = "ja") -> str:
    """The return policy in one paragraph; without one the law's own, said aloud (返品の条件)."""
    parts = [_returns_ja(profile) if language == "ja" else _returns_en(profile)]
    if profile.returns == Returns.YES:
        parts.append(profile.say("returns_conditions", language))
        excluded = profile.say("returns_excluded", language)
        if excluded:
            parts.append(
                f"{excluded}は、お客様のご都合による返品を承れません。"
                if language == "ja"
                else f"Not returnable: {excluded}."
            )
    parts.append(profile.say("defects", language))
    return ("" if language == "ja" else " ").join(part for part in parts if part)


def returns_in_short(profile: Profile, language: str = "ja") -> str:
    """Whether goods in order may come back, until when and at whose cost, in a sentence (返品の可否)."""
    return _returns_ja(profile) if language == "ja" else _returns_en(profile)


def _returns_ja(profile: Profile) -> str:
    if profile.returns == Returns.NO:
        return "お客様のご都合による返品・交換は承れません。"
    law = profile.returns == Returns.LAW
    days = LAW_DAYS if law else profile.returns_days
    payer = "お客様" if law or profile.returns_postage == Postage.BUYER else "当店"
    return (
        f"商品の受け取りから {days} 日以内（お届けの日を含みます）にご連絡いただければ返品できます。"
        f"返送料は{payer}の負担です。"
    )


def _returns_en(profile: Profile) -> str:
    if profile.returns == Returns.NO:
        return "We do not accept returns or exchanges for a change of mind."
    law = profile.returns == Returns.LAW
    days = LAW_DAYS if law else profile.returns_days
    payer = "the buyer" if law or profile.returns_postage == Postage.BUYER else "us"
    return (
        f"You may return goods if you tell us within {days} days of receipt (the day of delivery included). "
        f"Return postage is paid by {payer}."
    )
