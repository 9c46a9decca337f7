"""Reads of goods that a law regulates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hanjo.kernel import clock, row
from hanjo.kernel.speech import say
from hanjo.storefront.regulated import rules
from hanjo.storefront.regulated.models import GoodsLaw, Licence, ShelfLaw
from hanjo.storefront.regulated.terms import Ask, Permit, kinds, permits


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A licence as the desk shows it: what it is, what stands of it, and what is wrong with it today."""

    permit: Permit
    row: Licence | None
    lacks: str
    ends_soon: bool
    goods: int  # products that need it


def licences() -> dict[str, rules.Held]:
    """The shop's licences by code (許可・免許)."""
    return {
        one.kind: rules.Held(number=one.number, expires_on=one.expires_on, details=one.details)
        for one in Licence.objects.all()
    }


def licence_board(today: date | None = None) -> list[Held]:
    """Every licence there can be, with what is wrong with it today (許可・免許の一覧)."""
    today = today or clock.business_date()
    rows = {one.kind: one for one in Licence.objects.all()}
    held = licences()
    made = []
    for code, permit in permits().items():
        needing = [one.code for one in kinds().values() if one.permit is permit]
        mine = held.get(code)
        made.append(
            Held(
                permit=permit,
                row=rows.get(code),
                lacks=rules.licence_lacks(permit, mine, today),
                ends_soon=bool(mine and rules.ends_soon(mine, today)),
                goods=GoodsLaw.objects.filter(kinds__overlap=needing).count(),
            )
        )
    return made


def work(today: date | None = None) -> list[str]:
    """What the laws of the goods ask of the staff today, as sentences; empty when nothing (法令の仕事)."""
    made = []
    for one in licence_board(today):
        if one.row is not None and one.lacks:
            made.append(f"{one.lacks}必要とする商品を店から下げています（{one.goods:,} 点）。")
        elif one.row is not None and one.ends_soon:
            made.append(f"{one.permit.label}が {one.row.expires_on:%Y/%m/%d} に切れます。更新してください。")
        elif one.goods and one.lacks:
            made.append(f"{one.lacks}{one.goods:,} 点の商品を店に出していません。")
    blank = withheld().exclude(lacks__0__item="licence").count()
    if blank:
        made.append(f"法令の項目が空のため、店に出していない商品が {blank:,} 点あります。")
    review = GoodsLaw.objects.exclude(review="").filter(is_withheld=False).count()
    if review:
        made.append(f"特定原材料の答えを見直す商品が {review:,} 点あります。")
    return made


def withheld() -> QuerySet[GoodsLaw]:
    """Products that may not stand in the shop now (店に出していない商品)."""
    return GoodsLaw.objects.filter(is_withheld=True).select_related("product").order_by("product__code")


def of_product(product_id: int) -> GoodsLaw | None:
    """What a product states and lacks; None while no law has been asked about it."""
    return row.one(GoodsLaw, "product_id = %s", [product_id])


def shelves() -> dict[int, list[str]]:
    """Which laws rule which category (カテゴリの種類)."""
    return dict(ShelfLaw.objects.values_list("category_id", "kinds"))


def signs() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the licences oblige the shop to show, each under its heading (標識): the licence, its number, its details.

    Headings and labels in the reader's language; what stands beside them is the shop's own.
    """
    rows = {one.kind: one for one in Licence.objects.all()}
    made = []
    for code, permit in permits().items():
        if row := rows.get(code):
            lines = [(say(permit.number), row.number)]
            lines += [(say(label), str(row.details.get(item, ""))) for item, label in permit.details]
            made.append((say(permit.heading), say(permit.label), [one for one in lines if one[1]]))
    return made


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """One thing that a product states of itself under its law, as its page shows it (法定の項目)."""

    label: str
    text: str
    is_own: bool  # the shop's own words, which nobody translates


def shown(row: GoodsLaw | None) -> list[Stated]:
    """What a product states, as its page shows it in the reader's language (商品ページの法定の項目)."""
    if row is None:
        return []
    made = []
    for code in row.kinds:
        for ask in kinds()[code].asks:
            if answer := row.answers.get(f"{code}.{ask.code}"):
                made.append(_stated(ask, answer))
    return made


def _stated(ask: Ask, answer: str | list[str]) -> Stated:
    words = dict(ask.options)
    if ask.type == "many":
        text = say("・").join(say(words[one]) for one in answer if one in words) or say(ask.none)
    elif ask.type == "flag":
        text = say("はい") if answer == "yes" else say("いいえ")
    else:
        text = say(words[str(answer)]) if answer in words else str(answer)
    return Stated(label=say(ask.label), text=text, is_own=ask.type == "text")


def notices(codes: Sequence[str], language: str = "ja") -> list[str]:
    """The notices that goods of these kinds oblige the shop to show (注意の文)."""
    return [kind.told(language) for code, kind in kinds().items() if code in codes and kind.notice]
