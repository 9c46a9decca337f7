"""`python -m hanjo.cli.beside MODULE …`: run a program that stands beside this one, and end with who began it."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

from hanjo.cli.parent import PARENT, end_with_parent


def command(module: str, *values: str) -> tuple[list[str], dict[str, str]]:
    """The words that start it and its environment: the simulators lie beside this package."""
    source = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    words = [sys.executable, "-m", "hanjo.cli.beside", module, *values]
    return words, {**os.environ, "PYTHONPATH": paths, PARENT: str(os.getpid())}


if __name__ == "__main__":
    end_with_parent()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
