"""What a checkout knows of a member before they type: nothing is asked twice (会員の購入手続き)."""

from __future__ import annotations

from dataclasses import replace

from hanjo.customers.models import Address, Member
from hanjo.storefront.models import Checkout
from hanjo.storefront.rules import Entry, Receiver
from hanjo.storefront.terms import CheckoutState
from hanjo.storefront.web.places import receiver_of_address

_WHERE = ("family", "given", "company", "postal", "prefecture", "city", "street", "building", "phone")


def first_entry(member: Member | None) -> Entry:
    """The empty form, for a member with what they typed last time; else their own usual address (前回の入力)."""
    if member is None:
        return Entry()
    usual = Address.objects.filter(member=member).order_by("-is_default", "id").first()
    last = (
        Checkout.objects.filter(customer_id=member.customer_id, state=CheckoutState.PLACED)
        .order_by("-pk")
        .first()
    )
    before = Entry.from_json(last.form) if last else Entry()
    family, _, given = member.name.partition(" ")
    own = receiver_of_address(usual) if usual and usual.name == member.name else None
    known = Receiver(family=family, given=given, company=member.company, phone=member.phone)
    buyer = before.buyer if before.buyer.family else own or known
    return Entry(email=member.email, buyer=buyer, method=before.method, receipt_name=before.receipt_name)


def book_of(member: Member | None) -> list[Address]:
    """The places a member may choose from."""
    return list(Address.objects.filter(member=member)[:20]) if member else []


def chosen(entry: Entry, word: str, member: Member | None, points: int) -> Entry | None:
    """Do what a member's button asks: put a place of the book in, or use all points; None for any other button.

    `book:12:0` puts place 12 at receiver 0, `book:12:b` at the buyer. A place of somebody else is left alone.
    """
    kind, _, rest = word.partition(":")
    if kind == "points":
        return replace(entry, points=points)
    if kind != "book" or member is None:
        return None
    number, _, where = rest.partition(":")
    place = Address.objects.filter(member=member, pk=int(number)).first() if number.isdecimal() else None
    if place is None:
        return entry
    told = {name: getattr(receiver_of_address(place), name) for name in _WHERE}
    if where == "b":
        return replace(entry, buyer=replace(entry.buyer, **told))
    at = int(where) if where.isdecimal() and int(where) < len(entry.receivers) else 0
    receivers = list(entry.receivers)
    receivers[at] = replace(receivers[at], **told)
    way = "other" if entry.to == "self" else entry.to
    return replace(entry, receivers=tuple(receivers), to=way)
