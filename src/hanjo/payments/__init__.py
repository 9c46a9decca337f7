"""Payments (入金): what money is expected, authorised, received and paid back. Never a card number.

Owns: PayRule, Payment, BankLine; ProviderAccount, Intent, IntentShare, IntentEvent, Errand, Mismatch.
Promises: an order's money state is the sum of its payments; the same bank line never pays twice; whatever a payment
company says, twice or out of order, is booked once; nobody is asked anything inside a transaction.
Start reading at: terms.py (INTENT_MOVES), commands/open_intent.py, commands/_apply.py, providers/terms.py
"""
