"""Tell who waits for goods."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.catalogue.models import Sku
from hanjo.channels import commands as channels
from hanjo.customers import commands as customers
from hanjo.customers import queries as wishes
from hanjo.inventory import queries as inventory
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront import letters, queries
from hanjo.storefront.commands import _letters
from hanjo.storefront.models import Card
from hanjo.storefront.terms import CHANNEL


@command("storefront.tell_restock", "再入荷メールの送付")
def tell_restock(sku_ids: Sequence[int], *, root: str, by: Actor) -> int:
    """Write once to everybody who waits for goods that can be had again (再入荷メールの送付).

    Asked by every change of stock; the wish and the mail are settled in one transaction, so nobody is written to
    twice. Goods that are no longer on sale, or still sold out, tell nobody. Answers how many were written to.
    """
    due = wishes.due_restock_notices(sku_ids)
    if not due:
        return 0
    free = inventory.available(sorted({one.sku_id for one in due}))
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
    shop, rows = queries.shop().name, []
    for one in ready:
        if one.pk not in told:
            continue
        card = cards[skus[one.sku_id].product_id]
        with override(one.language):
            text = letters.Text(
                f"【{shop}】" + _("再入荷のお知らせ（%(name)s）") % {"name": card.name},
                _("お待ちいただいていた商品が入荷しました。数に限りがあります。")
                + f"\n\n{card.name}\n{root}/p/{card.slug}/\n\n"
                + _("このお知らせは、お申し込みいただいた 1 回だけお送りしています。")
                + "\n"
                + letters.signature(shop),
            )
        rows.append(_letters.letter("restock", one.email, text, key=str(one.pk)))
    channels.queue_letters(CHANNEL, rows, by=by)
    return len(rows)
