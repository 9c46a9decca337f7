"""The malls of the day: which kinds there are, their simulators and their connectors' keys."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from bench.saleday.plan import Trouble
from simulators.malls import Goods, Mall, Outage, Scenario, World
from simulators.malls.__main__ import open_mall

KINDS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {  # the simulator's account, the wizard's values
    "rakuten": (
        {"secret": "SP300001_sample", "licence": "SL300001_sample", "calls": (10, 5.0)},
        {"service_secret": "SP300001_sample", "license_key": "SL300001_sample"},
    ),
    "amazon": (
        {},
        {"seller_id": "A0SAMPLESELLER", "client_id": "client_id-of-sample", "client_secret": "client_secret-of-sample",
         "refresh_token": "refresh_token-of-sample"},
    ),
    "yahoo": (
        {},
        {"seller_id": "hanjo", "client_id": "client_id-of-sample", "client_secret": "client_secret-of-sample",
         "refresh_token": "refresh_token-of-sample"},
    ),
    "shopify": ({}, {"access_token": "shpat_mihon", "client_secret": "himitsu"}),
    "eccube": (
        {},
        {"client_id": "mihon", "client_secret": "himitsu", "refresh_token": "def502_mihon",
         "hook_secret": "hook_himitsu"},
    ),
    "colorme": ({}, {"access_token": "cm_token_mihon"}),
}  # fmt: skip


def kinds() -> list[str]:
    """Kinds of which there is a simulator and a connector, in the order of their share."""
    return [
        kind
        for kind in KINDS
        if find_spec(f"simulators.malls.{kind}") and find_spec(f"hanjo.channels.malls.{kind}.client")
    ]


def places(count: int = 5) -> tuple[str, ...]:
    """The codes of so many malls, each kind once as long as there are kinds."""
    known = kinds()[:count]
    return tuple(
        f"{known[at % len(known)]}{at // len(known) + 1 if at >= len(known) else ''}" for at in range(count)
    )


def kind_of(place: str) -> str:
    """What kind of mall stands behind a code."""
    return place.rstrip("0123456789")


def open_(world: World, place: str, goods: Sequence[Goods], seed: int, trouble: Trouble) -> Mall:
    """A simulated mall with everything that goes wrong all day."""
    scenario = {
        "seed": seed, "latency": trouble.latency, "failure_rate": trouble.failure_rate, "lost_rate": trouble.lost_rate,
        "late_rate": trouble.late_rate, "late_seconds": trouble.late_seconds, "repeat_rate": 0.05,
    }  # fmt: skip
    kind = kind_of(place)
    mall = open_mall(
        world, {"kind": kind, "code": place, "account": KINDS[kind][0], "goods": [], "scenario": scenario}, ""
    )
    mall.stock_up(goods)
    return mall


def calm(mall: Mall) -> Scenario:
    """Nothing goes wrong before the day begins; answers what shall go wrong then."""
    kept = mall.scenario
    mall.scenario = Scenario(seed=kept.seed)
    return kept


def away(since: float, until: float) -> Outage:
    """The interface answers nothing but 503."""
    return Outage(since, until)
