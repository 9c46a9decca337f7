"""Between the address book, which keeps a name as one, and forms, which ask for it in two (お届け先)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hanjo.channels.reading.address import PREFECTURES
from hanjo.customers.models import Address
from hanjo.customers.terms import Place
from hanjo.kernel.speech import say
from hanjo.kernel.text import digits, narrow, tidy
from hanjo.storefront.rules import Receiver
from hanjo.storefront.rules.entry import receiver_of

NEEDED = {
    "family": "姓を入力してください。",
    "given": "名を入力してください。",
    "city": "市区町村を入力してください。",
    "street": "町名・番地を入力してください。",
}


def typed_place(sent: Mapping[str, str], mark: str = "r") -> tuple[Receiver, dict[str, str]]:
    """A place as it was typed, understood generously, with what must be mended by field."""
    plain = {name: tidy(sent.get(f"{mark}_{name}", ""))[:160] for name in FIELDS}
    who = replace(
        receiver_of(plain),
        postal=digits(sent.get(f"{mark}_postal", ""))[:7],
        phone=narrow(sent.get(f"{mark}_phone", ""))[:20],
    )
    errors = {f"{mark}_{name}": say(text) for name, text in NEEDED.items() if not plain[name]}
    if len(who.postal) != 7:
        errors[f"{mark}_postal"] = say("郵便番号は 7 桁の数字で入力してください（例: 650-0001）。")
    if who.prefecture not in PREFECTURES:
        errors[f"{mark}_prefecture"] = say("都道府県を選んでください。")
    if not 10 <= len(digits(who.phone)) <= 11:
        errors[f"{mark}_phone"] = say("電話番号は 10 桁か 11 桁で入力してください。配達のご連絡に使います。")
    return who, errors


FIELDS = ("family", "given", "company", "prefecture", "city", "street", "building")


def receiver_of_address(kept: Address) -> Receiver:
    """A kept place as a form shows it."""
    family, _, given = kept.name.partition(" ")
    return Receiver(
        family=family,
        given=given,
        company=kept.company,
        postal=digits(kept.postal),
        prefecture=kept.prefecture,
        city=kept.city,
        street=kept.street,
        building=kept.building,
        phone=kept.phone,
    )


def place_of(who: Receiver, *, label: str = "") -> Place:
    """What was typed as the address book keeps it."""
    return Place(
        label=label,
        name=who.name,
        company=who.company,
        postal=who.postal,
        prefecture=who.prefecture,
        city=who.city,
        street=who.street,
        building=who.building,
        phone=who.phone,
    )
