"""Made-up labels for the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from hanjo.fulfilment.carriers.terms import CarrierAccount, Party, ShippingLabel

TODAY = date(2026, 11, 22)
ACCOUNT = CarrierAccount(billing_code="078000000000", customer_code="012345678900")
BUYER = Party(
    name="髙橋 𠮷男",
    kana="たかはし よしお",
    postal="1500001",
    prefecture="東京都",
    city="渋谷区",
    street="神宮前一丁目2-3",
    building="繁盛レジデンス1203号室",
    phone="09000000000",
)
SHOP = Party(
    name="はんじょう商店",
    postal="650-0001",
    prefecture="兵庫県",
    city="神戸市中央区",
    street="加納町6-5-1",
    phone="078-000-0000",
)


def label(key: str = "H0001", service: str = "yamato.takkyubin", **changes: Any) -> ShippingLabel:
    plain = ShippingLabel(key, service, BUYER, SHOP, TODAY, contents=("りんごジュース〜詰合せ",))
    return replace(plain, **changes)


def buyer(**changes: Any) -> Party:
    return replace(BUYER, **changes)
