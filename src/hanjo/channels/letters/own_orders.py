"""Letters about what buyers do with their own orders: calling off, sending back (ご注文の取り消し・返品)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

GROUP = "取り消し・返品"
NUMBER = Field(name="number", label="ご注文番号", ja="S-100001", must=True)
ANSWER = Field(
    name="answer",
    label="担当者が書いた返事",
    ja="未開封のままお送りください。",
    en="Please leave it unopened.",
    may_lack=True,
)
AMOUNT = Field(name="amount", label="返す金額", ja="1,980円", en="¥1,980", must=True)
_ORDER_JA = "\n\n■ ご注文番号　{{ number }}"
_ORDER_EN = "\n\nOrder number: {{ number }}"
_ANSWER = "{% if answer %}\n\n{{ answer }}{% endif %}"

OWN_ORDERS = (
    Occasion(
        code="own_cancel",
        label="ご注文の取り消し（お客様から）",
        when="お客様がマイページで注文を取り消したとき",
        group=GROUP,
        fields=(NAME, NUMBER, *SHOP),
        ja=ja(
            "ご注文を取り消しました（{{ number }}）",
            "ご注文 {{ number }} の取り消しを承りました。お支払い済みの代金は、お支払いの方法に応じてお返しします。\n"
            "お心当たりのないときは、このメールに返信してお知らせください。",
        ),
        en=en(
            "Your order has been cancelled ({{ number }})",
            "Your order {{ number }} has been cancelled. What you have paid is refunded in the way you paid.\n"
            "If this was not you, please reply to this mail.",
        ),
    ),
    Occasion(
        code="return_asked",
        label="返品のお申し込みの受付",
        when="お客様がマイページで返品を申し込んだとき、担当者がお電話などで承ったとき",
        group=GROUP,
        fields=(NAME, NUMBER, *SHOP),
        ja=ja(
            "返品のお申し込みを受け付けました",
            "返品のお申し込みを受け付けました。内容を確かめて、あらためてメールでお返事します。" + _ORDER_JA,
        ),
        en=en(
            "We have received your return request",
            "We have received your return request. We will look at it and answer by mail." + _ORDER_EN,
        ),
    ),
    Occasion(
        code="return_accepted",
        label="返品をお受けします",
        when="返品のお申し込みを受けると決めたとき",
        group=GROUP,
        may_stop=False,
        fields=(
            NAME,
            NUMBER,
            Field(
                name="postage",
                label="返送料の負担",
                ja="返送料は当店が負担します。着払いでお送りください。",
                en="We pay the return postage. Please send it cash on delivery (chakubarai).",
                must=True,
            ),
            ANSWER,
            *SHOP,
        ),
        ja=ja("返品をお受けします", "返品のお申し込みを承りました。{{ postage }}" + _ANSWER + _ORDER_JA),
        en=en("Your return is accepted", "Your return is accepted. {{ postage }}" + _ANSWER + _ORDER_EN),
    ),
    Occasion(
        code="return_refused",
        label="返品のお断り",
        when="返品のお申し込みを断ると決めたとき",
        group=GROUP,
        may_stop=False,
        fields=(NAME, NUMBER, ANSWER, *SHOP),
        ja=ja(
            "返品のお申し込みについて",
            "まことに恐れ入りますが、今回の返品はお受けできません。" + _ANSWER + _ORDER_JA,
        ),
        en=en("Your return request", "We are sorry, but we cannot accept this return." + _ANSWER + _ORDER_EN),
    ),
    Occasion(
        code="return_arrived",
        label="返品の商品が届きました",
        when="返品の商品が届き、検品を済ませたとき",
        group=GROUP,
        fields=(NAME, NUMBER, *SHOP),
        ja=ja(
            "返品の商品が届きました",
            "お送りいただいた商品が届き、状態を確かめました。返金の内容が決まりしだい、メールでお知らせします。"
            + _ORDER_JA,
        ),
        en=en(
            "Your returned goods have arrived",
            "The goods you sent back have arrived and we have looked at them. We will write to you as soon as the "
            "refund is settled." + _ORDER_EN,
        ),
    ),
    Occasion(
        code="return_refund",
        label="返金の内容のお知らせ",
        when="返品の返金を決めたとき",
        group=GROUP,
        may_stop=False,
        fields=(
            NAME,
            NUMBER,
            AMOUNT,
            Field(name="points", label="戻すポイント", ja="120", may_lack=True),
            Field(
                name="coupon",
                label="クーポンが戻るときの一文",
                ja="ご利用のクーポンは、期限のうちでしたら、もう一度お使いになれます。",
                en="Your coupon can be used again until it expires.",
                may_lack=True,
            ),
            Field(
                name="because",
                label="返金額の理由",
                ja="開封済みのため、代金の半額をお返しします。",
                en="Half the price, since it was opened.",
                may_lack=True,
            ),
            Field(
                name="how",
                label="返金のしかた（口座を伺う文を含みます）",
                ja="お支払いに使われた決済の方法でお返しします。",
                en="You are refunded in the way you paid.",
                must=True,
                may_lack=True,
            ),
            *SHOP,
        ),
        ja=ja(
            "返金の内容のお知らせ",
            "返金の内容が決まりました。\n\n■ 返金額　{{ amount }}"
            "{% if points %}\n■ お戻しするポイント　{{ points }} ポイント{% endif %}"
            "{% if coupon %}\n■ {{ coupon }}{% endif %}{% if because %}\n■ 返金額について　{{ because }}{% endif %}"
            "{% if how %}\n\n{{ how }}{% endif %}" + _ORDER_JA,
        ),
        en=en(
            "Your refund",
            "Your refund has been settled.\n\nRefund: {{ amount }}"
            "{% if points %}\nPoints given back: {{ points }}{% endif %}{% if coupon %}\n{{ coupon }}{% endif %}"
            "{% if because %}\nAbout the amount: {{ because }}{% endif %}{% if how %}\n\n{{ how }}{% endif %}"
            + _ORDER_EN,
        ),
    ),
    Occasion(
        code="return_paid",
        label="返品の返金が済みました",
        when="返品の返金の手続きが済んだとき",
        group=GROUP,
        fields=(
            NAME,
            NUMBER,
            AMOUNT,
            Field(
                name="invoice",
                label="返還インボイスの案内",
                ja="返還インボイス（適格返還請求書）は、ご注文の画面から受け取れます。",
                en="The return invoice can be downloaded from the page of your order.",
                may_lack=True,
            ),
            *SHOP,
        ),
        ja=ja(
            "返金しました",
            "返金の手続きが済みました。返金額は {{ amount }} です。{% if invoice %}\n{{ invoice }}{% endif %}"
            + _ORDER_JA,
        ),
        en=en(
            "You have been refunded",
            "Your refund of {{ amount }} has been made.{% if invoice %}\n{{ invoice }}{% endif %}"
            + _ORDER_EN,
        ),
    ),
    Occasion(
        code="return_closed",
        label="返品のお申し込みを終えました",
        when="返品を、返金をせずに終えたとき",
        group=GROUP,
        may_stop=False,
        fields=(
            NAME,
            NUMBER,
            Field(
                name="because",
                label="終えた理由",
                ja="30 日を過ぎても商品が届きませんでした。",
                en="The goods did not arrive within 30 days.",
                must=True,
            ),
            *SHOP,
        ),
        ja=ja(
            "返品のお申し込みを終えました",
            "お申し込みの返品は、返金をせずに終えました。\n\n{{ because }}" + _ORDER_JA,
        ),
        en=en(
            "Your return request is closed",
            "Your return request was closed without a refund.\n\n{{ because }}" + _ORDER_EN,
        ),
    ),
)
