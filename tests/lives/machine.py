"""A state machine over the database: each history in its own savepoint, rolled back at its end."""

from __future__ import annotations

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine


class Machine(RuleBasedStateMachine):
    """Begins with the database as the test found it, and leaves it so."""

    def __init__(self) -> None:
        super().__init__()
        self._history = transaction.atomic()
        self._history.__enter__()

    def at_the_end(self) -> None:
        """What must hold when nothing more happens."""

    def teardown(self) -> None:
        try:
            if getattr(self, "ready", False):
                self.at_the_end()
        finally:
            transaction.set_rollback(True)
            self._history.__exit__(None, None, None)
