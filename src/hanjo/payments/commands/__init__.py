"""The verbs of payments."""

from hanjo.kernel.command import declare
from hanjo.payments.commands.attach_orders import attach_orders
from hanjo.payments.commands.authorise import authorise
from hanjo.payments.commands.match_line import match_line
from hanjo.payments.commands.note_told import Told, note_told
from hanjo.payments.commands.open_intent import open_intent
from hanjo.payments.commands.read_bank_file import BankRead, read_bank_file
from hanjo.payments.commands.receive_money import receive_money
from hanjo.payments.commands.refund import refund
from hanjo.payments.commands.save_pay_rule import save_pay_rule
from hanjo.payments.commands.start_intent import start_intent

declare("payments.look", "入金を見る")

__all__ = [
    "BankRead",
    "Told",
    "attach_orders",
    "authorise",
    "match_line",
    "note_told",
    "open_intent",
    "read_bank_file",
    "receive_money",
    "refund",
    "save_pay_rule",
    "start_intent",
]
