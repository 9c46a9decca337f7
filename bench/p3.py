"""P3: no oversell over HTTP, hundreds of buyers, two and four web processes, each race twenty times."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bench import database, measure

RACES = ("test_flash_sale.py", "test_stock.py", "test_shop_races.py")
ROUNDS = int(os.environ.get("HANJO_RACE_ROUNDS", "20"))
TOLD = os.environ.get("HANJO_RACE_TOLD", "")


def run(options: Any) -> list[measure.Figure]:
    """The races of the tests with all their buyers, as often as asked for; the controls must oversell.

    Round by round, so that a run that is stopped has had every race equally often. `HANJO_RACE_TOLD` names a file
    that keeps a line for each race that was run; the next run goes on where that one was stopped.
    """
    rounds = 20 if options.rounds == 5 else options.rounds
    with tempfile.TemporaryDirectory() as place:
        told = Path(TOLD or Path(place) / "races.jsonl").resolve()
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "bench.p3", "-p", "no:randomly", "-p", "no:cacheprovider",
             "--create-db", *(f"tests/races/{name}" for name in RACES)],
            cwd=database.SOURCE,
            env={
                **os.environ, "HANJO_RACE_FULL": "1", "HANJO_RACE_ROUNDS": str(rounds), "HANJO_RACE_TOLD": str(told),
                "HANJO_DATABASE_URL": database.server(),
                "PYTHONPATH": os.pathsep.join([str(database.SOURCE / "src"), str(database.SOURCE)]),
            },
            stdout=sys.stderr,
            check=False,
        )  # fmt: skip
        return figures(told)


def figures(told: Path) -> list[measure.Figure]:
    """Of each race with each number of processes, how often it was run and how often it ended as it must."""
    ran, passed = Counter[str](), Counter[str]()
    for line in told.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        ran[one["race"]] += 1
        passed[one["race"]] += one["passed"]
    return [
        measure.figure("P3", name, [passed[name] / count * 100], goal="100 %", met=lambda m: m == 100, unit="%",
                       note=f"{passed[name]} of {count}")
        for name, count in ran.items()
    ]  # fmt: skip


# The rest is a plugin of pytest, for the process that runs the races.


def pytest_generate_tests(metafunc: Any) -> None:
    """Repeat those that are run once in the tests of every day, too: the kills and the controls."""
    if "round_" not in metafunc.fixturenames:
        metafunc.fixturenames.append("round_")
        metafunc.parametrize("round_", range(ROUNDS))


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """Run round by round within a file; leave out what an earlier run has in its file already."""
    order = {name: at for at, name in enumerate(RACES)}
    known = {one["case"] for one in _known() if one["passed"]}
    config.hook.pytest_deselected(items=[item for item in items if item.name in known])
    items[:] = sorted(
        (item for item in items if item.name not in known),
        key=lambda item: (order[item.path.name], item.callspec.params["round_"]),
    )


def _known() -> list[dict[str, Any]]:
    return (
        [json.loads(line) for line in Path(TOLD).read_text("utf-8").splitlines()]
        if Path(TOLD).is_file()
        else []
    )


def pytest_runtest_logreport(report: Any) -> None:
    """Keep what became of each race as soon as it is known."""
    if not TOLD or not (report.when == "call" or report.failed):
        return
    name = report.nodeid.rpartition("::")[2]
    processes = re.search(r"\[([24])-\d+\]", name)
    race = name.partition("[")[0].removeprefix("test_").replace("_", " ")
    race += f" ({processes[1]} web processes)" if processes else ""
    with Path(TOLD).open("a", encoding="utf-8") as file:
        said = {"why": report.longreprtext[-2_000:]} if report.failed else {}
        one = {"race": race, "case": name, "passed": report.passed, "s": round(report.duration, 1), **said}
        file.write(json.dumps(one, ensure_ascii=False) + "\n")
