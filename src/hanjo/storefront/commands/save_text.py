"""Save text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.catalogue.models import Product
from hanjo.content.terms import FIRST, LANGUAGES
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.models import ShopText
from hanjo.storefront.terms import NoSuchGoods

FIELDS = ("name", "summary", "description")


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsText:
    """What the shop tells of one product in another language."""

    code: str
    name: str = ""
    summary: str = ""
    description: str = ""


@command("storefront.save_text", "外国語の商品情報の保存")
def save_text(
    code: str, language: str, *, name: str = "", summary: str = "", description: str = "", by: Actor
) -> None:
    """Say what the shop tells of a product in another language (外国語の商品情報の保存).

    What is empty is shown in Japanese; when everything is empty the text goes. Saying the same again changes nothing.
    Refuses a product that is not there and a language that the shop does not speak.
    """
    _put([GoodsText(code=code, name=name, summary=summary, description=description)], language, by)


@command("storefront.save_texts", "外国語の商品情報の一括保存")
def save_texts(rows: Sequence[GoodsText], language: str, *, by: Actor) -> int:
    """The same for many products, all or none of them (外国語の商品情報の一括保存); answers how many changed.

    A flat number of statements. Refuses as `save_text` does.
    """
    return _put(rows, language, by)


def _put(rows: Sequence[GoodsText], language: str, by: Actor) -> int:
    if language == FIRST or language not in LANGUAGES:
        raise NotFound(what="言語", key=language)
    ids = dict(Product.objects.filter(code__in=[row.code for row in rows]).values_list("code", "pk"))
    if missing := [row.code for row in rows if row.code not in ids]:
        raise NoSuchGoods(key="、".join(missing[:5]))
    kept = {
        one.product_id: one
        for one in ShopText.objects.filter(language=language, product__in=list(ids.values()))
    }
    changed, empty, told = [], [], {}
    for row in {row.code: row for row in rows}.values():  # what is said last counts
        told = {
            "name": row.name.strip()[:255],
            "summary": row.summary.strip()[:300],
            "description": row.description.strip(),
        }
        before = kept.get(ids[row.code])
        if told == {name: getattr(before, name) if before else "" for name in FIELDS}:
            continue
        if any(told.values()):
            changed.append(ShopText(product_id=ids[row.code], language=language, **told))
        else:
            empty.append(ids[row.code])
    if not changed and not empty:
        return 0
    ShopText.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["product", "language"], update_fields=FIELDS
    )
    ShopText.objects.filter(language=language, product__in=empty).delete()
    refs = [f"product:{pk}" for pk in [*(one.product_id for one in changed), *empty]]
    audit.record(by, "storefront.save_text", refs, language=language, **(told if len(rows) == 1 else {}))
    renew()
    return len(refs)
