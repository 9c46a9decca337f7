"""Every product of the demo has a picture that we drew ourselves."""

from __future__ import annotations

from hanjo.demo.drawings.palette import PALETTES
from hanjo.demo.drawings.picture import MOTIFS, picture
from hanjo.demo.goods import products


def test_every_product_names_a_motif_and_a_palette_that_exist() -> None:
    assert {product.motif for product in products()} <= set(MOTIFS)
    assert {product.palette for product in products()} <= set(PALETTES)


def test_no_motif_is_drawn_for_nothing() -> None:
    assert set(MOTIFS) == {product.motif for product in products()}


def test_a_picture_is_800_square_and_always_the_same() -> None:
    one = products()[0]
    first = picture(one)
    assert first.size == (800, 800)
    assert first.tobytes() == picture(one).tobytes()


def test_every_motif_draws_something_on_its_ground() -> None:
    seen: set[str] = set()
    for product in products():
        if product.motif not in seen:
            seen.add(product.motif)
            colours = picture(product).resize((40, 40)).getcolors(1600)
            assert colours is not None
            assert len(colours) > 3, product.motif
