"""Tables of the search."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hanjo.catalogue.models import Product
from hanjo.kernel import clock


class SearchDoc(models.Model):
    """What of a product can be searched, folded, by field (検索の索引). Derived; `source` tells what it was made of."""

    product = models.OneToOneField(
        Product, primary_key=True, on_delete=models.CASCADE, related_name="search_doc"
    )
    source = models.CharField(max_length=32)
    name = models.TextField()
    kana = models.TextField(default="")
    brand = models.TextField(default="")
    codes = models.TextField(default="")
    shelves = models.TextField(default="")
    more = models.TextField(default="")
    heads = models.TextField(
        default=""
    )  # dictionary words: " =器 ~ウツワ | =皿 ~サラ ", the name's before the bar
    grams = ArrayField(models.TextField(), default=list)
    terms = ArrayField(models.TextField(), default=list)  # words as they are written, for spelling
    # What orders and narrows results stands here too, as the card has it: joining half a million cards to twenty
    # thousand hits took ten times as long as finding them.
    price_yen = models.BigIntegerField(default=0)
    stock = models.CharField(max_length=6, default="")
    sold = models.IntegerField(default=0)
    boost = models.IntegerField(default=0)
    since = models.DateTimeField(null=True)
    maker = models.CharField(max_length=80, default="", blank=True)
    temperature = models.CharField(max_length=8, default="", blank=True)
    badges = ArrayField(models.CharField(max_length=12), default=list)
    categories = ArrayField(models.BigIntegerField(), default=list)
    # PostgreSQL moves wide columns aside only from rows beyond 2 kB. These spaces, stored as a few bytes, see to it
    # that every row is treated so: a frequent character then reads a sixth of the pages.
    ballast = models.TextField(default="")

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="goods_by_gram", fastupdate=False)]


class SearchTerm(models.Model):
    """A word that goods are called by, with all its spellings that lack one letter (つづりの手がかり)."""

    term = models.CharField(max_length=60, unique=True)
    shown = models.CharField(max_length=60)
    count = models.IntegerField(default=0)
    near = ArrayField(models.TextField(), default=list)

    class Meta:
        indexes = [GinIndex(fields=["near"], name="terms_by_near", fastupdate=False)]


class Synonym(models.Model):
    """Words that find each other's goods (同義語); with `targets`, only from the words to the targets."""

    words = ArrayField(models.CharField(max_length=40))
    targets = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField(default=clock.now)


class SearchTuning(models.Model):
    """How results are ordered and which words are ignored (検索の調整): the latest row holds, all stay."""

    weights = models.JSONField(default=dict)
    stop_words = ArrayField(models.CharField(max_length=40), default=list)
    note = models.CharField(max_length=200, default="", blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)


class SearchCount(models.Model):
    """How often a word was asked for on a day, and how many goods it found (検索語の記録); of nobody in particular."""

    day = models.DateField()
    word = models.CharField(max_length=60)
    times = models.IntegerField(default=0)
    found = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "word"], name="word_once_a_day")]
        indexes = [models.Index(fields=["word", "day"], name="days_of_word")]
