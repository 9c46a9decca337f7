"""What a buyer types into the checkout: understood generously, refused with a sentence under the field (入力の確認)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hanjo.channels.reading.address import PREFECTURES
from hanjo.kernel.text import digits, narrow, tidy
from hanjo.storefront.rules import Entry, Receiver
from hanjo.storefront.rules.delivery import Promise
from hanjo.storefront.words import METHODS, NOSHI, NOSHI_KNOTS, NOSHI_PURPOSES, WINDOWS

Errors = dict[str, str]
_MAIL = re.compile(r"[^@\s,;<>\"']{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")
LONGEST = {
    "family": 60, "given": 60, "company": 100, "city": 100, "street": 200, "building": 200, "message": 300,
    "noshi_name": 60,
}  # fmt: skip


def entry_of(sent: Mapping[str, str]) -> tuple[Entry, Errors]:
    """Everything typed, cleaned, with what must be mended by field name."""
    errors: Errors = {}
    email = narrow(sent.get("email", "")).strip()
    if not email:
        errors["email"] = "メールアドレスを入力してください。"
    elif not _MAIL.fullmatch(email) or len(email) > 254:
        errors["email"] = "メールアドレスの形が正しくありません（例: hanako@example.jp）。"
    buyer = _receiver(sent, "b", errors)
    to = sent.get("to", "self")
    to = to if to in ("self", "other") else "self"
    receiver = _receiver(sent, "r", errors) if to == "other" else Receiver()
    receiver = _wishes(sent, receiver)
    method = sent.get("method", "")
    if method not in METHODS:
        errors["method"], method = "お支払い方法を選んでください。", ""
    return (
        Entry(
            email=email[:254],
            buyer=buyer,
            to=to,
            receivers=(receiver,),
            method=method,
            remarks=sent.get("remarks", "").strip()[:1000],
            receipt_name=tidy(sent.get("receipt_name", ""))[:60],
            points=int(sent.get("points", "0")) if sent.get("points", "0").isdecimal() else 0,
            wants_mail=sent.get("wants_mail") == "1",
            is_adult=sent.get("is_adult") == "1",
        ),
        errors,
    )


def _receiver(sent: Mapping[str, str], mark: str, errors: Errors) -> Receiver:
    def text(name: str) -> str:
        return tidy(sent.get(f"{mark}_{name}", ""))[: LONGEST.get(name, 100)]

    made = Receiver(
        family=text("family"),
        given=text("given"),
        company=text("company"),
        postal=digits(sent.get(f"{mark}_postal", ""))[:7],
        prefecture=text("prefecture"),
        city=text("city"),
        street=text("street"),
        building=text("building"),
        phone=narrow(sent.get(f"{mark}_phone", "")).strip()[:20],
    )
    for name, sentence in (
        ("family", "姓を入力してください。"),
        ("given", "名を入力してください。"),
        ("city", "市区町村を入力してください。"),
        ("street", "町名・番地を入力してください。"),
    ):
        if not getattr(made, name):
            errors[f"{mark}_{name}"] = sentence
    if len(made.postal) != 7:
        errors[f"{mark}_postal"] = "郵便番号は 7 桁の数字で入力してください（例: 650-0001）。"
    if made.prefecture not in PREFECTURES:
        errors[f"{mark}_prefecture"] = "都道府県を選んでください。"
    if not 10 <= len(digits(made.phone)) <= 11:
        errors[f"{mark}_phone"] = "電話番号は 10 桁か 11 桁で入力してください。配達のご連絡に使います。"
    return made


def _wishes(sent: Mapping[str, str], receiver: Receiver) -> Receiver:
    wanted = sent.get("wanted_on", "")
    return replace(
        receiver,
        wanted_on=wanted if _is_day(wanted) else "",
        window=sent.get("window", "") if sent.get("window", "") in WINDOWS else "",
        noshi=sent.get("noshi", "") if sent.get("noshi", "") in NOSHI else "",
        noshi_purpose=sent.get("noshi_purpose", "")
        if sent.get("noshi_purpose", "") in NOSHI_PURPOSES
        else "",
        noshi_knot=sent.get("noshi_knot", "") if sent.get("noshi_knot", "") in NOSHI_KNOTS else "",
        noshi_name=tidy(sent.get("noshi_name", ""))[:60],
        wrapping=sent.get("wrapping", "")[:40],
        message=sent.get("message", "").strip()[:300],
        no_prices=sent.get("no_prices") == "1",
    )


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_day(entry: Entry, promises: tuple[Promise, ...], errors: Errors) -> None:
    """A wished day must be one that was offered; it may have passed while the form lay open."""
    for stop, due in zip(entry.stops, promises, strict=True):
        if stop.wanted_day and stop.wanted_day not in due.days:
            errors["wanted_on"] = "このお届け希望日は選べなくなりました。選び直してください。"
