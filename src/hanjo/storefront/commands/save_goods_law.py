"""Save goods law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hanjo.catalogue.models import Category, Product
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands.refresh_cards import refresh_cards
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.regulated.models import GoodsLaw, ShelfLaw
from hanjo.storefront.regulated.rules import NONE
from hanjo.storefront.regulated.terms import Ask, BadAnswers, kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsAnswers:
    """What one product states under its laws: the kinds it is, beside those of its shelf, and its answers."""

    product_id: int
    own: tuple[str, ...] = ()
    answers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)  # "food.allergens": ["wheat"]


@command("storefront.save_goods_law", "法令の項目の保存")
def save_goods_law(rows: Sequence[GoodsAnswers], *, by: Actor) -> int:
    """State what products are and what they contain under the laws of their kinds (法令の項目の保存).

    All or nothing; refuses kinds and answers that there are not. A product that lacks nothing any more comes into the
    shop at once, one that lacks something leaves it. Answers how many products were stated.
    """
    codes = dict(Product.objects.filter(pk__in=[row.product_id for row in rows]).values_list("pk", "code"))
    for row in rows:
        if why := _wrong(row, codes):
            raise BadAnswers(product=codes.get(row.product_id, str(row.product_id)), why=why)
    today = clock.business_date()
    made = [
        GoodsLaw(
            product_id=row.product_id,
            own=list(row.own),
            answers={
                key: value if isinstance(value, str) else list(value) for key, value in row.answers.items()
            },
            answered_on=today,
        )
        for row in rows
    ]
    GoodsLaw.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["own", "answers", "answered_on"],
    )
    if made:
        refresh_cards(list(codes))
        audit.record(by, "storefront.save_goods_law", sorted(codes.values()), products=len(made))
        renew()
    return len(made)


@command("storefront.set_shelf_law", "カテゴリの種類の設定")
def set_shelf_law(chosen: Mapping[str, Sequence[str]], *, by: Actor) -> None:
    """Say which laws rule the goods of a category and all below it, by category code (カテゴリの種類の設定).

    Categories that are not named stay as they are; an empty choice frees a category. Everything is judged anew.
    """
    known = set(kinds())
    ids = dict(Category.objects.filter(code__in=chosen).values_list("code", "pk"))
    for code, names in chosen.items():
        if code not in ids or not set(names) <= known:
            raise BadAnswers(product=code, why="このカテゴリか種類はありません。")
    ShelfLaw.objects.bulk_create(
        [ShelfLaw(category_id=ids[code], kinds=list(names)) for code, names in chosen.items()],
        update_conflicts=True, unique_fields=["category"], update_fields=["kinds"],
    )  # fmt: skip
    audit.record(by, "storefront.set_shelf_law", sorted(ids), kinds={k: list(v) for k, v in chosen.items()})
    refresh_cards()


def _wrong(row: GoodsAnswers, codes: Mapping[int, str]) -> str:
    if row.product_id not in codes:
        return "この商品はありません。"
    for code in row.own:
        if code not in kinds():
            return f"種類「{code}」はありません。"
    for key, answer in row.answers.items():
        code, _, item = key.partition(".")
        kind = kinds().get(code)
        ask = next((one for one in kind.asks if one.code == item), None) if kind else None
        if ask is None or not _fits(ask, answer):
            return f"項目「{key}」の答えが正しくありません。"
    return ""


def _fits(ask: Ask, answer: str | Sequence[str]) -> bool:
    known = {code for code, _ in ask.options}
    if ask.type == "many":
        given = [answer] if isinstance(answer, str) else list(answer)
        return given == [NONE] or set(given) <= known
    if not isinstance(answer, str) or len(answer) > 2000:
        return False
    if ask.type == "choice":
        return answer in known | {""}
    return ask.type != "flag" or answer in ("", "yes", "no")
