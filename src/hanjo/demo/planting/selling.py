"""Where the shop sells: four malls and the retail archive, their words for paying and shipping (デモの店舗設定)."""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.channels import commands as channels
from hanjo.channels.mail import MailKind
from hanjo.channels.malls.generic.mapping import load_shipped
from hanjo.channels.terms import Format
from hanjo.customers import commands as customers
from hanjo.customers.terms import Person
from hanjo.demo import goods
from hanjo.demo.mall_codes import code_at
from hanjo.demo.trouble_people import CAUTION
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.terms import PayPolicy, Severity
from hanjo.payments import commands as payments
from hanjo.payments.terms import PayKind

ARCHIVE = "online-retail"

# code, name, letter, prefix, format, default service, words for services
SHOPS: tuple[tuple[str, str, str, str, Format, str, Mapping[str, str]], ...] = (
    ("rakuten", "楽天市場店", "楽", "R", Format.RAKUTEN, "yamato.takkyubin", {"メール便": "yamato.nekopos"}),
    ("amazon", "Amazon店", "A", "A", Format.AMAZON, "sagawa.hikyaku", {}),
    ("yahoo", "Yahoo!店", "Y", "Y", Format.YAHOO, "sagawa.hikyaku", {"メール便": "yamato.nekopos"}),
    ("eccube", "本店", "本", "H", Format.ECCUBE, "yamato.takkyubin", {"メール便": "clickpost.clickpost"}),
)

MAY, AUTHORISED, PAID = PayPolicy.MAY_SHIP, PayPolicy.AFTER_AUTHORISED, PayPolicy.AFTER_PAID
PAY_RULES: tuple[tuple[str, str, PayKind, PayPolicy], ...] = (
    ("rakuten", "クレジットカード", PayKind.CARD, MAY),
    ("rakuten", "代金引換", PayKind.COD, MAY),
    ("rakuten", "銀行振込", PayKind.BANK, PAID),
    ("rakuten", "後払い決済", PayKind.PAY_LATER, AUTHORISED),
    ("rakuten", "全額ポイント払い", PayKind.POINTS, MAY),
    ("amazon", "Other", PayKind.MALL, MAY),
    ("amazon", "COD", PayKind.COD, MAY),
    ("yahoo", "クレジットカード決済", PayKind.CARD, MAY),
    ("yahoo", "PayPay残高払い", PayKind.MALL, MAY),
    ("yahoo", "商品代引", PayKind.COD, MAY),
    ("yahoo", "銀行振込", PayKind.BANK, PAID),
    ("eccube", "クレジットカード", PayKind.CARD, AUTHORISED),
    ("eccube", "代金引換", PayKind.COD, MAY),
    ("eccube", "銀行振込", PayKind.BANK, PAID),
    ("eccube", "後払い決済", PayKind.PAY_LATER, AUTHORISED),
)
SHIPPED_SUBJECT = "お品を送り出しました（{{ order.external_number }}）"
SHIPPED_BODY = """{{ order.buyer }} 様

はんじょう商店です。ご注文のお品を、本日たいせつに包んで送り出しました。

お届け先　{{ order.receiver }} 様
{% for parcel in parcels %}{{ parcel.service }}{% if parcel.number %}　{{ parcel.number }}
{{ parcel.url }}{% endif %}
{% endfor %}
{% for line in lines %}・{{ line.name }} × {{ line.quantity }}
{% endfor %}
お手もとに届くまで、いましばらくお待ちください。

{{ shop.name }}
{{ shop.email }}
"""
COD_CAREFUL_FROM_YEN = 30_000
# Its report of unshipped orders carries no prices, so there is nothing to compare.
NO_PRICES_AT_AMAZON = ("total_zero", "price_differs", "amount_mismatch")


def plant_channels(by: Actor) -> int:
    """Open the four shops and the archive, with their words, codes and payment rules. Answers how many."""
    for position, (code, name, letter, prefix, kind, service, words) in enumerate(SHOPS, 1):
        channels.save_channel(
            code,
            by=by,
            name=name,
            letter=letter,
            colour=f"m{position}",
            prefix=prefix,
            format=kind,
            sender_name="はんじょう商店",
            sender_email="shop@example.jp",
            position=position,
            settings={"default_service": service, "services": {"宅配便": service, **words}},
        )
    channels.save_mapping(
        ARCHIVE, name="Online Retail（公開データ）", body=load_shipped(ARCHIVE).to_json(), by=by
    )
    channels.save_channel(
        ARCHIVE,
        by=by,
        name="Online Retail（過去の取引）",
        letter="O",
        colour="m5",
        prefix="O",
        format=Format.GENERIC,
        is_history=True,
        position=9,
        settings={"mapping": ARCHIVE},
    )
    channels.save_template(MailKind.SHIPPED, SHIPPED_SUBJECT, SHIPPED_BODY, channel="eccube", by=by)
    for channel, method, kind_of_pay, policy in PAY_RULES:
        payments.save_pay_rule(channel, method, kind=kind_of_pay, policy=policy, by=by)
    return len(SHOPS) + 1


def plant_listings(by: Actor) -> int:
    """Say what each mall's own codes mean, where they differ from ours."""
    made = 0
    for shop, *_ in SHOPS:
        pairs = [(code_at(shop, code), code) for code in goods.skus() if code_at(shop, code) != code]
        if pairs:
            channels.save_listing(shop, pairs, by=by)
        made += len(pairs)
    return made


def plant_habits(by: Actor) -> None:
    """What the shop decided long ago: when cash on delivery is too much, and of whom to beware."""
    limits = {"yen": COD_CAREFUL_FROM_YEN}
    orders.save_check("cod_over_shop", is_on=True, severity=Severity.STOP, limits=limits, by=by)
    for code in NO_PRICES_AT_AMAZON:
        orders.save_check(code, channel="amazon", is_on=False, severity=Severity.STOP, limits={}, by=by)
    who = Person(
        name=CAUTION.name,
        kana=CAUTION.kana,
        email=CAUTION.email,
        phone=CAUTION.phone,
        postal=CAUTION.postal,
        prefecture=CAUTION.prefecture,
        city=CAUTION.city,
        street=CAUTION.street,
    )
    (known,) = customers.recognise([who], by=by)
    if known.id is not None:
        customers.caution(known.id, because="三か月前に代金引換を二度受け取り拒否", by=by)
