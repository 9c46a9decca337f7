"""What became of the rows of a file, added up (取込の集計)."""

from __future__ import annotations

from decimal import Decimal
from itertools import compress

from hanjo.channels.terms import ROW_CLASSES, Understood


class Tally:
    """Rows and exact amounts by class. The classes add up to the rows, the amounts to the file's total."""

    def __init__(self) -> None:
        self._rows = [0] * len(ROW_CLASSES)
        self._amounts = [Decimal(0)] * len(ROW_CLASSES)

    def add(self, understood: Understood) -> None:
        """Count one document."""
        classes, amounts = understood.classes, understood.amounts
        for code in set(classes):
            count = classes.count(code)
            self._rows[code] += count
            if count == len(classes):
                self._amounts[code] += sum(amounts, Decimal(0))
            else:
                self._amounts[code] += sum(compress(amounts, map(code.__eq__, classes)), Decimal(0))

    @property
    def rows(self) -> int:
        """All rows seen."""
        return sum(self._rows)

    def rows_by_class(self) -> dict[str, int]:
        """Rows of each class."""
        return {str(word): count for word, count in zip(ROW_CLASSES, self._rows, strict=True)}

    def amounts_by_class(self) -> dict[str, str]:
        """The exact amount of each class, as text."""
        return {
            str(word): format(amount, "f") for word, amount in zip(ROW_CLASSES, self._amounts, strict=True)
        }

    @property
    def amount(self) -> Decimal:
        """The file's total."""
        return sum(self._amounts, Decimal(0))
