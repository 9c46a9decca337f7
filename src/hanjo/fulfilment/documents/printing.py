"""Print papers for many orders in one run and count each order's pages (一括印刷).

Typst's memory grows with the document, so orders go through in chunks; the parts are merged in order. Every order
starts on a new page with a heading, which becomes a bookmark: the pages of an order are the pages up to the next
bookmark.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hanjo.ui.documents import merge, read_pdf, render_pdf

if TYPE_CHECKING:  # see hanjo.ui.documents
    from pypdf import PdfReader
    from pypdf.generic import Destination

TEMPLATES = Path(__file__).parent / "templates"
CHUNK = 50
AT_ONCE = min(2, os.cpu_count() or 1)  # each chunk in hand takes memory

T = TypeVar("T")


@dataclass(frozen=True)
class Printed:
    """One PDF for the printer; `pages[i]` is how many pages the i-th order took."""

    pdf: bytes
    pages: tuple[int, ...]

    @property
    def page_count(self) -> int:
        return sum(self.pages)


class PagesDoNotMatch(RuntimeError):
    """The run has not exactly one page-run per order; it must not be printed."""


def print_many(
    template: str, items: Sequence[T], data_for: Callable[[Sequence[T]], Mapping[str, object]]
) -> Printed:
    """Render a run in chunks and prove that every order has its pages (一括印刷).

    Refuses (PagesDoNotMatch) a run in which an order has no page of its own. No orders make an empty run.
    """
    parts: list[PdfReader] = []
    pages: list[int] = []
    pdf = b""
    chunks = [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
    with ThreadPoolExecutor(AT_ONCE) as pool:  # Typst works without holding Python up
        made = pool.map(lambda chunk: render_pdf(TEMPLATES / template, data_for(chunk)), chunks)
        for chunk, pdf in zip(chunks, made, strict=True):
            part = read_pdf(pdf)
            counted = _pages_per_order(part)
            if len(counted) != len(chunk) or min(counted) < 1:
                raise PagesDoNotMatch(
                    f"{len(chunk)}件の注文に対して{len(counted)}件分のページしかありません。"
                )
            parts.append(part)
            pages.extend(counted)
    if not parts:
        return Printed(b"", ())
    return Printed(pdf if len(parts) == 1 else merge(parts), tuple(pages))


def pages_per_order(pdf: bytes) -> list[int]:
    """How many pages lie between one bookmark and the next (注文ごとのページ数)."""
    return _pages_per_order(read_pdf(pdf))


def _pages_per_order(reader: PdfReader) -> list[int]:
    from pypdf.generic import Destination

    numbers = {
        page.indirect_reference.idnum: at for at, page in enumerate(reader.pages) if page.indirect_reference
    }
    starts = [_page(entry, numbers) for entry in reader.outline if isinstance(entry, Destination)]
    ends = [*starts[1:], len(reader.pages)]
    return [end - start for start, end in zip(starts, ends, strict=True)]


def _page(bookmark: Destination, numbers: Mapping[int, int]) -> int:
    return numbers[bookmark.page.idnum]  # type: ignore[union-attr]  # Typst's bookmarks always name their page
