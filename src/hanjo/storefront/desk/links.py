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
            Link("開店の手引き", "公開までの確認と試し注文", "list-checks", "shop-desk-guide", "storefront.look"),
            Link("店の設定", "名前・注文の上限・休業日", "store", "shop-desk-settings", "storefront.look"),
            Link("法定表示", "特商法・返品・個人情報・規約", "scale", "shop-desk-legal", "storefront.look"),
            Link("法令の確認", "許可・免許と商品ごとの法定の項目", "shield-check", "shop-desk-laws", "storefront.look"),
            Link("デザイン", "色・ロゴ・並べ方・CSS", "palette", "shop-desk-theme", "storefront.look"),
            Link("メールの文面", "注文確認・会員登録・発送など", "mail", "channels-mail-templates", "channels.look"),
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
            Link("転送", "古いアドレスから新しいアドレスへ", "corner-up-right", "shop-desk-moves", "storefront.look"),
            Link("掲載用データ", "Google・Meta に載せるファイルと不備", "rss", "shop-desk-feeds", "storefront.look"),
            Link("英語の商品情報", "英語のページの商品名と説明", "languages", "shop-desk-words", "storefront.look"),
        ),
    ),
    (
        "売り方",
        (
            Link("検索", "並び順・同義語・0 件のことば", "search", "shop-desk-search", "storefront.look"),
            Link("商品の見せ方", "アドレス・しるし・関連商品・仕様", "tags", "shop-desk-goods", "storefront.look"),
            Link("カテゴリ", "アドレスと、名前を変えたときの案内", "layers", "shop-desk-shelves", "storefront.look"),
            Link("送料と手数料", "地域・大きさ別・代引・包装", "truck", "shop-desk-fees", "pricing.look"),
            Link("クーポン", "発行・使われ方・停止", "ticket-percent", "shop-desk-coupons", "pricing.look"),
            Link("セール", "値下げと元の値段の裏づけ", "badge-percent", "shop-desk-sales", "pricing.look"),
            Link("ポイントと会員ランク", "付け方・期限・ランク", "coins", "shop-desk-points", "pricing.look"),
            Link("支払いの設定", "決済会社・支払方法・振込口座", "credit-card", "shop-desk-pay", "payments.look"),
            Link("決済の差異", "決済会社の記録と合わないもの", "scale", "payments-mismatches", "payments.look"),
        ),
    ),
    (
        "お客様",
        (
            Link("返品", "お返事・検品・返金", "undo-2", "shop-desk-returns", "orders.look"),
            Link("レビュー", "確認・公開・投稿特典", "star", "shop-desk-reviews", "reviews.look"),
            Link("会員", "検索・ポイント・停止・情報の開示", "users", "customers-members", "customers.look"),
            Link("保存期間", "同意・写真・検索語をいつ消すか", "hourglass", "shop-desk-keeping", "storefront.look"),
            Link("お問い合わせ", "届いた質問と返事", "message-circle", "support-inbox", "support.look"),
        ),
    ),
)  # fmt: skip
