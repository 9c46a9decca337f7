"""Pictures on disk: every one is decoded and drawn anew by us, so that nothing of the sender's file is served."""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from hanjo.catalogue.terms import BadPicture

if TYPE_CHECKING:  # loaded with the first picture: everybody asks for paths here, few draw
    from PIL import Image as Pillow

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1_600
SIZES = (96, 320, 800)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
FOLDER = "products"


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """Where a picture lies below the media folder, and how big it is."""

    file: str
    thumb: str
    width: int
    height: int


def media(path: str) -> Path:
    """The file behind a path below the media folder."""
    return Path(settings.MEDIA_ROOT) / path


def sized(file: str, size: int) -> str:
    """The path of one size of a picture."""
    return file.removesuffix("full.webp") + f"{size}.webp"


def keep(data: bytes, *, folder: str = FOLDER) -> Picture:
    """Draw a picture anew as WebP in four sizes, without EXIF, and put it on disk (商品画像).

    The same picture again lands in the same place. Refuses what is no picture, is too large in bytes, or
    would unfold into too many pixels (decompression bomb).
    """
    picture = _decoded(data)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    full = _webp(picture, 86)
    digest = hashlib.sha256(full).hexdigest()[:32]
    place = f"{folder}/{digest[:2]}/{digest}"
    _put(f"{place}/full.webp", full)
    for size in SIZES:
        small = picture.copy()
        small.thumbnail((size, size))
        _put(f"{place}/{size}.webp", _webp(small, 80))
    return Picture(
        file=f"{place}/full.webp", thumb=f"{place}/96.webp", width=picture.width, height=picture.height
    )


def drop(file: str) -> None:
    """Take a picture in all its sizes off the disk; one that is gone already is fine."""
    folder = media(file).parent
    for name in ["full.webp", *(f"{size}.webp" for size in SIZES)]:
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _decoded(data: bytes) -> Pillow.Image:
    from PIL import Image as Pillow
    from PIL import ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise BadPicture(reason=f"{len(data) // (1024 * 1024)}MB あります。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            picture = Pillow.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise BadPicture(reason=f"{picture.width}×{picture.height} 画素あります。")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadPicture(reason="画像として読めません。") from error
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise BadPicture(reason="画素数が多すぎます。") from error
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    drawn = upright.convert("RGBA" if has_alpha else "RGB")
    drawn.info.clear()
    return drawn


def _webp(picture: Pillow.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None)
    return out.getvalue()


def _put(path: str, data: bytes) -> None:
    target = media(path)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    rough = target.with_suffix(f".{os.getpid()}.part")
    rough.write_bytes(data)
    os.replace(rough, target)
