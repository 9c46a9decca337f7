"""What is shown where a link is shared, the shop's icon, and what search engines learn of returns."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from hanjo.catalogue.models import Product
from hanjo.catalogue.pictures import keep
from hanjo.kernel import clock
from hanjo.storefront import commands as shop
from hanjo.storefront.legal.terms import Postage, Returns
from hanjo.storefront.seo import drawn
from hanjo.storefront.seo.cards import share_card
from hanjo.storefront.tests import makers
from hanjo.storefront.tests.test_machine import data, text
from hanjo.storefront.theme.terms import Look
from hanjo.storefront.web import kept, peek, share

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "_place", lambda name: tmp_path / name)


def shared(page: str) -> str:
    return (
        page.split('property="og:image" content="')[1]
        .split('"', maxsplit=1)[0]
        .removeprefix("http://localhost:8000")
    )


def test_a_product_is_shared_with_a_picture_of_the_right_size_that_is_kept_for_ever() -> None:
    makers.open_shop(3)
    page = text(reverse("shop-product", args=["cup"]))
    assert '<meta property="og:image:width" content="1200">' in page
    answer = Client().get(shared(page))
    assert isinstance(answer, FileResponse)
    with Pillow.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:  # type: ignore[arg-type]  # bytes
        assert (shown.size, shown.format) == ((1200, 630), "JPEG")
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_name_has_another_picture_and_the_old_address_leads_to_it() -> None:
    makers.open_shop(3)
    before = shared(text(reverse("shop-product", args=["cup"])))
    Product.objects.filter(code="cup").update(name="名前の変わった湯のみ")
    kept.forget()
    now = shared(text(reverse("shop-product", args=["cup"])))
    assert now != before
    answer = Client().get(before)
    assert (answer.status_code, answer.headers["Location"]) == (302, now)


def test_a_picture_of_nothing_we_sell_is_not_drawn(tmp_path: Any) -> None:
    makers.open_shop(3)
    assert Client().get(reverse("shop-share", args=["nothing", "00"])).status_code == 404
    assert list(tmp_path.iterdir()) == []


def test_a_long_name_without_a_photo_fits_the_card() -> None:
    with Pillow.open(
        io.BytesIO(share_card(None, name="長い名前の商品" * 30, shop="店", brand="#23508f"))
    ) as card:
        assert card.size == (1200, 630)


def test_the_tab_bears_the_logo_of_the_shop() -> None:
    makers.open_shop(3)
    assert "favicon" in text(reverse("shop"))
    out = io.BytesIO()
    Pillow.new("RGB", (400, 120), "#c8371d").save(out, "PNG")
    _with_logo(out.getvalue())
    page = text(reverse("shop"))
    address = page.split('rel="apple-touch-icon" href="')[1].split('"')[0]
    answer = Client().get(address)
    assert isinstance(answer, FileResponse)
    with Pillow.open(io.BytesIO(b"".join(answer.streaming_content))) as shown:  # type: ignore[arg-type]  # bytes
        assert (shown.size, shown.format) == ((180, 180), "PNG")
    assert Client().get(reverse("shop-icon", args=["0123"])).status_code == 404


def test_the_icon_of_a_draft_is_there_for_who_previews_it_and_for_nobody_else() -> None:
    makers.open_shop(3)
    out = io.BytesIO()
    Pillow.new("RGB", (300, 300), "#0a7d4f").save(out, "PNG")
    draft = shop.save_theme(Look(logo=keep(out.getvalue(), folder="shop").file), by=makers.BY)
    guest = makers.visitor()
    guest.get(peek.link(draft.pk))
    page = guest.get(reverse("shop")).content.decode()
    address = page.split('rel="apple-touch-icon" href="')[1].split('"')[0]
    assert makers.visitor().get(address).status_code == 404
    assert guest.get(address).status_code == 200


def test_a_picture_nobody_asks_for_goes_after_two_months_and_is_drawn_again_when_somebody_does(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "folder", lambda: tmp_path)
    monkeypatch.setattr(share, "_place", drawn.place)
    makers.open_shop(3)
    address = shared(text(reverse("shop-product", args=["cup"])))
    Client().get(address)
    (file,) = (one for one in tmp_path.glob("*/*") if one.suffix == ".jpg")
    part = file.with_name("half.jpg.0.part")
    part.write_bytes(b"half")
    now = clock.now()
    long_ago = (now - timedelta(days=61)).timestamp()
    assert drawn.forget_unused(now) == 0
    os.utime(part, (long_ago, long_ago))
    os.utime(file, (long_ago, long_ago))
    Client().get(address)  # somebody asks for it: it stays
    assert drawn.forget_unused(now) == 1
    assert (file.exists(), part.exists()) == (True, False)
    os.utime(file, (long_ago, long_ago))
    assert drawn.forget_unused(now) == 1
    assert not file.exists()
    assert Client().get(address).status_code == 200
    assert file.exists()


def _with_logo(picture: bytes) -> None:
    made = shop.save_theme(Look(logo=keep(picture, folder="shop").file), by=makers.BY)
    shop.publish_theme(made.pk, by=makers.BY)
    kept.forget()


@pytest.mark.parametrize(
    ("policy", "days", "category", "fee"),
    [
        (Returns.LAW, 99, "MerchantReturnFiniteReturnWindow", "ReturnFeesCustomerResponsibility"),
        (Returns.YES, 14, "MerchantReturnFiniteReturnWindow", "FreeReturn"),
        (Returns.NO, 99, "MerchantReturnNotPermitted", ""),
    ],
)
def test_search_engines_learn_of_returns_what_the_legal_profile_says(
    policy: Returns, days: int, category: str, fee: str
) -> None:
    makers.open_shop(3)
    profile = replace(
        makers.PROFILE, returns=policy.value, returns_days=days, returns_postage=Postage.SHOP.value
    )
    shop.save_legal(profile, by=makers.BY)
    kept.forget()
    cache.clear()
    page = text(reverse("shop-product", args=["cup"]))
    told = data(page)[0]["offers"]["hasMerchantReturnPolicy"]
    assert told["returnPolicyCategory"].endswith(category)
    assert told.get("merchantReturnDays") == {Returns.LAW: 8, Returns.YES: 14}.get(policy)
    assert str(told.get("returnFees", "")).endswith(fee)
    assert ("返品・交換は承れません" if policy == Returns.NO else "返品できます") in page
