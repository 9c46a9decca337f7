"""Tables of content."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hanjo.content.terms import BlockKind, Kind, Place, Target
from hanjo.kernel import clock


class FaqGroup(models.Model):
    """A group of questions (よくある質問の分類)."""

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)  # {"ja": …, "en": …}
    position = models.IntegerField(default=0)


class Page(models.Model):
    """A text with an address: a fixed page, a piece of news, a blog post, an answer (ページ).

    `live` is the version that visitors read, None while it is a draft; it shows from `shown_from` until `shown_until`.
    """

    kind = models.CharField(max_length=4, choices=Kind.choices())
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)  # of the newest version, for the staff's lists
    group = models.ForeignKey(FaqGroup, null=True, on_delete=models.PROTECT, related_name="entries")
    position = models.IntegerField(default=0)
    picture = models.CharField(max_length=200, default="", blank=True)
    live = models.ForeignKey("PageVersion", null=True, on_delete=models.PROTECT, related_name="live_on")
    latest = models.IntegerField(default=0)
    shown_from = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="one_page_per_address"),
            models.CheckConstraint(
                condition=Q(shown_until__isnull=True) | Q(shown_until__gt=F("shown_from")),
                name="page_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(live__isnull=True) | Q(shown_from__isnull=False), name="live_page_has_a_start"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-shown_from"], condition=Q(live__isnull=False), name="live_pages")
        ]


class PageVersion(models.Model):
    """One state of a page's texts in all languages (版). Written once, never changed."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField()
    texts = models.JSONField()  # {"ja": {"title": …, "summary": …, "body": …}, "en": …}
    note = models.CharField(max_length=120, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="version_once")]


class LiveText(models.Model):
    """What visitors read of a page in one language: the live version made into safe HTML (公開文)."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="readings")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, default="", blank=True)
    html = models.TextField()
    words = models.TextField(default="", blank=True)  # narrow and plain, for searching

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="one_reading_per_language")]


class OldSlug(models.Model):
    """Where a page lived before (古いアドレス); it keeps leading to the page."""

    kind = models.CharField(max_length=4, choices=Kind.choices())
    slug = models.SlugField(max_length=60)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="old_slugs")
    left_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_old_slug")]


class MenuItem(models.Model):
    """A link in the head or foot of the shop (メニュー)."""

    place = models.CharField(max_length=4, choices=Place.choices())
    position = models.IntegerField()
    labels = models.JSONField(default=dict)
    target = models.CharField(max_length=8, choices=Target.choices())
    value = models.CharField(max_length=300)
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="menu_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "position"], name="one_item_per_place")]


class Block(models.Model):
    """A part of the shop's first page (トップページの部品)."""

    kind = models.CharField(max_length=8, choices=BlockKind.choices())
    position = models.IntegerField()
    data = models.JSONField(default=dict)
    is_shown = models.BooleanField(default=True)
    shown_from = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)
