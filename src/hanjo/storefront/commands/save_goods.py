"""Save goods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hanjo.catalogue.models import Product
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal
from hanjo.storefront.commands.refresh_cards import refresh_cards
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.models import Card, OldAddress, ShopProduct

MOST_BADGES = 4
MOST_LEAD_DAYS = 50
FIELDS = "slug is_shown title summary badges related spec noshi wrapping most boost lead_days".split()


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsSide:
    """The shop's side of one product, as somebody states it (商品の見せ方)."""

    product_id: int
    slug: str
    is_shown: bool = True
    title: str = ""
    summary: str = ""
    badges: tuple[str, ...] = ()
    related: tuple[int, ...] = ()
    spec: tuple[tuple[str, str], ...] = ()
    noshi: bool = True
    wrapping: bool = True
    most: int = 0
    boost: int = 0
    lead_days: int = 0  # working days before it can leave


class BadGoodsSide(Refusal):
    """The shop's side of a product cannot be as it was stated."""

    code = "bad_goods_side"
    message = "{product}: {why}"


@command("storefront.save_goods", "商品の見せ方の保存")
def save_goods(rows: Sequence[GoodsSide], *, by: Actor) -> int:
    """Say how products stand in the shop: address, words, badges, what goes with them (商品の見せ方).

    A renamed address leads on to the new one. All or nothing; refuses an address that is not one or that another
    product has. A flat number of statements beside renamed addresses; answers how many products changed.
    """
    ids = [row.product_id for row in rows]
    codes = dict(Product.objects.filter(pk__in=ids).values_list("pk", "code"))
    kept = {one.pk: one for one in ShopProduct.objects.select_for_update().filter(pk__in=ids)}
    cards = dict(Card.objects.filter(pk__in=ids).values_list("pk", "slug"))
    _check(rows, codes)
    changed, moves = [], {}
    for row in rows:
        side = kept.get(row.product_id)
        before = side.slug if side else cards.get(row.product_id, codes[row.product_id].lower())
        values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
        values |= {
            "badges": list(row.badges),
            "related": list(row.related),
            "spec": [list(one) for one in row.spec],
        }
        if side and all(getattr(side, name) == value for name, value in values.items()):
            continue
        made = side or ShopProduct(product_id=row.product_id)
        for name, value in values.items():
            setattr(made, name, value)
        changed.append(made)
        if before != row.slug:
            moves[before] = row.slug
    ShopProduct.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["product"], update_fields=FIELDS
    )
    _move(moves)
    if changed:
        refresh_cards([one.pk for one in changed])
        audit.record(by, "storefront.save_goods", [codes[one.pk] for one in changed], moved=moves)
        renew()
    return len(changed)


def _check(rows: Sequence[GoodsSide], codes: dict[int, str]) -> None:
    taken = dict(
        ShopProduct.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", "product_id")
    ) | dict(Card.objects.filter(slug__in=[row.slug for row in rows]).values_list("slug", "product_id"))
    seen: set[str] = set()
    for row in rows:
        name, why = codes.get(row.product_id, str(row.product_id)), ""
        if row.product_id not in codes:
            why = "この商品はありません。"
        elif not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", row.slug):
            why = "アドレスは、半角の小文字・数字・ハイフンで入れてください。"
        elif row.slug in seen or taken.get(row.slug, row.product_id) != row.product_id:
            why = f"アドレス「{row.slug}」は、ほかの商品が使っています。"
        elif len(row.badges) > MOST_BADGES or any(len(word) > 12 for word in row.badges):
            why = f"しるしは {MOST_BADGES} つまで、1 つ 12 文字までです。"
        elif not 0 <= row.lead_days <= MOST_LEAD_DAYS:
            why = f"発送までの営業日は 0〜{MOST_LEAD_DAYS} 日です。"
        elif row.most < 0 or not -1000 <= row.boost <= 1000 or len(row.title) > 120 or len(row.summary) > 300:
            why = "数か文字の長さが範囲の外です。"
        if why:
            raise BadGoodsSide(product=name, why=why)
        seen.add(row.slug)


def _move(moves: dict[str, str]) -> None:
    """Lead old addresses to the present one, those before them too; an address in use leads nowhere."""
    for before, now in moves.items():
        OldAddress.objects.filter(target=f"p/{before}").update(target=f"p/{now}")
    rows = [OldAddress(path=f"p/{before}", target=f"p/{now}") for before, now in moves.items()]
    OldAddress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path"], update_fields=["target"]
    )
    OldAddress.objects.filter(path__in=[f"p/{now}" for now in moves.values()]).delete()
