"""People for tests of customers: all made up."""

from __future__ import annotations

from hanjo.catalogue import commands as catalogue
from hanjo.catalogue.queries import cards
from hanjo.catalogue.terms import ProductRow, SkuCard
from hanjo.customers import commands as customers
from hanjo.customers.commands import SignedIn
from hanjo.customers.models import Member
from hanjo.customers.terms import Letter
from hanjo.kernel.actor import Actor

PASSWORD = "umi-to-yama-2026"
HOME = "203.0.113.7"


def registered(email: str = "mio@example.jp", *, name: str = "見本 みお", address: str = HOME) -> Letter:
    """A registration that waits for its confirmation."""
    letter = customers.register(email, PASSWORD, name=name, address=address)
    assert isinstance(letter, Letter)
    return letter


def member(email: str = "mio@example.jp", *, name: str = "見本 みお", address: str = HOME) -> Member:
    """A member with a confirmed mail address."""
    return customers.confirm_registration(registered(email, name=name, address=address).token)


def signed_in(email: str = "mio@example.jp", *, address: str = HOME, device: str = "d1") -> SignedIn:
    """An open session."""
    answer = customers.sign_in(email, PASSWORD, address=address, agent="Test/1.0", device=device)
    assert isinstance(answer, SignedIn)
    return answer


def product(code: str) -> SkuCard:
    """A product of one SKU."""
    row = ProductRow(sku_code=code, name=f"商品 {code}", price_yen=1000, weight_g=300)
    catalogue.save_products([row], by=Actor.system("test"))
    return cards([code])[code]
