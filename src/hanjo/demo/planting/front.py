"""The demo's own shop on the net: its channel, its words, its cards (ネットショップ)."""

from __future__ import annotations

from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands as shop
from hanjo.storefront.terms import CHANNEL

LEGAL = {
    "legal.period": "期間の定めはありません（在庫がなくなりしだい終了します）",
    "legal.returns": (
        "未使用の商品は、お届けから 8 日以内にご連絡いただければ返品できます（返送料はお客様のご負担）。食品・酒類・名入れ品は"
        "お客様のご都合による返品を承れません。不良品・お届け違いは当店の負担で交換または返金します。"
    ),
    "legal.cancellation": "発送の準備に入るまでは、マイページかメールで取り消せます。そのあとは返品としてお受けします。",
    "legal.seller": "はんじょう商店（架空の店です）",
}


def plant_front(by: Actor) -> int:
    """Open the own shop: its channel on the board, what it says of itself, a card for every product. Answers how many."""
    channels.save_channel(
        CHANNEL,
        by=by,
        name="はんじょう商店 本店サイト",
        letter="店",
        colour="m6",
        prefix="S",
        format=Format.OWN,
        sender_name="はんじょう商店",
        sender_email="shop@example.jp",
        position=5,
        settings={"default_service": "yamato.takkyubin", "services": {}},
    )
    shop.set_shop(
        {
            "name": "はんじょう商店",
            "tagline": "湯気の立つ、うつわを。",
            "mail": "shop@example.jp",
            "phone": "000-0000-0000",
            "hours": "平日 10〜17 時",
            "notice": "これは見本の店です。ご注文いただいても商品は届きません。",
        },
        by=by,
    )
    for key, value in LEGAL.items():
        setting.put(key, value, by=by)
    return shop.refresh_cards()
