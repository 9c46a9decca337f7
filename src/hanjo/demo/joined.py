"""The demo shop on simulated malls, so that orders come by themselves (デモのモール接続)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from hanjo.catalogue import queries as catalogue
from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import RATES
from hanjo.channels import commands as channels
from hanjo.channels.malls.port import Limited
from hanjo.channels.malls.registry import mall_codes
from hanjo.channels.models import Channel, Listing
from hanjo.channels.terms import Format
from hanjo.demo import people
from hanjo.demo.mall_codes import code_at
from hanjo.inventory import queries as inventory
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal
from hanjo.orders.models import Order
from hanjo.orders.terms import PayPolicy
from hanjo.payments import commands as payments
from hanjo.payments.terms import PayKind

PLAN = "demo-malls.json"
GOODS = 60  # of each mall: enough to watch
PEOPLE = 3_000  # so that few come twice
SHOW = 20  # what a mall shows before it is told anything
SAY_SECONDS = 8.0  # so often a mall that takes its time says how far it is
POLICY = {"pull_seconds": 20, "silent_minutes": 2}  # so that a newcomer need not wait


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """A channel of the demo shop and the simulated mall behind it. The keys open nothing anywhere else."""

    code: str
    kind: str
    name: str
    letter: str
    prefix: str
    account: Mapping[str, str]  # the simulator's
    values: Mapping[str, str]  # the wizard's
    pays: tuple[str, ...] = ()  # its words for paid by card
    policy: Mapping[str, Any] = field(default_factory=lambda: POLICY)


MALLS = (
    Joined(
        code="rakuten", kind="rakuten", name="楽天市場店", letter="楽", prefix="R",
        account={"secret": "SP300001_demo", "licence": "SL300001_demo"},
        values={"service_secret": "SP300001_demo", "license_key": "SL300001_demo"},
    ),
    Joined(
        code="amazon", kind="amazon", name="Amazon店", letter="A", prefix="A",
        account={"seller_id": "A0DEMOSELLER", "client_id": "demo", "client_secret": "demo", "refresh_token": "demo"},
        values={"seller_id": "A0DEMOSELLER", "client_id": "demo", "client_secret": "demo", "refresh_token": "demo"},
        policy={"silent_minutes": 10},
    ),
    Joined(
        code="shopify", kind="shopify", name="Shopify店", letter="Sf", prefix="SF",
        account={"shop": "hanjo-demo", "token": "shpat_demo", "client_id": "demo", "client_secret": "demo"},
        values={"shop": "hanjo-demo", "access_token": "shpat_demo", "client_id": "demo", "client_secret": "demo"},
        pays=("shopify_payments", "Shopify Payments"),
    ),
    Joined(
        code="eccube", kind="eccube", name="本店", letter="本", prefix="H",
        account={"client_id": "demo", "client_secret": "demo", "refresh_token": "demo", "hook_secret": "demo"},
        values={"client_id": "demo", "client_secret": "demo", "refresh_token": "demo", "hook_secret": "demo"},
    ),
    Joined(
        code="yahoo", kind="yahoo", name="Yahoo!店", letter="Y", prefix="Y",
        account={"seller_id": "hanjo-demo", "client_id": "demo", "client_secret": "demo", "refresh_token": "demo"},
        values={"seller_id": "hanjo-demo", "client_id": "demo", "client_secret": "demo", "refresh_token": "demo"},
    ),
)  # fmt: skip


def plan(port: int, shop: str, *, by: Actor, per_minute: float = 6.0) -> dict[str, Any]:
    """What the simulated malls shall be: our goods under each mall's own codes, and buyers who do not exist.

    Opens the channels that the demo shop does not have yet.
    """
    known, town = set(mall_codes()), people.Town("malls")
    past = Order.objects.filter(channel__in=[one.code for one in MALLS]).count()
    return {
        "port": port,
        "past": past,
        "shop": shop,
        "per_minute": per_minute,
        "people": [_person(town.person()) for _ in range(PEOPLE)],
        "malls": [_mall(one, past, by=by) for one in MALLS if one.kind in known],
    }


def _fresh(values: Mapping[str, str], past: int) -> dict[str, str]:
    """Keys of this run: a mall that starts anew has forgotten what it exchanged them for in an earlier one."""
    return {name: f"{value}-{past}" if name == "refresh_token" else value for name, value in values.items()}


def _mall(one: Joined, past: int, *, by: Actor) -> dict[str, Any]:
    if not Channel.objects.filter(code=one.code).exists():
        channels.save_channel(
            one.code, name=one.name, letter=one.letter, prefix=one.prefix, format=Format.GENERIC, by=by,
            sender_name="はんじょう商店", sender_email="shop@example.jp", position=8,
            settings={"default_service": "yamato.takkyubin", "services": {}},
        )  # fmt: skip
        for word in one.pays:
            payments.save_pay_rule(one.code, word, kind=PayKind.CARD, policy=PayPolicy.MAY_SHIP, by=by)
    return {
        "kind": one.kind,
        "code": one.code,
        "account": _fresh(one.account, past),
        "goods": _goods(one.code),
        "scenario": {"latency": [0.05, 0.4], "late_rate": 0.02, "late_seconds": 60.0},
        "hook": f"/malls/{one.code}/hook",
    }


def _goods(channel: str) -> list[dict[str, Any]]:
    """The goods of which we have most, as the mall lists them."""
    skus = list(Sku.objects.filter(is_active=True).select_related("product").order_by("code"))
    free = inventory.available([sku.pk for sku in skus])
    told = dict(Listing.objects.filter(channel__code=channel).values_list("sku_id", "code"))
    names = catalogue.names([sku.pk for sku in skus])
    best = sorted(skus, key=lambda sku: (-free.get(sku.pk, 0), sku.code))[:GOODS]
    return [
        {
            "code": told.get(sku.pk) or code_at(channel, sku.code),
            "title": names[sku.pk],
            "price_yen": sku.price_yen or 1000,
            "shown": min(SHOW, free.get(sku.pk, 0)),
            "jan": sku.jan or "",
            "tax_rate": RATES[sku.product.tax_class],
        }
        for sku in best
        if free.get(sku.pk, 0) > 0
    ]


def _person(one: people.Person) -> dict[str, str]:
    return {
        "family": one.family, "given": one.given, "family_kana": one.family_kana, "given_kana": one.given_kana,
        "postal": one.postal.replace("-", ""), "prefecture": one.prefecture, "city": one.city, "street": one.street,
        "building": one.building, "phone": one.phone.replace("-", ""), "email": one.email,
    }  # fmt: skip


def join(root: str, planned: Mapping[str, Any], *, by: Actor, note: Callable[[str], object]) -> list[str]:
    """Join the channels to the malls that run there, test each connection, and tie their goods to ours."""
    codes = {one["code"] for one in planned["malls"]}
    made = []
    for one in MALLS:
        if one.code not in codes:
            continue
        try:
            channels.save_connection(
                one.code,
                one.kind,
                _fresh(one.values, planned["past"]),
                base_url=f"{root}/{one.code}",
                policy=one.policy,
                by=by,
            )
            at_its_pace(partial(channels.prove_connection, one.code, by=by))
            listed = _bind(one.code, by=by, say=partial(_say, note, one.name))
        except Refusal as refusal:
            note(f"{one.name}: {refusal.text}")
            continue
        note(f"{one.name}: 出品 {listed} 件をつなぎました。受注が届きはじめます")
        made.append(one.code)
    return made


def _say(note: Callable[[str], object], name: str, listed: int) -> None:
    note(f"{name}: 出品を読んでいます（いま {listed} 件。モールが決めた回数を守るので、少しかかります）…")


def _bind(code: str, *, by: Actor, say: Callable[[int], object]) -> int:
    """Tie everything a mall lists to our goods, at the mall's pace; a long reading says how far it is."""
    listed, more, begun, said = 0, "", False, time.monotonic()
    while more or not begun:
        bound = at_its_pace(partial(channels.bind_listings, code, start=more, by=by))
        listed, more, begun = listed + bound.listed, bound.more, True
        if more and time.monotonic() - said >= SAY_SECONDS:
            say(listed)
            said = time.monotonic()
        time.sleep(bound.again_s)
    return listed


def at_its_pace(ask: Callable[[], Any]) -> Any:
    """Ask, and wait as long as the mall says."""
    while True:
        try:
            return ask()
        except Limited as limited:
            time.sleep(min(limited.seconds, 61))


def write(planned: Mapping[str, Any], folder: Path) -> Path:
    """Put the plan where the simulator reads it."""
    path = folder / PLAN
    path.write_text(json.dumps(planned, ensure_ascii=False), "utf-8")
    return path
