"""Every verb from every state: it leads where the life of the thing says, or it is refused."""

from __future__ import annotations

import pytest

from hanjo.fulfilment.terms import INSTRUCTION_MOVES, InstructionState
from hanjo.kernel.moves import Moves, NotAllowedNow
from hanjo.kernel.word import Word
from hanjo.orders.terms import ORDER_MOVES, OrderState

ORDER = {
    ("taken", "confirm"): "confirmed",
    ("taken", "cancel"): "cancelled",
    ("confirmed", "reopen"): "taken",
    ("confirmed", "complete"): "completed",
    ("confirmed", "cancel"): "cancelled",
    ("cancelled", "restore"): "taken",
}
INSTRUCTION = {
    ("instructed", "print"): "printed",
    ("instructed", "verify"): "verified",
    ("instructed", "dispatch"): "dispatched",
    ("instructed", "cancel"): "cancelled",
    ("printed", "print"): "printed",
    ("printed", "verify"): "verified",
    ("printed", "dispatch"): "dispatched",
    ("printed", "cancel"): "cancelled",
    ("verified", "unverify"): "printed",
    ("verified", "dispatch"): "dispatched",
    ("verified", "cancel"): "cancelled",
}
LIVES = [(ORDER_MOVES, OrderState, ORDER), (INSTRUCTION_MOVES, InstructionState, INSTRUCTION)]


@pytest.mark.parametrize(("moves", "states", "life"), LIVES, ids=["order", "instruction"])
def test_every_verb_from_every_state_leads_where_it_should_or_is_refused(
    moves: Moves[Word], states: type[Word], life: dict[tuple[str, str], str]
) -> None:
    assert {verb for _, verb in life} == set(moves.table)
    for state in states:
        for verb in moves.table:
            wanted = life.get((state.value, verb))
            assert moves.allowed(verb, state) == (wanted is not None), (state, verb)
            if wanted is not None:
                assert moves.target(verb, state) == wanted
            else:
                with pytest.raises(NotAllowedNow, match=state.label):
                    moves.target(verb, state)


@pytest.mark.parametrize(("moves", "states", "life"), LIVES, ids=["order", "instruction"])
def test_every_state_is_reached_from_the_first(
    moves: Moves[Word], states: type[Word], life: dict[tuple[str, str], str]
) -> None:
    reached = {next(iter(states)).value}
    while more := {to for (start, _), to in life.items() if start in reached} - reached:
        reached |= more
    assert reached == {state.value for state in states}
