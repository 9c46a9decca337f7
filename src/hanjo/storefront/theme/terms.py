"""Words of the shop's look."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class Shelf(Word):
    """How goods stand in lists (商品の並べ方)."""

    AUTO = "", "幅に合わせる"
    TWO = "2", "2 列"
    THREE = "3", "3 列"
    FOUR = "4", "4 列"
    LIST = "list", "1 行に 1 点"


class Header(Word):
    """How the head of every page is laid out (ヘッダーの形)."""

    FIND = "", "検索を広く"
    CENTRE = "centre", "店名を中央に"
    SLIM = "slim", "1 段にまとめる"


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Everything the staff decides about the look (デザイン)."""

    brand: str = "#23508f"
    ground: str = "#fbfaf7"
    radius: int = 10
    scale: str = "m"  # s, m, l
    width: str = "normal"  # normal, wide
    shelf: str = ""  # a Shelf
    header: str = ""  # a Header
    front: tuple[int, ...] = ()  # parts of the first page in their order; nothing: the order they have
    logo: str = ""  # a picture of ours, drawn anew
    favicon: str = ""  # another one, square; without it the logo serves
    extra: str = ""  # style sheet of the shop, as typed
    foot: str = ""  # HTML at the foot, as typed

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The look as it was kept."""
        known = {one.name for one in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        return cls(**kept | {"front": tuple(kept.get("front", ()))})


class BadLook(Refusal):
    """A look that could not be read, or that would reach outside."""

    code = "bad_look"
    message = "{why}"
