"""Open and close the shop."""

from __future__ import annotations

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.legal import queries
from hanjo.storefront.legal.terms import NotReady


@command("storefront.open_doors", "ショップの公開")
def open_doors(*, by: Actor) -> None:
    """Show the shop to everybody (ショップの公開).

    Refuses while something that must be shown is missing, and says what.
    """
    lacking = queries.gate()
    if lacking:
        raise NotReady(items="、".join(one.label for one in lacking))
    setting.put("shop.open", True, by=by)
    renew()


@command("storefront.close_doors", "ショップの準備中")
def close_doors(*, by: Actor) -> None:
    """Show strangers that the shop is being prepared (ショップの準備中); orders that were placed go on."""
    setting.put("shop.open", False, by=by)
    renew()
