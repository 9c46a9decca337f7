"""Payments (入金): what money is expected, authorised, received and paid back. Never a card number.

Owns: PayRule, Payment, BankLine.
Promises: an order's money state is the sum of its payments; the same bank line never pays twice.
Start reading at: commands/note_money.py
"""
