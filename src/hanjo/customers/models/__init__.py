"""Tables of customers."""

from hanjo.customers.models.consent import ConsentEvent, LastAd, Suppression, Wording
from hanjo.customers.models.customer import Customer
from hanjo.customers.models.member import Address, Member, MemberSession, Rank
from hanjo.customers.models.points import PointEntry, PointHold, PointHoldPart, PointLot, PointPromise
from hanjo.customers.models.sign_in import MemberToken, Passkey, PasskeyChallenge, Signal, SignInAttempt
from hanjo.customers.models.wishes import Favourite, RestockWish

__all__ = [
    "Address",
    "ConsentEvent",
    "Customer",
    "Favourite",
    "LastAd",
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
    "RestockWish",
    "SignInAttempt",
    "Signal",
    "Suppression",
    "Wording",
]
