"""Papers: a Typst template and data become a PDF (帳票).

Fonts come from the environment (Noto Sans CJK JP), never from the system, so that a slip looks the same on every
machine. Nothing goes to the network: packages of Typst's registry are refused. A template reads its data with
`#let data = json(bytes(sys.inputs.data))`, and a bar code from it with `#image(bytes(data.code))`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst

if (
    TYPE_CHECKING
):  # loaded where a paper is read: it brings all of cryptography, and few processes read papers
    from pypdf import PdfReader

FONT_FAMILY = "Noto Sans CJK JP"
FONT_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
REGISTRY = "@preview"


class NetworkForbidden(ValueError):
    """A template asked for a package of Typst's registry, which would go to the network."""


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """Where the fonts of the environment lie."""
    found: list[Path] = []
    for package in FONT_PACKAGES:
        with as_file(files(package)) as folder:
            found.append(Path(folder))
    return tuple(found)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()])


@lru_cache(maxsize=64)
def _refuse_network(folder: Path, newest: float) -> None:
    del newest  # part of the key: an edited template is read again
    for path in folder.glob("**/*.typ"):
        if REGISTRY in path.read_text(encoding="utf-8"):
            raise NetworkForbidden(
                f"{path.name} は外部のパッケージ（{REGISTRY}）を使っています。組み込みの機能で書き直してください。"
            )


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _compile(
    template: Path, data: Mapping[str, object], kind: Literal["pdf", "png"], ppi: float | None
) -> bytes | list[bytes]:
    folder = template.parent
    _refuse_network(folder, max(path.stat().st_mtime for path in folder.glob("**/*.typ")))
    made: object = typst.compile(
        template,
        root=folder,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=kind,
        ppi=ppi,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=_plain)},
    )
    if not isinstance(made, bytes | list):
        raise RuntimeError(f"{template.name} から帳票を作れませんでした。")
    return made


def render_pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """Make one PDF from a template file and its data (帳票を作る).

    Doing it again gives the same pages. Raises NetworkForbidden when the template, or a file beside it, names a
    package of Typst's registry, and typst.TypstError when the template is wrong.
    """
    made = _compile(template, data, "pdf", None)
    return made if isinstance(made, bytes) else b"".join(made)


def render_png(template: Path, data: Mapping[str, object], *, ppi: float = 144) -> list[bytes]:
    """Make one picture per page, for previews on the screen (帳票の見本)."""
    made = _compile(template, data, "png", ppi)
    return [made] if isinstance(made, bytes) else made


def read_pdf(pdf: bytes) -> PdfReader:
    """Read a paper that was made here. It is well formed, so its table of objects is believed and not tried out."""
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf), strict=True)


def merge(pdfs: Sequence[bytes | PdfReader]) -> bytes:
    """Put several papers into one file, in the order given, for one print run (帳票をまとめる).

    A paper that somebody has read already is not read again.
    """
    from pypdf import PdfWriter

    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(read_pdf(pdf) if isinstance(pdf, bytes) else pdf)
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """Count the pages, so that a print run can be checked against its orders (ページ数)."""
    return len(read_pdf(pdf).pages)
