"""The verbs of customers."""

from hanjo.customers.commands._session import SignedIn
from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.confirm_registration import confirm_registration
from hanjo.customers.commands.correct_points import correct_points
from hanjo.customers.commands.earn_points import earn_points
from hanjo.customers.commands.expire_points import expire_points
from hanjo.customers.commands.give_back_points import give_back_points
from hanjo.customers.commands.hold_points import hold_many_points, hold_points
from hanjo.customers.commands.promise_points import drop_promises, grant_points, promise_points
from hanjo.customers.commands.recognise import Known, recognise
from hanjo.customers.commands.register import register
from hanjo.customers.commands.release_points import lapse_point_holds, release_points
from hanjo.customers.commands.sell_balance import sell_balance
from hanjo.customers.commands.sign_in import NeedsSecondStep, sign_in
from hanjo.customers.commands.sign_out import sign_out
from hanjo.customers.commands.use_points import use_many_points, use_points
from hanjo.kernel.command import declare

declare("customers.look", "お客様を見る")

__all__ = [
    "Known",
    "NeedsSecondStep",
    "SignedIn",
    "caution",
    "confirm_registration",
    "correct_points",
    "drop_promises",
    "earn_points",
    "expire_points",
    "give_back_points",
    "grant_points",
    "hold_many_points",
    "hold_points",
    "lapse_point_holds",
    "promise_points",
    "recognise",
    "register",
    "release_points",
    "sell_balance",
    "sign_in",
    "sign_out",
    "use_many_points",
    "use_points",
]
