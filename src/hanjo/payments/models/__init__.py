"""Tables of payments: what is booked, and the money of the own shop's checkouts."""

from hanjo.payments.models.booked import BankLine, Payment, PayRule
from hanjo.payments.models.intent import Errand, Intent, IntentEvent, IntentShare, Mismatch, ProviderAccount

__all__ = [
    "BankLine",
    "Errand",
    "Intent",
    "IntentEvent",
    "IntentShare",
    "Mismatch",
    "PayRule",
    "Payment",
    "ProviderAccount",
]
