"""What goes wrong, and how often: a script that can be played again."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field, fields
from typing import Any, Self


@dataclass(kw_only=True)
class Scenario:
    """The troubles of a run. Counters count down; the same seed throws the same dice."""

    seed: int = 1
    duplicate_hooks: float = 0.0  # probability that a webhook comes twice
    shuffle_hooks: bool = False  # webhooks of one moment come in any order
    hook_delay: float = 0.0  # seconds
    drop_hooks: bool = False  # none comes at all
    answer_delay: float = 0.0  # seconds
    refuse_next: int = 0  # so many calls are answered with 503, nothing is done
    lose_next: int = 0  # so many writing calls are done, their answer is lost
    dice: random.Random = field(init=False, repr=False)
    lock: threading.Lock = field(init=False, repr=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Read a scenario from a file; unknown words are refused."""
        known = {one.name for one in fields(cls) if one.init}
        unknown = set(values) - known
        if unknown:
            raise ValueError(f"unknown in a scenario: {', '.join(sorted(unknown))}")
        return cls(**values)

    def take(self, counter: str) -> bool:
        """Use up one of a counter; False when it is empty."""
        with self.lock:
            left: int = getattr(self, counter)
            setattr(self, counter, max(left - 1, 0))
            return left > 0

    def happens(self, chance: float) -> bool:
        """Throw the dice."""
        with self.lock:
            return self.dice.random() < chance
