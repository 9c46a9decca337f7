"""What is missing or cannot be in what a buyer has typed, by field, as sentences (入力の検査)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanjo.channels.reading.address import PREFECTURES
from hanjo.kernel.speech import say
from hanjo.kernel.text import digits
from hanjo.storefront.regulated.rules import wrong_with_age
from hanjo.storefront.rules import noshi
from hanjo.storefront.rules.delivery import Promise
from hanjo.storefront.rules.entry import Entry, Receiver

Faults = dict[str, str]
_MAIL = re.compile(r"[^@\s,;<>\"']{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """One line of the cart: how many pieces must find a receiver, and whom it may be sold to."""

    sku_id: int
    name: str
    quantity: int
    least_age: int = 0
    youth_most: int = 0  # pieces for buyers below 18; 0: no limit


def mark_of(place: int) -> str:
    """How the fields of a receiver begin: r, r2, r3 … (届け先の欄)."""
    return "r" if place == 0 else f"r{place + 1}"


def wish_of(place: int) -> str:
    """How the fields of a receiver's wishes begin; those of the first have no mark (日時・ギフトの欄)."""
    return "" if place == 0 else f"{mark_of(place)}_"


def faults(entry: Entry, needs: Sequence[Need], promises: Sequence[Promise]) -> Faults:
    """Everything that keeps an entry from being confirmed, by the field to mend (入力の検査)."""
    found: Faults = {}
    if not entry.email:
        found["email"] = say("メールアドレスを入力してください。")
    elif not _MAIL.fullmatch(entry.email) or len(entry.email) > 254:
        found["email"] = say("メールアドレスの形が正しくありません（例: hanako@example.jp）。")
    found |= _address(entry.buyer, "b")
    for place, one in enumerate(entry.receivers[: len(entry.stops)]):
        if entry.to != "self" and not one.same:
            found |= _address(one, mark_of(place))
    if entry.to == "several":
        found |= pieces(entry, needs)
    for place, (stop, due) in enumerate(zip(entry.stops, promises, strict=True)):
        found |= _wishes(stop, due, wish_of(place))
    if not entry.method:
        found["method"] = say("お支払い方法を選んでください。")
    return found | _age(entry.age, needs)


def _age(age: int | None, needs: Sequence[Need]) -> Faults:
    """What keeps a buyer of this age from these goods; not asked where nothing in the cart wants to know."""
    for need in needs:
        why = wrong_with_age(age, least=need.least_age, youth_most=need.youth_most, pieces=need.quantity)
        if why == "blank":
            return {"age": say("ご注文される方の年齢を、数字で入力してください。")}
        if why == "least":
            return {
                "age": say(
                    "「{name}」は {age} 歳以上の方だけがご購入いただけます。",
                    name=need.name,
                    age=need.least_age,
                )
            }
        if why == "youth":
            return {
                "age": say(
                    "「{name}」は、18 歳未満の方は {n} 点までです。", name=need.name, n=need.youth_most
                )
            }
    return {}


def _address(one: Receiver, mark: str) -> Faults:
    found: Faults = {}
    for name, sentence in (
        ("family", say("姓を入力してください。")),
        ("given", say("名を入力してください。")),
        ("city", say("市区町村を入力してください。")),
        ("street", say("町名・番地を入力してください。")),
    ):
        if not getattr(one, name):
            found[f"{mark}_{name}"] = sentence
    if len(one.postal) != 7:
        found[f"{mark}_postal"] = say("郵便番号は 7 桁の数字で入力してください（例: 650-0001）。")
    if one.prefecture not in PREFECTURES:
        found[f"{mark}_prefecture"] = say("都道府県を選んでください。")
    if not 10 <= len(digits(one.phone)) <= 11:
        found[f"{mark}_phone"] = say("電話番号は 10 桁か 11 桁で入力してください。配達のご連絡に使います。")
    return found


def pieces(entry: Entry, needs: Sequence[Need]) -> Faults:
    """Every piece has exactly one receiver, and every receiver gets something (届け先ごとの数)."""
    found: Faults = {}
    for need in needs:
        given = sum(one.items.get(str(need.sku_id), 0) for one in entry.receivers)
        field = f"{mark_of(0)}_item_{need.sku_id}"
        if given < need.quantity:
            found[field] = say(
                "「{name}」{quantity} 点のうち {n} 点のお届け先が決まっていません。",
                name=need.name,
                quantity=need.quantity,
                n=need.quantity - given,
            )
        elif given > need.quantity:
            found[field] = say(
                "「{name}」はカートに {quantity} 点です。お届け先の数の合計が {given} 点になっています。",
                name=need.name,
                quantity=need.quantity,
                given=given,
            )
    for place, one in enumerate(entry.receivers):
        if needs and not any(one.items.get(str(need.sku_id), 0) for need in needs):
            found.setdefault(
                f"{mark_of(place)}_item_{needs[0].sku_id}",
                say("お届け先 {n} にお届けする商品の数を入れてください。", n=place + 1),
            )
    return found


def _wishes(stop: Receiver, due: Promise, mark: str) -> Faults:
    found: Faults = {}
    if stop.wanted_day and stop.wanted_day not in due.days:
        found[f"{mark}wanted_on"] = say("このお届け希望日は選べなくなりました。選び直してください。")
    if stop.window and stop.window not in due.windows:
        found[f"{mark}window"] = say("このお届け先では、この時間帯を選べません。選び直してください。")
    if stop.noshi and not stop.noshi_purpose:
        found[f"{mark}noshi_purpose"] = say("のしの表書きを選んでください。")
    elif stop.noshi and (sentence := noshi.wrong_with(stop.noshi_purpose, stop.noshi_knot)):
        found[f"{mark}noshi_knot"] = sentence
    if stop.noshi and len(noshi.names_of(stop.noshi_name)) > noshi.MOST_NAMES:
        found[f"{mark}noshi_name"] = say(
            "連名は 3 名までです。4 名以上のときは、代表の方のお名前と「外一同」をお入れください。"
        )
    return found


def dealt(entry: Entry, needs: Mapping[str, int]) -> dict[str, int]:
    """How many pieces of each line have no receiver yet, below zero when too many have one (残りの数)."""
    return {
        sku: quantity - sum(one.items.get(sku, 0) for one in entry.receivers)
        for sku, quantity in needs.items()
    }
