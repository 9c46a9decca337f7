"""Purge."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from hanjo.catalogue import pictures
from hanjo.customers import commands as customers
from hanjo.kernel import clock, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.storefront.queries import keeping as kept
from hanjo.storefront.queries.keeping import BOUNDS, Keeping
from hanjo.storefront.search.models import SearchCount

WORDS = {
    "consent_months": "同意の記録の保存期間",
    "photo_days": "返品の写真の保存期間",
    "search_days": "検索されたことばの保存期間",
}


class BadKeeping(Refusal):
    """A period that is shorter than the law or than the shop's own work allows, or longer than anybody needs."""

    code = "bad_keeping"
    message = "{what}は、{least} から {most} のあいだで入れてください。"


@command("storefront.set_keeping", "保存期間の設定")
def set_keeping(values: Keeping, *, by: Actor) -> None:
    """Say how long the shop keeps proofs of consent, pictures of returns and searched words (保存期間の設定).

    Refuses less than the law asks for.
    """
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(values, name) <= most:
            raise BadKeeping(what=WORDS[name], least=least, most=most)
    setting.put("shop.keeping", asdict(values), by=by)


@command("storefront.forget_searches", "検索語の消去")
def forget_searches() -> int:
    """Forget which words were searched for longer ago than the shop wants to know (検索語の消去)."""
    first = clock.business_date() - timedelta(days=kept.keeping().search_days)
    return SearchCount.objects.filter(day__lt=first).delete()[0]


@command("storefront.forget_photos", "返品写真の整理")
def forget_photos(*, by: Actor) -> int:
    """Take pictures of returns that ended long ago off the disk (返品写真の整理); answers how many.

    Files go first: if that is interrupted the next run takes the rest. What another return still shows stays.
    """
    over = kept.photos_over(clock.now())
    names = sorted({name for photos in over.values() for name in photos})
    for name in set(names) - kept.still_shown(names, list(over)):
        pictures.drop(name)
    return orders.forget_return_photos(list(over), by=by)


def purge(*, by: Actor) -> dict[str, int]:
    """Erase everything whose period is over, and note what went for the page that shows it (消去の結果)."""
    gone = {
        "consents": customers.purge_consents(
            clock.business_date(), by=by, months=kept.keeping().consent_months
        ),
        "photos": 0,
        "words": forget_searches(),
    }
    while more := forget_photos(by=by):
        gone["photos"] += more
    setting.put(kept.PURGED, {"at": clock.now().isoformat(), **gone}, by=by)
    return gone
