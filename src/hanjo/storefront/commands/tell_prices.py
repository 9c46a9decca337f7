"""Tell staff about prices that may no longer be shown like this."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.models import Sku
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.pricing.facts import ClaimFailed, PlanBroken
from hanjo.storefront.commands import _letters
from hanjo.storefront.commands.refresh_cards import products_of, refresh_cards
from hanjo.storefront.commands.renew import renew

GONE = "元の値段の根拠が切れたため、線で消した値段の表示をやめました"
BROKEN = "「セール後の値段」と予告した値段で売っていない商品があります"
MOST = 20


@command("storefront.tell_prices", "値段の表示の知らせ")
def tell_prices(facts: Sequence[ClaimFailed | PlanBroken], *, by: Actor) -> int:
    """Take old prices without evidence off every page, and write to the shop what to look at (値段の表示の知らせ).

    The same goods are written about once a day for each trouble; without a mail address of the shop the desk and 今日
    show them all the same. Answers how many letters went.
    """
    skus = {fact.sku_id for fact in facts}
    if any(isinstance(fact, ClaimFailed) for fact in facts):
        refresh_cards(products_of(skus))
        renew()
    to = str(setting.get("shop.mail", ""))
    if not to:
        return 0
    names = {
        pk: f"{name}（{code}）"
        for pk, code, name in Sku.objects.filter(pk__in=skus).values_list("pk", "code", "product__name")
    }
    rows = []
    for kind, what in ((ClaimFailed, GONE), (PlanBroken, BROKEN)):
        mine = sorted((fact.sku_id, fact.reason) for fact in facts if isinstance(fact, kind))
        if not mine:
            continue
        lines = [f"・{names.get(pk, pk)}: {reason}" for pk, reason in mine[:MOST]]
        if len(mine) > MOST:
            lines.append(f"ほか {len(mine) - MOST} 件")
        key = f"{kind.__name__}:{clock.business_date()}:{'-'.join(str(pk) for pk, _ in mine)}"[:90]
        rows.append(
            _letters.letter("price_work", to, {"name": "", "what": what, "goods": "\n".join(lines)}, key=key)
        )
    return _letters.queue(rows, by=by)
