"""Letters to the shop's own people: work that appeared by itself (店への知らせ)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

ALARM = (
    Field(name="what", label="種類", ja="受注の途絶", en="No orders came in", must=True),
    Field(
        name="details",
        label="起きたこと",
        ja="楽天 はんじょう商店: 受注を 11/22 9:10 から受け取れていません",
        en="Rakuten Hanjo Store: no orders came in since 11/22 9:10",
        must=True,
    ),
    Field(name="at", label="時刻", ja="11/22 9:31"),
)
HOUSE = (
    Occasion(
        code="price_work",
        label="値段の表示の確認（店あて）",
        when="元の値段の根拠が切れたとき、予告した値段で売っていないとき。店のメールアドレスに届きます",
        group="店あて",
        fields=(
            Field(name="what", label="起きたこと", ja="元の値段の根拠が切れ、表示をやめました", must=True),
            Field(
                name="goods",
                label="商品と理由",
                ja="・湯のみ（CUP）: 販売価格の記録がありません。",
                must=True,
            ),
            NAME,
            *SHOP,
        ),
        ja=ja(
            "値段の表示を確かめてください",
            "{{ what }}。\n\n{{ goods }}\n\n管理画面の「ネットショップ › セール」で確かめてください。",
        ),
        en=en(
            "Please look at the prices shown",
            "{{ what }}\n\n{{ goods }}\n\nPlease look at the sales in the console.",
        ),
    ),
    Occasion(
        code="mall_alarm",
        label="モールの警報（担当者あて）",
        when="キーの期限・受注の途絶・届いていない注文・売り越し・応答なしのとき。設定の「警報メール」で選んだ担当者に届きます",
        group="店あて",
        fields=(*ALARM, NAME, *SHOP),
        ja=ja(
            "{{ what }}",
            "{{ what }}（{{ at }} から）\n\n{{ details }}\n\n管理画面の「今日」と「モール接続」で確かめてください。"
            "終わったときも、メールでお知らせします。",
        ),
        en=en(
            "{{ what }}",
            "{{ what }} (since {{ at }})\n\n{{ details }}\n\nPlease look at Today and at the malls in the console. "
            "Another mail follows when it is over.",
        ),
    ),
    Occasion(
        code="mall_clear",
        label="モールの警報が終わったとき（担当者あて）",
        when="警報のもとがなくなったとき。警報が届いた担当者だけに届きます",
        group="店あて",
        fields=(*ALARM, NAME, *SHOP),
        ja=ja(
            "終わりました: {{ what }}",
            "{{ what }}は、{{ at }} に終わりました。\n\n{{ details }}\n\nいまは問題ありません。",
        ),
        en=en("Over: {{ what }}", "{{ what }}: over at {{ at }}.\n\n{{ details }}\n\nAll is well now."),
    ),
)
