"""Every settings page of the own shop, by group: the landing page, and 設定, list what stands here (ネットショップ).

A new page of the desk adds one `Link` to its group. A link whose route is not there yet is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Link:
    """One page of the desk, shown to those who may see it."""

    label: str
    note: str
    icon: str
    route: str
    permission: str

    @property
    def url(self) -> str:
        """Its address, or nothing when there is no such page here."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""


GROUPS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    (
        "店をつくる",
        (
        ),
    ),
    (
        "読みものとお知らせ",
        (
            Link("ページ", "ご利用ガイド・会社案内など", "file-text", "shop-desk-pages", "content.look"),
            Link("お知らせ・ブログ", "日付のある読みもの", "newspaper", "shop-desk-posts", "content.look"),
            Link("よくある質問", "分類ごとの質問と答え", "circle-question-mark", "shop-desk-faq", "content.look"),
            Link("メニュー", "上と下に並ぶリンク", "list", "shop-desk-menus", "content.look"),
            Link("トップページ", "写真・商品・お知らせの並び", "layout-template", "shop-desk-front", "content.look"),
            Link("転送", "古い住所から新しい住所へ", "corner-up-right", "shop-desk-moves", "storefront.look"),
        ),
    ),
    (
        "売り方",
        (
        ),
    ),
    (
        "お客様",
        (
            Link("お問い合わせ", "届いた質問と返事", "message-circle", "support-inbox", "support.look"),
        ),
    ),
)  # fmt: skip
