"""Words of the shop's look."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from hanjo.kernel.refusal import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Everything the staff decides about the look (デザイン)."""

    brand: str = "#23508f"
    ground: str = "#fbfaf7"
    radius: int = 10
    scale: str = "m"  # s, m, l
    width: str = "normal"  # normal, wide
    logo: str = ""  # a picture of ours, drawn anew
    extra: str = ""  # style sheet of the shop, as typed
    foot: str = ""  # HTML at the foot, as typed

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The look as it was kept."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


class BadLook(Refusal):
    """A look that could not be read, or that would reach outside."""

    code = "bad_look"
    message = "{why}"
