"""Run simulated malls with buyers: `python -m simulators.malls malls.json`."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from simulators.malls.crowd import Crowd
from simulators.malls.scenario import Scenario
from simulators.malls.server import Malls
from simulators.malls.telling import Teller
from simulators.malls.world import Goods, Mall, Person, World


def open_mall(world: World, one: Mapping[str, Any], shop: str) -> Mall:
    """A mall as the file describes it: kind, code, account, goods, what goes wrong, where its messages go."""
    module = import_module(f"simulators.malls.{one['kind']}")
    kind: type[Mall] = next(
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Mall) and found.kind == one["kind"]
    )
    scenario = Scenario(**one.get("scenario", {}))
    mall = world.add(kind(world, one["code"], scenario, **one.get("account", {})))
    mall.stock_up([Goods(**goods) for goods in one["goods"]])
    messages = getattr(mall, "messages", None)
    if one.get("hook") and callable(messages):
        Teller(mall, f"{shop.rstrip('/')}{one['hook']}", messages)
    return mall


def main() -> None:
    """Serve, and let people buy, until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m simulators.malls", description=__doc__)
    parser.add_argument("plan", type=Path, help="a JSON file: port, shop, per_minute, people, malls")
    given = json.loads(parser.parse_args().plan.read_text("utf-8"))
    world = World(seed=given.get("seed", 1), past=given.get("past", 0))
    for one in given["malls"]:
        open_mall(world, one, given.get("shop", ""))
    people = [Person(**one) for one in given["people"]]
    try:
        served = Malls(world, port=given["port"])
    except OSError as error:  # whoever started us says what to do
        raise SystemExit(1) from error
    with served as malls:
        sys.stdout.write(f"{malls.root}\n")
        sys.stdout.flush()
        try:
            with Crowd(world, people, per_minute=given.get("per_minute", 6.0), seed=given.get("seed", 1)):
                threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
