"""Verbs of the staff module, one file each."""

from hanjo.kernel.command import declare
from hanjo.staff.commands.answer_once import Answer, KeyReused, answer_once
from hanjo.staff.commands.change_password import change_password
from hanjo.staff.commands.change_staff import change_staff
from hanjo.staff.commands.confirm_second_step import confirm_second_step
from hanjo.staff.commands.confirm_totp import confirm_totp
from hanjo.staff.commands.create_staff import create_staff
from hanjo.staff.commands.disable_totp import disable_totp
from hanjo.staff.commands.end_session import end_session
from hanjo.staff.commands.enrol_totp import enrol_totp
from hanjo.staff.commands.forget_old import forget_old
from hanjo.staff.commands.issue_token import issue_token
from hanjo.staff.commands.make_starting_roles import make_starting_roles
from hanjo.staff.commands.note_session import note_session
from hanjo.staff.commands.reset_access import reset_access
from hanjo.staff.commands.revoke_token import revoke_token
from hanjo.staff.commands.set_access import set_access
from hanjo.staff.commands.set_columns import set_columns
from hanjo.staff.commands.set_keys import set_keys
from hanjo.staff.commands.set_preferences import set_preferences
from hanjo.staff.commands.set_role import set_role
from hanjo.staff.commands.sign_in import NeedsSecondStep, SignedIn, sign_in
from hanjo.staff.commands.sign_out import sign_out
from hanjo.staff.commands.touch_token import touch_token

declare("staff.look", "担当者と役割を見る")

__all__ = [
    "Answer",
    "KeyReused",
    "NeedsSecondStep",
    "SignedIn",
    "answer_once",
    "change_password",
    "change_staff",
    "confirm_second_step",
    "confirm_totp",
    "create_staff",
    "disable_totp",
    "end_session",
    "enrol_totp",
    "forget_old",
    "issue_token",
    "make_starting_roles",
    "note_session",
    "reset_access",
    "revoke_token",
    "set_access",
    "set_columns",
    "set_keys",
    "set_preferences",
    "set_role",
    "sign_in",
    "sign_out",
    "touch_token",
]
