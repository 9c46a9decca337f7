"""Customers (お客様): one person across shops, recognised by what they left with each order.

Owns: Customer.
Promises: the same person is one row, however many malls they came by; nothing is guessed from a name alone.
Start reading at: commands/recognise.py
"""
