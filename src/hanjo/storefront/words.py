"""Words that forms of the shop offer."""

from __future__ import annotations

WINDOWS = {
    "": "指定なし",
    "am": "午前中",
    "12-14": "12時〜14時",
    "14-16": "14時〜16時",
    "16-18": "16時〜18時",
    "18-20": "18時〜20時",
    "18-21": "18時〜21時",
    "19-21": "19時〜21時",
    "20-21": "20時〜21時",
}
METHODS = ("card", "konbini", "bank_transfer", "virtual_account", "cod", "deferred", "free")
