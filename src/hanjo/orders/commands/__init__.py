"""The verbs of orders."""

from hanjo.kernel.command import declare
from hanjo.orders.commands.apply_fix import apply_fix
from hanjo.orders.commands.cancel import cancel, restore
from hanjo.orders.commands.cancel_lines import cancel_lines
from hanjo.orders.commands.change import CHANGEABLE, change
from hanjo.orders.commands.change_lines import LineChange, change_lines
from hanjo.orders.commands.close_return import close_return
from hanjo.orders.commands.configure import note_services, save_check, turn_day
from hanjo.orders.commands.drop_check import drop_check
from hanjo.orders.commands.forget_return_photos import forget_return_photos
from hanjo.orders.commands.issue_receipt import ReceiptWish, hand_out, issue_receipt
from hanjo.orders.commands.issue_return_invoice import issue_return_invoice
from hanjo.orders.commands.lift import hold, lift, resume, unlift
from hanjo.orders.commands.map_code import map_code
from hanjo.orders.commands.merge import merge, unmerge
from hanjo.orders.commands.note_mails import note_mails
from hanjo.orders.commands.note_money import note_money
from hanjo.orders.commands.note_parcels import ParcelNote, note_parcels
from hanjo.orders.commands.place import place
from hanjo.orders.commands.receive_return import receive_return
from hanjo.orders.commands.recheck import recheck
from hanjo.orders.commands.reckon_due import reckon_due, save_promises
from hanjo.orders.commands.refund_return import (
    decide_refund,
    note_refund_trouble,
    note_refunded,
    redirect_refund,
    refund_yen,
)
from hanjo.orders.commands.request_return import answer_return, request_return
from hanjo.orders.commands.revise import Revision, revise
from hanjo.orders.commands.save_fast_words import save_fast_words
from hanjo.orders.commands.save_pickup import save_pickup
from hanjo.orders.commands.split import split, split_by_temperature
from hanjo.orders.commands.undo import undo

declare("orders.look", "受注を見る")

__all__ = [
    "CHANGEABLE",
    "LineChange",
    "ParcelNote",
    "ReceiptWish",
    "Revision",
    "answer_return",
    "apply_fix",
    "cancel",
    "cancel_lines",
    "change",
    "change_lines",
    "close_return",
    "decide_refund",
    "drop_check",
    "forget_return_photos",
    "hand_out",
    "hold",
    "issue_receipt",
    "issue_return_invoice",
    "lift",
    "map_code",
    "merge",
    "note_mails",
    "note_money",
    "note_parcels",
    "note_refund_trouble",
    "note_refunded",
    "note_services",
    "place",
    "receive_return",
    "recheck",
    "reckon_due",
    "redirect_refund",
    "refund_yen",
    "request_return",
    "restore",
    "resume",
    "revise",
    "save_check",
    "save_fast_words",
    "save_pickup",
    "save_promises",
    "split",
    "split_by_temperature",
    "turn_day",
    "undo",
    "unlift",
    "unmerge",
]
