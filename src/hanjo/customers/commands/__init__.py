"""The verbs of customers."""

from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.recognise import Known, recognise
from hanjo.kernel.command import declare

declare("customers.look", "お客様を見る")

__all__ = ["Known", "caution", "recognise"]
