"""The demo's own shop on the net: its channel, its words, its cards (ネットショップ)."""

from __future__ import annotations

from hanjo.channels import commands as channels
from hanjo.channels.terms import Format
from hanjo.demo.payments import plant_account
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands as shop
from hanjo.storefront.legal.terms import Profile
from hanjo.storefront.terms import CHANNEL

LEGAL = Profile(
    kind="company",
    legal_name="株式会社はんじょう商店（架空の会社です）",
    trade_name="はんじょう商店",
    representative="見本 太郎",
    postal="650-0000",
    address="兵庫県神戸市架空区見本町1丁目2番3号 見本ビル4階",
    phone="000-0000-0000",
    phone_hours="平日 10〜17 時",
    mail="shop@example.jp",
    registration="T0000000000000（架空の番号です）",
    licences="通信販売酒類小売業免許（架空の免許です）",
    delivery=(
        "在庫のある商品は、平日 14 時までのご注文を当日に発送し、発送から 1〜3 日でお届けします。\n"
        "受注生産・予約の商品は、商品のページに表示した時期に発送します。"
    ),
    has_limits=True,
    limits="お酒は 20 歳以上の方だけにお売りします。数量に限りがある商品は、商品のページに 1 回の上限を表示します。",
    returns="yes",
    returns_days=8,
    returns_postage="buyer",
    returns_conditions="未使用で、お届けしたときの箱と付属品がそろっているものに限ります。",
    returns_excluded="食品・酒類・名入れ品・受注生産品",
    defect_days=14,
    defects="不良品・お届け違いは、お届けから 14 日以内にご連絡ください。当店の負担で交換または返金します。",
    cancellation="発送の準備に入るまでは、マイページかメールで取り消せます。そのあとは返品としてお受けします。",
    privacy_officer="個人情報管理責任者 見本 花子",
    privacy_contact="株式会社はんじょう商店 個人情報の窓口 shop@example.jp（平日 10〜17 時）",
    privacy_partners="配送（運送会社）・決済（決済会社）・メール配信を委託し、必要な情報だけを渡します。",
    court="神戸地方裁判所",
    english={
        "legal_name": "Hanjo Shoten Inc. (a fictional company)",
        "representative": "Taro Mihon",
        "address": "4F Mihon Bldg., 1-2-3 Mihon-cho, Kaku-ku, Kobe, Hyogo",
        "licences": "Liquor mail-order licence (fictional)",
        "delivery": (
            "Goods in stock ordered by 14:00 on a weekday leave the same day and arrive within 1 to 3 days.\n"
            "Goods made to order leave at the time shown on their page."
        ),
        "limits": "Alcohol is sold to persons aged 20 or over only.",
        "returns_conditions": "Goods must be unused, with their box and all parts.",
        "returns_excluded": "food, alcohol, personalised and made-to-order goods",
        "defects": "Tell us about defects or wrong goods within 14 days: we exchange or refund at our expense.",
        "cancellation": "You may cancel in your account or by e-mail until we begin to pack; after that as a return.",
        "privacy_officer": "Personal data officer: Hanako Mihon",
        "privacy_contact": "Hanjo Shoten Inc., personal data desk, shop@example.jp (weekdays 10:00-17:00)",
        "privacy_partners": "Carriers, payment companies and our mail service receive only what they need.",
        "court": "Kobe District Court",
    },
)
"""Complete, and plainly nobody's."""


def plant_front(by: Actor) -> int:
    """Open the own shop: its channel on the board, what it says of itself, a card for every product.

    Answers how many.
    """
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
    shop.save_legal(LEGAL, by=by)
    plant_account(by)
    shop.open_doors(by=by)
    return shop.refresh_cards()
