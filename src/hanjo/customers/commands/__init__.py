"""The verbs of customers."""

from hanjo.customers.commands._session import SignedIn
from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.change_mail import ask_mail, change_mail
from hanjo.customers.commands.change_password import ask_reset, change_password, reset_password
from hanjo.customers.commands.confirm_registration import confirm_registration
from hanjo.customers.commands.confirm_second_step import confirm_second_step
from hanjo.customers.commands.correct_points import correct_points
from hanjo.customers.commands.earn_points import earn_points
from hanjo.customers.commands.end_sessions import end_sessions, prove_again, see_session
from hanjo.customers.commands.erase_customer import erase_customer
from hanjo.customers.commands.expire_points import expire_points
from hanjo.customers.commands.export_member import export_member
from hanjo.customers.commands.forget_old import forget_old
from hanjo.customers.commands.give_back_points import give_back_points
from hanjo.customers.commands.hold_points import hold_many_points, hold_points
from hanjo.customers.commands.leave import leave
from hanjo.customers.commands.note_consents import (
    import_consents,
    note_ads_sent,
    note_consents,
    suppress,
    unsubscribe,
)
from hanjo.customers.commands.passkeys import (
    Asked,
    add_passkey,
    ask_passkey,
    begin_passkey,
    drop_passkey,
    sign_in_by_passkey,
)
from hanjo.customers.commands.promise_points import drop_promises, grant_points, promise_points
from hanjo.customers.commands.purge_consents import purge_consents
from hanjo.customers.commands.ranks import rerank, save_ranks
from hanjo.customers.commands.recognise import Known, recognise
from hanjo.customers.commands.register import register
from hanjo.customers.commands.release_points import lapse_point_holds, release_points
from hanjo.customers.commands.save_address import change_profile, drop_address, save_address
from hanjo.customers.commands.second_step import confirm_totp, disable_totp, enrol_totp
from hanjo.customers.commands.sell_balance import sell_balance
from hanjo.customers.commands.sign_in import NeedsSecondStep, sign_in
from hanjo.customers.commands.sign_out import sign_out
from hanjo.customers.commands.stop_member import confirm_by_hand, resume_member, stop_member
from hanjo.customers.commands.take_back_points import take_back_points
from hanjo.customers.commands.use_points import use_many_points, use_points
from hanjo.customers.commands.wishes import drop_restock, note_restock_told, set_favourite, wish_restock
from hanjo.kernel.command import declare

declare("customers.look", "お客様を見る")

__all__ = [
    "Asked",
    "Known",
    "NeedsSecondStep",
    "SignedIn",
    "add_passkey",
    "ask_mail",
    "ask_passkey",
    "ask_reset",
    "begin_passkey",
    "caution",
    "change_mail",
    "change_password",
    "change_profile",
    "confirm_by_hand",
    "confirm_registration",
    "confirm_second_step",
    "confirm_totp",
    "correct_points",
    "disable_totp",
    "drop_address",
    "drop_passkey",
    "drop_promises",
    "drop_restock",
    "earn_points",
    "end_sessions",
    "enrol_totp",
    "erase_customer",
    "expire_points",
    "export_member",
    "forget_old",
    "give_back_points",
    "grant_points",
    "hold_many_points",
    "hold_points",
    "import_consents",
    "lapse_point_holds",
    "leave",
    "note_ads_sent",
    "note_consents",
    "note_restock_told",
    "promise_points",
    "prove_again",
    "purge_consents",
    "recognise",
    "register",
    "release_points",
    "rerank",
    "reset_password",
    "resume_member",
    "save_address",
    "save_ranks",
    "see_session",
    "sell_balance",
    "set_favourite",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
    "stop_member",
    "suppress",
    "take_back_points",
    "unsubscribe",
    "use_many_points",
    "use_points",
    "wish_restock",
]
