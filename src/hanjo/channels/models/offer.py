"""What we say of each listing, what its mall showed of it last, and prices that wait for their hour."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hanjo.channels.models.intake import Channel, Listing
from hanjo.kernel import clock


class ListingDraft(models.Model):
    """One listing's data on its mall (出品情報): what is said by hand over the product master, what the mall shows."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="draft")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False)
    title = models.CharField(max_length=400, default="", blank=True)  # empty: as the product master says
    price_yen = models.BigIntegerField(null=True)
    sale_yen = models.BigIntegerField(null=True)  # a sale's price that the mall shows now, over the usual one
    category = models.CharField(
        max_length=200, default="", blank=True
    )  # the mall's own; empty: as shown there
    shipping = models.CharField(max_length=200, default="", blank=True)
    text = models.TextField(default="", blank=True)  # empty: what the mall shows stays
    more = models.JSONField(
        default=dict
    )  # what only this mall wants, e.g. {"asin": …, "ref.manageNumber": …}
    seen = models.JSONField(default=dict)  # title, price_yen, category, images as the mall showed them last
    seen_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="", blank=True)  # OfferState as it was found last
    lacks = models.JSONField(default=list)  # what the mall still needs, in Japanese
    differs = models.JSONField(default=dict)  # field → [theirs, ours]
    checked_at = models.DateTimeField(null=True)
    fresh_at = models.DateTimeField(
        null=True
    )  # made here to be sold there: it can be taken back until it is sent
    asked_at = models.DateTimeField(null=True)  # somebody wants it sent; None: nothing to do
    asked_by = models.CharField(max_length=80, default="", blank=True)
    unsure_at = models.DateTimeField(null=True)  # created there, or not: the answer was lost
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_yen__isnull=True) | Q(price_yen__gt=0), name="draft_price_positive"
            )
        ]
        indexes = [
            models.Index(fields=["channel", "state"], name="drafts_by_state"),
            models.Index(fields=["channel"], condition=Q(asked_at__isnull=False), name="drafts_to_send"),
            models.Index(
                fields=["channel"],
                condition=Q(fresh_at__isnull=False, sent_at__isnull=True),
                name="drafts_fresh",
            ),
        ]


class ListingSent(models.Model):
    """What a mall was told of a listing, and what it answered (出品の送信履歴)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="sent", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False)
    what = models.JSONField(default=dict)  # field → value
    outcome = models.CharField(max_length=8)
    text = models.CharField(max_length=300, default="", blank=True)
    by = models.CharField(max_length=80, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "-id"], name="sent_newest_first"),
            models.Index(fields=["listing", "-id"], name="sent_of_listing"),
        ]


class PriceOrder(models.Model):
    """A price that a listing shall have from a moment on (価格の予約)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="prices", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, db_index=False)
    price_yen = models.BigIntegerField()
    at = models.DateTimeField()
    sale = models.CharField(max_length=40, default="", blank=True)  # the sale that wants it; empty: by hand
    is_back = models.BooleanField(default=False)  # the usual price again, at a sale's end
    end = models.CharField(max_length=10, default="", blank=True)  # PriceEnd; empty: still to be sent
    claimed_at = models.DateTimeField(null=True)  # on its way to the mall
    again_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_yen__gt=0), name="price_order_positive"),
            models.UniqueConstraint(
                fields=["listing", "at"], condition=Q(end=""), name="one_price_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "at"], condition=Q(end=""), name="prices_to_send"),
            models.Index(fields=["channel", "-id"], name="prices_newest_first"),
        ]
