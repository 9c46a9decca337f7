"""The shop's look: readable, from our own host, looked at before it is published."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import open_shop, visitor
from hanjo.storefront.theme import rules
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.theme.terms import BadLook, Look
from hanjo.storefront.web import kept, peek

TYPED = {"brand": "#7a1f3d", "ground": "#fffdf8", "radius": "4", "scale": "m", "width": "normal",
         "extra": ".shop-name { letter-spacing: .1em }", "foot": "<p>ご案内<script>alert(1)</script></p>"}  # fmt: skip


@pytest.mark.parametrize(
    "css",
    [
        "@import 'x.css';",
        "a { background: url(https://example.jp/x.png) }",
        "a { background: image-set('x') }",
        "a { behavior: x }",
        "a { position: fixed }",
        "a { color: red } </style>",
        r"a { color: \72 ed }",
        "@font-face { font-family: x }",
        "a { color: red",
        ":root { --brand: red }",
        "a { width: expression(1) }",
    ],
)
def test_a_style_sheet_that_reaches_outside_is_refused(css: str) -> None:
    with pytest.raises(BadLook):
        rules.scoped(css)


def test_plain_rules_are_confined_to_the_shop() -> None:
    made = rules.scoped(
        "h1, .card > b { color: #123456; } /* x */ @media (max-width: 600px) { h1 { font-size: 2rem } }"
    )
    assert made == (
        ".shop h1, .shop .card > b{color:#123456}\n@media (max-width: 600px){.shop h1{font-size:2rem}}"
    )


def test_colours_that_cannot_be_read_are_refused_and_dark_ones_are_lightened() -> None:
    with pytest.raises(BadLook):
        rules.check(Look(brand="#ffee88"))
    with pytest.raises(BadLook):
        rules.check(Look(brand="red"))
    for brand in ("#7a1f3d", "#000000", "#23508f"):
        rules.check(Look(brand=brand))
        assert rules.contrast(rules.at_night(brand), rules.NIGHT) >= rules.AA


@pytest.mark.django_db
def test_a_look_is_seen_by_its_link_then_by_everybody_and_can_be_taken_back() -> None:
    open_shop()
    client = boss()
    assert client.post(reverse("shop-desk-theme"), TYPED).status_code in (302, 303)
    first = Theme.objects.get()
    address = reverse("shop-theme", args=[first.digest])
    assert address not in visitor().get(reverse("shop")).content.decode()
    guest = visitor()
    guest.get(peek.link(first.pk))
    seen = guest.get(reverse("shop")).content.decode()
    assert address in seen
    assert "ご案内" in seen
    assert "alert(1)" not in seen
    client.post(reverse("shop-desk-theme-publish", args=[first.pk]))
    kept.forget()
    assert address in visitor().get(reverse("shop")).content.decode()
    style = visitor().get(address)
    assert style.headers["Content-Type"].startswith("text/css")
    assert "#7a1f3d" in style.content.decode()
    client.post(reverse("shop-desk-theme"), {**TYPED, "brand": "#114422"})
    second = Theme.objects.order_by("-pk")[0]
    client.post(reverse("shop-desk-theme-publish", args=[second.pk]))
    client.post(reverse("shop-desk-theme-publish", args=[first.pk]))
    kept.forget()
    assert address in visitor().get(reverse("shop")).content.decode()


@pytest.mark.django_db
def test_a_bad_look_is_refused_in_place_and_not_kept() -> None:
    open_shop()
    answer = boss().post(reverse("shop-desk-theme"), {**TYPED, "brand": "#ffee88"})
    assert answer.status_code == 422
    assert "コントラスト" in answer.content.decode()
    assert not Theme.objects.exists()
    assert boss("storefront.look").post(reverse("shop-desk-theme"), TYPED).status_code == 403
