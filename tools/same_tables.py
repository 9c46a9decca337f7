"""Compare the tables that first migrations make at once with those of the migrations they replace.

    HANJO_DATABASE_URL=postgresql://… .venv/bin/python -m tools.same_tables

Makes two databases on that server, hanjo_at_once and hanjo_step_by_step, migrates one as a new house does and the other
by the replaced files, and compares what `pg_dump` says of both. It then lets a house of the old steps, and one that
stopped between them, go on as an upgrade does, and compares again. Prints what differs; nothing is well.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from hanjo.config.postgres_program import MAJOR, wheel_folder

ROOT = Path(__file__).resolve().parent.parent
NOT_SAID = re.compile(r"^\\(un)?restrict .*\n|^--.*\n", re.MULTILINE)
NAMED = re.compile(r" CONSTRAINT \w+_not_null NOT NULL")
"""PostgreSQL 18 keeps a name of its own for "not null", after a renamed column the old one."""

STEPS = """
import sys
import django
from django.db.migrations.loader import MigrationLoader
load = MigrationLoader.load_disk
def one_by_one(self):
    load(self)
    whole = {key: found.replaces[-1] for key, found in self.disk_migrations.items() if found.replaces}
    for key in whole:
        del self.disk_migrations[key]
    for found in self.disk_migrations.values():
        found.dependencies = [whole.get(tuple(needed), needed) for needed in found.dependencies]
MigrationLoader.load_disk = one_by_one
django.setup()
from django.core.management import call_command
call_command("migrate", *sys.argv[1:], verbosity=0)
"""
ON_THE_WAY = {"channels": "0008_malls_by_interface", "orders": "0008_returns_and_receipts"}
"""Where the house stopped that had begun."""


def main() -> int:
    """Make the databases, compare them, and take them away."""
    address = os.environ["HANJO_DATABASE_URL"]
    names = ("hanjo_at_once", "hanjo_step_by_step", "hanjo_on_the_way")
    at_once, steps, way = (urlsplit(address)._replace(path=f"/{name}").geturl() for name in names)
    for name in names:
        _run("psql", address, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    try:
        _python(at_once, "manage.py", "migrate", "-v0")
        _python(steps, "-c", STEPS)
        for module, last in ON_THE_WAY.items():
            _python(way, "-c", STEPS, module, last)
        different = _differ("step by step", at_once, steps)
        for house in (steps, way):
            _python(house, "manage.py", "migrate", "-v0")
        different |= _differ("step by step, upgraded", at_once, steps)
        different |= _differ("on the way, upgraded", at_once, way)
    finally:
        for name in names:
            _run("psql", address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    return int(different)


def _differ(what: str, one: str, other: str) -> bool:
    lines = list(difflib.unified_diff(_tables(one), _tables(other), "at once", what, lineterm="", n=1))
    print(f"{what}: {'the same' if not lines else 'different'}")
    print("\n".join(lines))
    return bool(lines)


def _tables(address: str) -> list[str]:
    said = _run("pg_dump", "--schema-only", "--no-owner", f"--dbname={address}")
    return NAMED.sub(" NOT NULL", NOT_SAID.sub("", said)).splitlines()


def _run(program: str, *arguments: str) -> str:
    if program == "psql":
        address, *orders = arguments
        arguments = (address, "-q", *(part for order in orders for part in ("-c", order)))
    path = wheel_folder() / f"pginstall{MAJOR}" / "bin" / program
    return subprocess.run([path, *arguments], check=True, capture_output=True, text=True).stdout


def _python(address: str, *arguments: str) -> None:
    environment = {**os.environ, "HANJO_DATABASE_URL": address, "PYTHONPATH": str(ROOT / "src")}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    subprocess.run([sys.executable, *arguments], check=True, cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())
