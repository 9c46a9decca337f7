"""Reads of payments: what is booked, and the own shop's intents."""

from hanjo.payments.queries.booked import (
    Rules,
    meaning,
    open_bank_lines,
    pay_rules,
    payments_of,
    waiting,
)
from hanjo.payments.queries.intents import (
    IntentRow,
    intent_of,
    intents_of_order,
    methods_for_shop,
    next_of,
    open_mismatches,
    own_account,
)

__all__ = [
    "IntentRow",
    "Rules",
    "intent_of",
    "intents_of_order",
    "meaning",
    "methods_for_shop",
    "next_of",
    "open_bank_lines",
    "open_mismatches",
    "own_account",
    "pay_rules",
    "payments_of",
    "waiting",
]
