"""Pictures: drawn anew, in four sizes, nothing of the sender kept; bombs refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image as Pillow

from hanjo.catalogue import pictures
from hanjo.catalogue.commands import add_image, remove_image, reorder_images, save_products
from hanjo.catalogue.models import Image
from hanjo.catalogue.terms import BadOrder, BadPicture
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


def picture(colour: str = "tomato", size: tuple[int, int] = (2000, 1000), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    exif = Pillow.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # turned by 90 degrees
    Pillow.new("RGB", size, colour).save(out, kind, exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels that claims to be tiny."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def _tea() -> None:
    save_products([{"sku_code": "TEA", "name": "煎茶"}], by=BY)


def test_a_picture_is_drawn_anew_upright_and_without_exif() -> None:
    image = add_image("TEA", picture(), by=BY)
    assert (image.width, image.height, image.sizes, image.alt) == (800, 1600, [96, 320, 800], "煎茶")
    for size in (96, 320, 800):
        small = Pillow.open(pictures.media(pictures.sized(image.file, size)))
        assert small.format == "WEBP"
        assert max(small.size) == size
        assert not small.getexif()
    assert b"taken at home" not in pictures.media(image.file).read_bytes()


def test_the_same_picture_again_is_the_one_that_is_there() -> None:
    assert add_image("TEA", picture(), by=BY).pk == add_image("TEA", picture(), by=BY).pk
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:300],
        bomb(),
        b"x" * (21 * 1024 * 1024),
    ],
    ids=["empty", "text", "svg", "truncated", "bomb", "huge"],
)
def test_what_is_no_usable_picture_is_refused_and_nothing_is_kept(data: bytes) -> None:
    with pytest.raises(BadPicture):
        add_image("TEA", data, by=BY)
    assert not Image.objects.exists()


def test_an_unknown_product_gets_no_picture() -> None:
    with pytest.raises(NotFound):
        add_image("NONE", picture(), by=BY)


def test_pictures_change_places_and_only_whole_orders_count() -> None:
    first, second = (add_image("TEA", picture(colour), by=BY).pk for colour in ("red", "blue"))
    reorder_images("TEA", [second, first], by=BY)
    assert list(Image.objects.values_list("pk", flat=True)) == [second, first]
    with pytest.raises(BadOrder):
        reorder_images("TEA", [first], by=BY)
    assert list(Image.objects.values_list("pk", flat=True)) == [second, first]


def test_files_go_with_the_last_product_that_shows_them(django_capture_on_commit_callbacks) -> None:
    save_products([{"sku_code": "CUP", "name": "湯呑"}], by=BY)
    one, other = (add_image(code, picture("green"), by=BY) for code in ("TEA", "CUP"))
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_image("TEA", one.pk, by=BY)
    assert pictures.media(other.file).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_image("CUP", other.pk, by=BY)
        assert not remove_image("CUP", other.pk, by=BY)
    assert not pictures.media(other.file).exists()
