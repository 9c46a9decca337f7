"""The verbs of customers."""

from hanjo.customers.commands._session import SignedIn
from hanjo.customers.commands.caution import caution
from hanjo.customers.commands.confirm_registration import confirm_registration
from hanjo.customers.commands.recognise import Known, recognise
from hanjo.customers.commands.register import register
from hanjo.customers.commands.sign_in import NeedsSecondStep, sign_in
from hanjo.customers.commands.sign_out import sign_out
from hanjo.kernel.command import declare

declare("customers.look", "お客様を見る")

__all__ = [
    "Known",
    "NeedsSecondStep",
    "SignedIn",
    "caution",
    "confirm_registration",
    "recognise",
    "register",
    "sign_in",
    "sign_out",
]
