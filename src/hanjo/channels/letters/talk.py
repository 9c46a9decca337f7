"""Letters in answer to visitors, and what the shop tells of its own accord (お客様とのやりとり)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import FOOT_EN, FOOT_JA, NAME, SHOP, Field, Occasion, en, ja

GROUP = "お問い合わせ・お知らせ"
NUMBER = Field(name="number", label="受付番号", ja="Q-000123")
TEXT = Field(
    name="text",
    label="お客様が書いた内容",
    ja="届いた箱に傷がありました。",
    en="The box arrived with a dent.",
)
ORDER = Field(name="order", label="ご注文番号", ja="S-100001", may_lack=True)

TALK = (
    Occasion(
        code="inquiry_received",
        label="お問い合わせの受付",
        when="お問い合わせを受け付けたとき",
        group=GROUP,
        fields=(
            NAME,
            NUMBER,
            Field(name="subject", label="お問い合わせの種類", ja="商品について", en="About goods"),
            ORDER,
            TEXT,
            *SHOP,
        ),
        ja=(
            "お問い合わせを承りました（{{ number }}）",
            "{{ name }} 様\n\nお問い合わせをありがとうございます。次の内容で承りました。\n"
            "担当者よりメールでお返事いたします。\n\n"
            "受付番号: {{ number }}\n種類: {{ subject }}\n{% if order %}ご注文番号: {{ order }}\n{% endif %}\n"
            "――――――――――\n{{ text }}\n――――――――――\n\n"
            "このメールにお心当たりがないときは、お手数ですが破棄してください。" + FOOT_JA,
        ),
        en=(
            "We have received your message ({{ number }})",
            "Dear {{ name }},\n\nThank you for your message. We will answer by e-mail.\n\n"
            "Reference: {{ number }}\nSubject: {{ subject }}\n{% if order %}Order: {{ order }}\n{% endif %}\n"
            "----------\n{{ text }}\n----------\n\nIf you did not write this, please ignore this mail."
            + FOOT_EN,
        ),
    ),
    Occasion(
        code="inquiry_answer",
        label="お問い合わせへの返事",
        when="担当者がお問い合わせに返信したとき",
        group=GROUP,
        may_stop=False,
        fields=(
            NAME,
            NUMBER,
            Field(
                name="text",
                label="担当者が書いた返事",
                ja="お詫びとともに、代わりの品をお送りします。",
                en="We will send you a replacement.",
                must=True,
            ),
            *SHOP,
        ),
        ja=(
            "お問い合わせへのお返事（{{ number }}）",
            "{{ name }} 様\n\n{{ text }}" + FOOT_JA + "受付番号: {{ number }}\n",
        ),
        en=(
            "Re: your message ({{ number }})",
            "Dear {{ name }},\n\n{{ text }}" + FOOT_EN + "Reference: {{ number }}\n",
        ),
    ),
    Occasion(
        code="disclosure",
        label="販売業者の表示事項のお知らせ",
        when="住所・電話番号の開示のご請求に答えるとき",
        group=GROUP,
        may_stop=False,
        fields=(
            NAME,
            Field(
                name="seller", label="販売業者", ja="はんじょう商店株式会社", en="Hanjo Store Inc.", must=True
            ),
            Field(name="representative", label="責任者", ja="見本 太郎", en="Taro Sample"),
            Field(name="address", label="住所", ja="〒100-0001 東京都千代田区見本 1-1", must=True),
            Field(name="phone", label="電話番号", ja="03-0000-0000", must=True),
            Field(name="mail", label="メールアドレス", ja="info@example.jp", may_lack=True),
            *SHOP,
        ),
        ja=ja(
            "販売業者の住所・電話番号のお知らせ",
            "お問い合わせいただいた、当店の表示事項をお知らせします。\n\n販売業者: {{ seller }}\n"
            "責任者: {{ representative }}\n住所: {{ address }}\n電話: {{ phone }}"
            "{% if mail %}\nメール: {{ mail }}{% endif %}",
        ),
        en=en(
            "Address and telephone number of the seller",
            "Here is what you asked about the seller.\n\nSeller: {{ seller }}\nResponsible: {{ representative }}\n"
            "Address: {{ address }}\nTelephone: {{ phone }}{% if mail %}\nE-mail: {{ mail }}{% endif %}",
        ),
    ),
    Occasion(
        code="restock",
        label="再入荷のお知らせ",
        when="再入荷を待つお客様がいる商品が入荷したとき",
        group=GROUP,
        fields=(
            Field(name="product", label="商品名", ja="有田焼 そば猪口 藍", en="Arita soba cup, indigo"),
            Field(name="link", label="商品のページ", ja="https://shop.example.jp/p/cup/", must=True),
            *SHOP,
        ),
        ja=(
            "【{{ shop.name }}】再入荷のお知らせ（{{ product }}）",
            "お待ちいただいていた商品が入荷しました。数に限りがあります。\n\n{{ product }}\n{{ link }}\n\n"
            "このお知らせは、お申し込みいただいた 1 回だけお送りしています。" + FOOT_JA,
        ),
        en=(
            "[{{ shop.name }}] Back in stock: {{ product }}",
            "The product you were waiting for is back. Quantities are limited.\n\n{{ product }}\n{{ link }}\n\n"
            "You receive this notice once, as you asked." + FOOT_EN,
        ),
    ),
)
