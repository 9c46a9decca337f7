"""A program that stands beside this one ends with who began it, even when that one was killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from hanjo.kernel import wire

BEGINS = """
import subprocess, sys, time
from hanjo.cli import beside
words, environment = beside.command("simulators.malls", sys.argv[1])
child = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
print(child.stdout.readline().strip(), flush=True)
time.sleep(60)
"""


def test_the_malls_close_when_who_opened_them_is_killed(tmp_path: Path) -> None:
    plan = tmp_path / "malls.json"
    plan.write_text(
        json.dumps({"port": 0, "people": [], "malls": [{"kind": "rakuten", "code": "rakuten", "goods": []}]})
    )
    begun = subprocess.Popen([sys.executable, "-c", BEGINS, str(plan)], stdout=subprocess.PIPE, text=True)
    assert begun.stdout is not None
    root = begun.stdout.readline().strip()
    assert wire.ask("POST", f"{root}/_sim/buyers/rest", headers={}).status == 200
    begun.kill()
    begun.wait()
    for _ in range(100):
        try:
            wire.ask("POST", f"{root}/_sim/buyers/rest", headers={}, timeout=2)
        except wire.Unreachable:
            return
        time.sleep(0.1)
    raise AssertionError("the malls are still open")
