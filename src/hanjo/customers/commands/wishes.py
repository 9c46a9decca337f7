"""Favourites and restock notices."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.customers.commands import _safety
from hanjo.customers.models import Favourite, Member, RestockWish
from hanjo.kernel import clock
from hanjo.kernel.command import command


@command("customers.set_favourite", "お気に入り")
def set_favourite(member_id: int, product_id: int, *, on: bool) -> None:
    """Keep a product in mind, or let go of it (お気に入り). Saying it again changes nothing."""
    if on:
        Favourite.objects.bulk_create(
            [Favourite(member_id=member_id, product_id=product_id)], ignore_conflicts=True
        )
    else:
        Favourite.objects.filter(member_id=member_id, product_id=product_id).delete()


@command("customers.wish_restock", "再入荷のお知らせ")
def wish_restock(sku_id: int, email: str, *, member: Member | None = None, language: str = "ja") -> None:
    """Ask for one mail when something is back (再入荷のお知らせ). Asking twice is asking once."""
    RestockWish.objects.bulk_create(
        [RestockWish(sku_id=sku_id, email=_safety.good_mail(email), member=member, language=language)],
        ignore_conflicts=True,
    )


@command("customers.drop_restock", "再入荷のお知らせ")
def drop_restock(sku_id: int, email: str) -> None:
    """Want no mail about it any more (再入荷のお知らせ)."""
    RestockWish.objects.filter(sku_id=sku_id, email__iexact=email, told_at__isnull=True).delete()


@command("customers.note_restock_told", "再入荷のお知らせ済み")
def note_restock_told(wish_ids: Sequence[int]) -> list[int]:
    """Mark wishes as told and answer those that were still open; only these get a mail (再入荷のお知らせ済み).

    Called in the transaction that queues the mails: two workers that heard of the same goods tell nobody twice.
    """
    open_ids = list(
        RestockWish.objects.select_for_update()
        .filter(pk__in=wish_ids, told_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    RestockWish.objects.filter(pk__in=open_ids).update(told_at=clock.now())
    return open_ids
