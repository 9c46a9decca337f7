"""Words of the legal profile: every item a mail-order shop has to show (特定商取引法 11条, 施行規則 23条)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from django.urls import reverse

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class SellerKind(Word):
    """Who sells (事業者の種類)."""

    COMPANY = "company", "会社・法人"
    SOLE = "sole", "個人事業主"


class Returns(Word):
    """Whether goods that are in order may come back (お客様のご都合による返品)."""

    LAW = "law", "決めない（法律どおり、受け取りから 8 日・返送料はお客様）"
    YES = "yes", "受ける（日数と条件を決める）"
    NO = "no", "受けない"


class Postage(Word):
    """Who pays for sending it back (返送料)."""

    BUYER = "buyer", "お客様の負担"
    SHOP = "shop", "お店の負担"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A purchase that repeats: what each delivery costs, for how long, how it ends (定期購入)."""

    name: str
    amounts: tuple[int, ...]  # the first deliveries; the last amount goes on
    shipping_yen: int = 0
    deliveries: int = 0  # 0: no end
    every: str = "1 か月ごと"
    stop: str = ""

    def total(self, deliveries: int) -> int:
        """What so many deliveries cost together, with shipping."""
        last = self.amounts[-1]
        goods = sum(self.amounts[at] if at < len(self.amounts) else last for at in range(deliveries))
        return goods + deliveries * self.shipping_yen


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """Everything the law wants said of the seller and the terms of sale (法定表示の項目).

    Free texts may have an English twin in `english` under the same name.
    """

    kind: str = SellerKind.COMPANY.value
    legal_name: str = ""  # the registered name; of a person: their own
    trade_name: str = ""  # 屋号
    representative: str = ""
    postal: str = ""
    address: str = ""
    phone: str = ""
    phone_hours: str = ""
    mail: str = ""
    on_request: bool = False  # address and phone are told on request, without delay
    registration: str = ""  # T… of the invoice scheme
    licences: str = ""
    charges: str = ""  # beyond price, shipping and the fees that the terms hold
    pay_times: str = ""  # beyond what each method says itself
    delivery: str = ""
    has_period: bool = False
    period: str = ""
    has_plans: bool = False
    plans: tuple[Plan, ...] = ()
    has_limits: bool = False
    limits: str = ""
    has_software: bool = False
    environment: str = ""
    has_catalogue: bool = False
    catalogue_yen: int = 0
    sends_ads: bool = False
    returns: str = Returns.LAW.value
    returns_days: int = 8
    returns_postage: str = Postage.BUYER.value
    returns_conditions: str = ""
    returns_excluded: str = ""
    returns_excluded_categories: tuple[int, ...] = ()  # what the words above mean among our goods
    defect_days: int = 8
    defects: str = ""
    cancellation: str = ""
    privacy_officer: str = ""
    privacy_contact: str = ""
    privacy_purposes: str = ""
    privacy_partners: str = ""
    privacy_safety: str = ""
    disclosure_fee_yen: int = 0
    terms_extra: str = ""
    court: str = ""
    english: dict[str, str] = field(default_factory=dict)

    def say(self, name: str, language: str = "ja") -> str:
        """A free text in the language of the reader; in Japanese where there is no other."""
        own = str(getattr(self, name))
        return own if language == "ja" else self.english.get(name) or own

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The profile as it was kept; what a later version no longer knows is left out."""
        known = {one.name for one in fields(cls)}
        plain = {name: value for name, value in values.items() if name in known}
        plain["plans"] = tuple(
            Plan(**{**one, "amounts": tuple(one["amounts"])}) for one in values.get("plans", ())
        )
        plain["returns_excluded_categories"] = tuple(values.get("returns_excluded_categories", ()))
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without which the shop may not open, and where it is put right (不足)."""

    label: str
    text: str
    route: str
    anchor: str = ""

    @property
    def url(self) -> str:
        """Where it is put right."""
        return reverse(self.route) + (f"#{self.anchor}" if self.anchor else "")


class NotReady(Refusal):
    """The shop may not open yet."""

    code = "shop_not_ready"
    message = "まだ公開できません。足りないもの: {items}"
    fix = "「開店の手引き」から、足りないものを入れてください。"


class NothingToTell(Refusal):
    """Somebody asks for what stands on the page anyway, or without an address to answer to."""

    code = "nothing_to_disclose"
    message = "住所と電話番号は「特定商取引法に基づく表記」に載っています。"
    fix = "そちらをご覧ください。"
