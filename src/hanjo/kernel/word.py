"""Words of the trade with their Japanese label, free of Django."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from hanjo.kernel.speech import say


class Word(StrEnum):
    """A closed list of words: the value is stored, the label is shown.

    `class TaxClass(Word): STANDARD = "standard", "標準税率"`
    """

    _label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word._label = label or value
        return word

    @property
    def label(self) -> str:
        """The word that people see, in their language."""
        return say(self._label)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label pairs for forms and model fields."""
        return [(word.value, word._label) for word in cls]
