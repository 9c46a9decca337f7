"""P3: no oversell over HTTP, hundreds of buyers, two and four web processes, each race twenty times."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bench import database, measure

RACES = ("tests/races/test_shop_races.py", "tests/races/test_flash_sale.py")


def run(options: Any) -> list[measure.Figure]:
    """The races of the tests with all their buyers, as often as asked for; the controls must oversell."""
    rounds = 20 if options.rounds == 5 else options.rounds
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "races.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", f"--junitxml={told}", *RACES],
            cwd=database.SOURCE,
            env={
                **os.environ, "HANJO_RACE_FULL": "1", "HANJO_RACE_ROUNDS": str(rounds),
                "HANJO_DATABASE_URL": database.server(),
            },
            stdout=sys.stderr,
            check=False,
        )  # fmt: skip
        cases = list(ElementTree.parse(told).iter("testcase"))
    ran, passed = Counter[str](), Counter[str]()
    for case in cases:
        name = re.sub(r"\[.*", "", case.get("name", ""))
        ran[name] += 1
        passed[name] += not len(case)
    return [
        measure.figure("P3", name.removeprefix("test_").replace("_", " "), [passed[name] / count * 100],
                       goal="100 %", met=lambda m: m == 100, unit="%", note=f"{passed[name]} of {count}")
        for name, count in ran.items()
    ]  # fmt: skip
