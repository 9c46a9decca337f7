"""Letters to the shop's own people: work that appeared by itself (店への知らせ)."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

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
)
