"""The shop's look: readable, from our own host, looked at before it is published."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from hanjo.content import commands as content
from hanjo.content.terms import BlockKind
from hanjo.storefront import commands
from hanjo.storefront.models import Card
from hanjo.storefront.tests.desk import boss
from hanjo.storefront.tests.makers import BY, open_shop, visitor
from hanjo.storefront.theme import queries, rules
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


@pytest.mark.django_db
def test_layout_and_order_of_the_first_page_are_previewed_then_published_then_taken_back() -> None:
    open_shop()
    made = [
        content.save_block(BlockKind.NOTICE, {"text_ja": text}, by=BY).id
        for text in ("あさのお知らせ", "よるのお知らせ")
    ]
    client = boss()
    order = {f"at-{made[0]}": "2", f"at-{made[1]}": "1"}
    client.post(reverse("shop-desk-theme"), {**TYPED, "shelf": "", "header": ""})
    client.post(reverse("shop-desk-theme"), {**TYPED, **order, "shelf": "list", "header": "centre"})
    plain, laid = Theme.objects.order_by("pk")
    client.post(reverse("shop-desk-theme-publish", args=[plain.pk]))
    kept.forget()

    def is_turned(text: str) -> bool:
        return text.index("よるのお知らせ") < text.index("あさのお知らせ")

    assert not is_turned(visitor().get(reverse("shop")).content.decode())
    guest = visitor()
    guest.get(peek.link(laid.pk))
    assert is_turned(guest.get(reverse("shop")).content.decode())
    assert "grid-template-columns:minmax(0,1fr)" in laid.css
    assert "safe center" in laid.css
    assert "grid-template-columns" not in plain.css
    client.post(reverse("shop-desk-theme-publish", args=[laid.pk]))
    kept.forget()
    assert is_turned(visitor().get(reverse("shop")).content.decode())
    desk = client.get(reverse("shop-desk-theme")).content.decode()
    assert f"前の公開（版 {plain.pk}）に戻す" in desk
    assert "商品の並べ方・ヘッダー・トップの順" in desk
    assert "公開中のデザイン" in client.get(reverse("shop-desk-front")).content.decode()
    client.post(reverse("shop-desk-theme-publish", args=[plain.pk]))
    kept.forget()
    assert not is_turned(visitor().get(reverse("shop")).content.decode())


@pytest.mark.django_db
def test_the_icon_is_the_shops_own_or_its_logo() -> None:
    open_shop()
    client = boss()
    picture = BytesIO()
    Pillow.new("RGB", (64, 64), "#7a1f3d").save(picture, "PNG")
    for name in ("logo", "favicon"):
        file = SimpleUploadedFile("a.png", picture.getvalue() if name == "logo" else _green())
        client.post(reverse("shop-desk-theme"), {**TYPED, name: file})
    first, second = Theme.objects.order_by("pk")
    assert queries.icon_of(None) == ""
    assert queries.icon_of(first) == first.body["logo"] != ""
    assert queries.icon_of(second) == second.body["favicon"] != second.body["logo"]
    assert "いまのアイコン" in client.get(reverse("shop-desk-theme")).content.decode()


def _green() -> bytes:
    picture = BytesIO()
    Pillow.new("RGB", (32, 32), "#114422").save(picture, "PNG")
    return picture.getvalue()


@pytest.mark.django_db
def test_a_layout_that_is_not_offered_is_refused_and_nobody_reads_machine_names() -> None:
    open_shop()
    client = boss()
    assert client.post(reverse("shop-desk-theme"), {**TYPED, "shelf": "7"}).status_code == 422
    assert not Theme.objects.exists()
    with pytest.raises(BadLook):
        rules.check(Look(header="x"))
    client.post(reverse("shop-desk-theme"), TYPED)
    shown = client.get(reverse("shop-desk-theme")).content.decode()
    assert "花・" in shown
    assert "staff:" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("shelf", "width"), [("2", "44vw"), ("", "280px")])
def test_pictures_fit_the_columns_on_every_page_that_shows_cards(shelf: str, width: str) -> None:
    skus = open_shop(3, "cup", "pot")
    for card in skus.values():
        Card.objects.filter(product_id=card.product_id).update(image=f"{card.code}/full.webp", categories=[1])
    made = commands.save_theme(Look(shelf=shelf), by=BY)
    commands.publish_theme(made.pk, by=BY)
    kept.forget()
    for address in (reverse("shop"), reverse("shop-all"), reverse("shop-product", args=["cup"])):
        page = visitor().get(address).content.decode()
        assert f'sizes="(max-width: 640px) 46vw, {width}"' in page, address
