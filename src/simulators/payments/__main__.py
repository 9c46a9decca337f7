"""Run the payment simulator: `python -m simulators.payments --port 8901 --shop http://localhost:8000`."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path

from simulators.payments.scenario import Scenario
from simulators.payments.server import Simulator
from simulators.payments.world import Account

SECRET, HOOK_SECRET = "sk_test_simulator", "whsec_simulator"
CODES = {"stripe": "stripe", "komoju": "komoju", "deferred": "deferred"}


def accounts(shop: str) -> list[Account]:
    """The contracts of a demo shop: account codes are the companies' names."""
    return [
        Account(
            company=company,
            secret=SECRET,
            hook_url=f"{shop.rstrip('/')}/pay/{code}/hook" if shop else "",
            hook_secret=HOOK_SECRET,
        )
        for company, code in CODES.items()
    ]


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m simulators.payments", description=__doc__)
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--shop", default="http://localhost:8000", help="where webhooks go")
    parser.add_argument("--scenario", type=Path, help="a JSON file; see scenario.py")
    given = parser.parse_args()
    scenario = Scenario.from_json(json.loads(given.scenario.read_text("utf-8"))) if given.scenario else None
    with Simulator(accounts(given.shop), scenario, port=given.port) as simulator:
        sys.stdout.write(f"決済シミュレーター: {simulator.url}（Stripe・KOMOJU・後払い、終了は Ctrl+C）\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
