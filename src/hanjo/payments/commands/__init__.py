"""The verbs of payments."""

from hanjo.kernel.command import declare
from hanjo.payments.commands.attach_orders import attach_orders
from hanjo.payments.commands.authorise import authorise
from hanjo.payments.commands.capture import capture
from hanjo.payments.commands.compare import compare, settle_mismatch
from hanjo.payments.commands.drop_orders import drop_orders
from hanjo.payments.commands.expire_intents import expire_intents, remind
from hanjo.payments.commands.match_line import match_line
from hanjo.payments.commands.note_told import Told, note_told, note_told_later
from hanjo.payments.commands.open_intent import open_intent
from hanjo.payments.commands.pay_back import pay_back
from hanjo.payments.commands.read_bank_file import BankRead, read_bank_file
from hanjo.payments.commands.receive_money import receive_money
from hanjo.payments.commands.receive_webhook import apply_event, receive_webhook
from hanjo.payments.commands.refresh_intent import refresh_intent
from hanjo.payments.commands.refund import refund
from hanjo.payments.commands.run_errand import run_errand
from hanjo.payments.commands.save_account import save_account
from hanjo.payments.commands.save_own import save_own
from hanjo.payments.commands.save_pay_rule import save_pay_rule
from hanjo.payments.commands.start_intent import start_intent
from hanjo.payments.commands.try_account import try_account
from hanjo.payments.commands.void import void

declare("payments.look", "入金を見る")

__all__ = [
    "BankRead",
    "Told",
    "apply_event",
    "attach_orders",
    "authorise",
    "capture",
    "compare",
    "drop_orders",
    "expire_intents",
    "match_line",
    "note_told",
    "note_told_later",
    "open_intent",
    "pay_back",
    "read_bank_file",
    "receive_money",
    "receive_webhook",
    "refresh_intent",
    "refund",
    "remind",
    "run_errand",
    "save_account",
    "save_own",
    "save_pay_rule",
    "settle_mismatch",
    "start_intent",
    "try_account",
    "void",
]
