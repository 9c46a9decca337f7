"""Tell who waits for goods."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import override

from hanjo.catalogue.models import Sku
from hanjo.content.terms import FIRST
from hanjo.customers import commands as customers
from hanjo.customers import queries as wishes
from hanjo.inventory import queries as inventory
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters
from hanjo.storefront.models import Card
from hanjo.storefront.queries.texts import texts_of


@command("storefront.tell_restock", "再入荷メールの送付")
def tell_restock(sku_ids: Sequence[int], *, root: str, by: Actor) -> int:
    """Write once to everybody who waits for goods that can be had again (再入荷メールの送付).

    Asked by every change of stock; the wish and the mail are settled in one transaction, so nobody is written to
    twice. Goods that are no longer on sale, or still sold out, tell nobody. Answers how many were written to.
    """
    due = wishes.due_restock_notices(sku_ids)
    if not due:
        return 0
    free = inventory.sellable(sorted({one.sku_id for one in due}))
    cards = {
        card.product_id: card
        for card in Card.objects.filter(product__skus__in=[one.sku_id for one in due]).distinct()
    }
    skus = Sku.objects.in_bulk([one.sku_id for one in due])
    ready = [
        one
        for one in due
        if free.get(one.sku_id, 0) > 0 and skus[one.sku_id].is_active and skus[one.sku_id].product_id in cards
    ]
    told = set(customers.note_restock_told([one.pk for one in ready]))
    ready = [one for one in ready if one.pk in told]
    names = _names({one.language for one in ready}, cards)
    rows = []
    for one in ready:
        card = cards[skus[one.sku_id].product_id]
        way = "" if one.language == FIRST else f"/{one.language}"
        name = names.get((one.language, card.product_id)) or card.name
        values = {"product": name, "link": f"{root}{way}/p/{card.slug}/"}
        rows.append(_letters.letter("restock", one.email, values, language=one.language, key=str(one.pk)))
    _letters.queue(rows, by=by)
    return len(rows)


def _names(languages: Collection[str], product_ids: Collection[int]) -> dict[tuple[str, int], str]:
    """What goods are called in the languages of those who wait for them."""
    found: dict[tuple[str, int], str] = {}
    for language in languages:
        with override(language):
            known = texts_of(product_ids)
        found |= {(language, pk): text.name for pk, text in known.items()}
    return found
