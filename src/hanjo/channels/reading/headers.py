"""Column names, found however they are spelled (列名).

Malls let shops choose columns, add columns without notice and differ in width, brackets and 送り仮名: names are
compared in one folded spelling and never by position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_FOLD = str.maketrans({"[": "(", "]": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "\ufeff": None})
_DROPPED = re.compile(r"[\s\"'\0]+")
_EXCEL_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)


def fold(name: str) -> str:
    """One spelling of a column name: 「お支払い方法（名称）」 and 「お支払方法(名称)」 are the same column."""
    name = _EXCEL_TEXT.sub(r"\1", name)
    folded = unicodedata.normalize("NFKC", name).translate(_FOLD)
    return _DROPPED.sub("", folded).replace("支払い", "支払").casefold()


class Headers(Sequence[str]):
    """The header row: its names as written, and where each is.

    A name that occurs twice (EC-CUBE's 送料) is found as `at("送料")` and `at("送料", 2)`.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self._places: dict[str, list[int]] = {}
        self._asked: dict[tuple[str, int], int | None] = {}
        for index, name in enumerate(self.names):
            key = fold(name)
            if key:
                self._places.setdefault(key, []).append(index)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # both overloads of a tuple's item
        return self.names[index]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.at(name) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self.names == other.names

    def __hash__(self) -> int:
        return hash(self.names)

    def __repr__(self) -> str:
        return f"Headers({list(self.names)!r})"

    def at(self, name: str, occurrence: int = 1) -> int | None:
        """The position of a column, or None."""
        asked = (name, occurrence)
        if asked not in self._asked:
            places = self._places.get(fold(name), ())
            self._asked[asked] = places[occurrence - 1] if occurrence <= len(places) else None
        return self._asked[asked]

    def first(self, *names: str) -> int | None:
        """The position of the first of several spellings that is there."""
        return next((place for name in names if (place := self.at(name)) is not None), None)

    def count(self, value: object) -> int:
        """How often a name occurs."""
        return len(self._places.get(fold(value), ())) if isinstance(value, str) else 0

    def share(self, names: Iterable[str]) -> float:
        """The part of the given names that this header has, 0 to 1."""
        wanted = [fold(name) for name in names]
        return sum(name in self._places for name in wanted) / len(wanted) if wanted else 0.0

    def known(self, names: Iterable[str]) -> float:
        """The part of this header's columns that the given names explain, 0 to 1."""
        wanted = {fold(name) for name in names}
        return sum(key in wanted for key in self._places) / len(self._places) if self._places else 0.0


def as_headers(headers: Sequence[str]) -> Headers:
    """A plain list of names as headers."""
    return headers if isinstance(headers, Headers) else Headers(headers)
