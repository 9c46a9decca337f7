"""Tables of customers."""

from hanjo.customers.models.customer import Customer
from hanjo.customers.models.member import Address, Member, MemberSession, Rank
from hanjo.customers.models.points import PointEntry, PointHold, PointHoldPart, PointLot, PointPromise
from hanjo.customers.models.sign_in import MemberToken, Passkey, PasskeyChallenge, Signal, SignInAttempt

__all__ = [
    "Address",
    "Customer",
    "Member",
    "MemberSession",
    "MemberToken",
    "Passkey",
    "PasskeyChallenge",
    "PointEntry",
    "PointHold",
    "PointHoldPart",
    "PointLot",
    "PointPromise",
    "Rank",
    "SignInAttempt",
    "Signal",
]
