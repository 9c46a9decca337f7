"""Who causes a change (操作者)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self


@dataclass(frozen=True)
class Actor:
    """A person or a part of the system, as it stands in logs: `staff:hana`, `channel:rakuten`, `system:worker`."""

    kind: Literal["staff", "system", "channel", "customer", "api"]
    name: str
    label: str = ""

    @classmethod
    def system(cls, name: str) -> Self:
        """A job, a schedule or a command line."""
        return cls("system", name)

    @classmethod
    def channel(cls, code: str) -> Self:
        """A mall or cart that told us something."""
        return cls("channel", code)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"
