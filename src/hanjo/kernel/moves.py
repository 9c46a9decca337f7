"""A life as a table: which verb leads from which states to which (状態遷移)."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Generic, TypeVar

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word

S = TypeVar("S", bound=Word)


class NotAllowedNow(Refusal):
    """The table of moves has no such step from where the thing is."""

    code = "not_allowed_now"
    message = "いまの状態（{state}）では「{verb}」はできません。"


class Moves(Generic[S]):
    """The whole life of a thing on one page: verb → (from these states, to this one)."""

    def __init__(self, table: Mapping[str, tuple[Set[S], S]]) -> None:
        self.table = dict(table)

    def allowed(self, verb: str, state: S) -> bool:
        """Whether the verb may be done from this state."""
        return state in self.table[verb][0]

    def target(self, verb: str, state: S, *, label: str = "") -> S:
        """The state the verb leads to; refuses with NotAllowedNow from any other state."""
        sources, target = self.table[verb]
        if state not in sources:
            raise NotAllowedNow(state=state.label, verb=label or verb)
        return target
