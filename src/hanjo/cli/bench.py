"""`hanjo bench`: measure this machine against plain SQL."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

from hanjo.cli.say import problem

HELP = "速さと記憶量を、手書き SQL と並べて測る"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="bench に渡す引数（例 --list）")


def run(given: argparse.Namespace) -> int:
    """Run the benchmarks of the source folder; they are not part of the installed package."""
    source = Path(__file__).resolve().parents[3]
    if not (source / "bench" / "__main__.py").exists() and importlib.util.find_spec("bench") is None:
        problem(
            "bench フォルダがありません。", "ソースを取得したフォルダで、bin/hanjo bench を実行してください。"
        )
        return 2
    return subprocess.run([sys.executable, "-m", "bench", *given.rest], cwd=source, check=False).returncode
