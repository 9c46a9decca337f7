"""The verbs of customers."""

from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.recognise import Known, recognise

__all__ = ["Known", "caution", "recognise"]
