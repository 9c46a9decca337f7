"""The verbs of support."""

from hanjo.kernel.command import declare
from hanjo.support.commands.answer_inquiry import answer_inquiry
from hanjo.support.commands.assign_inquiry import assign_inquiry
from hanjo.support.commands.close_inquiry import close_inquiry, close_quiet, forget_inquiries
from hanjo.support.commands.note_inquiry import note_inquiry
from hanjo.support.commands.pull_inquiries import Taken, pull_inquiries
from hanjo.support.commands.save_template import remove_template, save_template, set_support
from hanjo.support.commands.send_answers import send_answers
from hanjo.support.commands.take_inquiry import Asked, take_inquiry

declare("support.look", "お問い合わせを見る")

__all__ = [
    "Asked",
    "Taken",
    "answer_inquiry",
    "assign_inquiry",
    "close_inquiry",
    "close_quiet",
    "forget_inquiries",
    "note_inquiry",
    "pull_inquiries",
    "remove_template",
    "save_template",
    "send_answers",
    "set_support",
    "take_inquiry",
]
