"""Words that forms of the shop offer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

WINDOWS = {
    "": gettext_lazy("指定なし"),
    "am": gettext_lazy("午前中"),
    "12-14": gettext_lazy("12時〜14時"),
    "14-16": gettext_lazy("14時〜16時"),
    "16-18": gettext_lazy("16時〜18時"),
    "18-20": gettext_lazy("18時〜20時"),
    "18-21": gettext_lazy("18時〜21時"),
    "19-21": gettext_lazy("19時〜21時"),
    "20-21": gettext_lazy("20時〜21時"),
}
METHODS = ("card", "konbini", "bank_transfer", "virtual_account", "cod", "deferred", "free")
