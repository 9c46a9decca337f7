"""Rename shelf."""

from __future__ import annotations

from urllib.parse import quote

from hanjo.catalogue import commands as catalogue
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.models import OldAddress


@command("storefront.rename_shelf", "カテゴリのアドレス変更")
def rename_shelf(code: str, to: str, *, by: Actor) -> str:
    """Move a shelf of the shop to another address and lead there from the old one, at once (カテゴリのアドレス変更).

    Addresses from before that led to it lead to the new one in one step; an address in use leads nowhere. The same
    again changes nothing. Refuses what the catalogue refuses: an unknown shelf, a code that another one has. Answers
    the code it has now.
    """
    now = catalogue.rename_category(code, to, by=by).code
    if now == code:
        return now
    OldAddress.objects.filter(target=_address(code)).update(target=_address(now))
    OldAddress.objects.update_or_create(path=f"c/{code}", defaults={"target": _address(now)})
    OldAddress.objects.filter(path=f"c/{now}").delete()
    renew()
    return now


def _address(code: str) -> str:
    return f"/shop/c/{quote(code, safe='/~:@')}/"
