"""Tables of the shop's look."""

from __future__ import annotations

from django.db import models

from hanjo.kernel import clock


class Theme(models.Model):
    """One version of the look (デザインの版). Never changed: what is saved again is a new one."""

    body = models.JSONField()
    css = models.TextField()
    digest = models.CharField(max_length=32, db_index=True)
    foot = models.TextField(default="", blank=True)  # safe HTML
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True)  # the latest of these is in force

    class Meta:
        app_label = "storefront"
