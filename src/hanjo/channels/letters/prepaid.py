"""The notice to who paid long before the goods leave (前払いの通知). Source: 特定商取引法 13条, 施行規則."""

from __future__ import annotations

from hanjo.channels.letters.occasion import NAME, SHOP, Field, Occasion, en, ja

PREPAID = (
    Occasion(
        code="prepaid",
        label="前払いの通知（特商法 13 条）",
        when="入金を確かめた日から、発送まで 1 週間より長くかかるとき",
        group="入金",
        may_stop=False,
        fields=(
            NAME,
            Field(name="number", label="ご注文番号", ja="S-100001", must=True),
            Field(name="amount", label="受け取った金額", ja="5,060円", en="¥5,060", must=True),
            Field(name="paid_on", label="受け取った日", ja="2026年11月2日", en="2026-11-02", must=True),
            Field(name="goods", label="商品と数", ja="・湯のみ × 2", en="- Tea cup x 2", must=True),
            Field(
                name="delivery",
                label="引渡しの時期",
                ja="2026年11月20日に発送します。",
                en="We ship it on 2026-11-20.",
                must=True,
            ),
            Field(
                name="seller",
                label="販売業者の名前",
                ja="株式会社 架空商店",
                en="Sample Store Inc.",
                must=True,
            ),
            Field(name="address", label="住所", ja="兵庫県神戸市架空区見本町1-2-3", must=True, may_lack=True),
            Field(name="phone", label="電話番号", ja="000-0000-0000", must=True, may_lack=True),
            *SHOP,
        ),
        ja=ja(
            "ご入金の確認と商品のお届けについて（{{ number }}）",
            "ご入金を確かめました。ご注文をお受けしています。お届けまでお時間をいただくため、お知らせいたします。\n\n"
            "■ ご注文番号　{{ number }}\n■ お受け取りした金額　{{ amount }}\n■ お受け取りした日　{{ paid_on }}\n"
            "■ 商品\n{{ goods }}\n■ お届けの時期　{{ delivery }}\n\n"
            "■ 販売業者　{{ seller }}\n{{ address }}\n{{ phone }}",
        ),
        en=en(
            "Your payment has arrived; about delivery ({{ number }})",
            "Your payment has arrived and your order is accepted. Delivery takes some time, so we let you know:\n\n"
            "Order number: {{ number }}\nAmount received: {{ amount }}\nReceived on: {{ paid_on }}\n"
            "Goods:\n{{ goods }}\nDelivery: {{ delivery }}\n\n"
            "Seller: {{ seller }}\n{{ address }}\n{{ phone }}",
        ),
    ),
)
