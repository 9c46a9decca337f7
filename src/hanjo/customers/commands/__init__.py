"""The verbs of customers."""

from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.recognise import recognise

__all__ = ["caution", "recognise"]
