"""Facts: what happened, told upwards as plain values (事実)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened: ids, numbers and dates only, past tense, grown by fields with defaults."""

    @classmethod
    def kind(cls) -> str:
        """The name under which the fact travels."""
        return cls.__name__

    def to_dict(self) -> dict[str, Any]:
        """Plain values for the journey."""
        return dict(vars(self))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A fact as it arrived; fields that an older sender did not know keep their defaults."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in values.items() if key in known})
