"""Letters that need the reader's yes: each carries who writes, from where, and the way out (同意の要るメール)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

STOP = Field(
    name="stop",
    label="配信停止のリンク",
    ja="https://shop.example.jp/stop/見本/",
    en="https://shop.example.jp/en/stop/sample/",
    must=True,
)
SELLER = (
    Field(
        name="seller",
        label="送信者（販売業者）の名前",
        ja="株式会社 架空商店",
        en="Sample Store Inc.",
        must=True,
    ),
    Field(name="address", label="送信者の住所", ja="兵庫県神戸市架空区見本町1-2-3", must=True),
    Field(name="contact", label="苦情・お問い合わせ先", ja="shop@example.jp", must=True),
)
_OUT_JA = (
    "\n\n──────────────\nこのメールは、「アンケート・レビューのお願い」に同意された方へお送りしています。\n"
    "今後の配信を希望されないときは、次のページからいつでも止められます（ログインは要りません）。\n{{ stop }}\n\n"
    "送信者　{{ seller }}\n住所　　{{ address }}\n連絡先　{{ contact }}"
)
_OUT_EN = (
    "\n\n--------------\nYou receive this mail because you agreed to requests for reviews.\n"
    "You can stop them at any time, without signing in:\n{{ stop }}\n\n"
    "Sender: {{ seller }}\nAddress: {{ address }}\nContact: {{ contact }}"
)

ASKING = (
    Occasion(
        code="review_wish",
        label="レビューのお願い",
        when="発送から、レビューの設定で決めた日数がたったとき。「アンケート・レビューのお願い」に同意した会員にだけ送ります",
        group="お問い合わせ・お知らせ",
        purpose="survey",
        fields=(
            NAME,
            Field(name="number", label="ご注文番号", ja="S-100001"),
            Field(
                name="goods",
                label="商品とレビューのページ",
                ja="・湯のみ\n  https://shop.example.jp/orders/S-100001/review/1/",
                en="- Tea cup\n  https://shop.example.jp/en/orders/S-100001/review/1/",
                must=True,
            ),
            STOP,
            *SELLER,
            *SHOP,
        ),
        ja=ja(
            "お届けした商品はいかがでしたか（{{ number }}）",
            "先日はご注文をありがとうございました。お届けした商品のご感想をお聞かせください。\n"
            "良かった点も、お気づきの点も、これから選ばれる方の参考になります。\n\n{{ goods }}" + _OUT_JA,
        ),
        en=en(
            "How do you like your order? ({{ number }})",
            "Thank you for your order. Please tell others how you like the goods,\n"
            "what is good about them and what is not.\n\n{{ goods }}" + _OUT_EN,
        ),
    ),
)
