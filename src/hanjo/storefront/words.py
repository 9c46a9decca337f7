"""Words that forms of the shop offer."""

from __future__ import annotations

WINDOWS = {
    "": "指定なし",
    "am": "午前中",
    "14-16": "14時〜16時",
    "16-18": "16時〜18時",
    "18-20": "18時〜20時",
    "19-21": "19時〜21時",
}
METHODS = ("card", "konbini", "bank_transfer", "virtual_account", "cod", "deferred", "free")
NOSHI = ("内のし", "外のし")
NOSHI_PURPOSES = (
    "御祝", "内祝", "御歳暮", "御中元", "御礼", "御年賀", "寿", "快気祝", "粗供養", "志",
)  # fmt: skip
NOSHI_KNOTS = ("蝶結び", "結び切り（10本）", "結び切り（5本）", "黒白結び切り", "黄白結び切り")
