"""Databases of the benchmarks: own names, made from one migrated template, dropped afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

SOURCE = Path(__file__).resolve().parents[1]
TEMPLATE = f"bench_template_{os.getpid()}"  # two runs at a time do not meet
_MADE: set[str] = set()  # on which servers the template stands


def server() -> str:
    """The address that the benchmarks were given; only the database's name in it is exchanged."""
    url = os.environ.get("HANJO_BENCH_URL") or os.environ.get("HANJO_DATABASE_URL")
    if url:
        return url
    from hanjo.config.database import embedded_url
    from hanjo.config.home import home

    return embedded_url(home())


def url_of(name: str) -> str:
    """The address of one database on the server."""
    return urlunsplit(urlsplit(server())._replace(path=f"/{name}"))


def connect(name: str) -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection, without Django, as durable as the product's own sessions are measured."""
    return psycopg.connect(url_of(name), options="-c synchronous_commit=off", prepare_threshold=None)


def drop(name: str) -> None:
    """Drop a database of ours."""
    _admin(f"DROP DATABASE IF EXISTS {_ours(name)} WITH (FORCE)")


def fresh(name: str, template: str = TEMPLATE) -> str:
    """An empty, migrated database; returns its address. The template is made when it is first asked for."""
    if template == TEMPLATE and server() not in _MADE:
        make_template()
        _MADE.add(server())
    drop(name)
    _admin(f"CREATE DATABASE {_ours(name)} TEMPLATE {_ours(template)}")
    return url_of(name)


def make_template() -> None:
    """Migrate once; every benchmark copies the result."""
    drop(TEMPLATE)
    _admin(f"CREATE DATABASE {TEMPLATE}")
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v0"],
        env=environment(TEMPLATE),
        check=True,
    )
    # Statistics and statement times then do not depend on whether autovacuum came by in the middle of a round.
    _admin(f"ALTER DATABASE {TEMPLATE} SET synchronous_commit = off")


def environment(name: str) -> dict[str, str]:
    """The environment of a process that works in one database."""
    return {
        **os.environ,
        "HANJO_DATABASE_URL": url_of(name),
        "DJANGO_SETTINGS_MODULE": "hanjo.config.settings",
        "PYTHONPATH": os.pathsep.join([str(SOURCE / "src"), str(SOURCE)]),
        "PGOPTIONS": "-c synchronous_commit=off",
    }


def _admin(statement: str) -> None:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]  # names are checked by _ours


def _ours(name: str) -> str:
    if not name.startswith("bench_") or not name.replace("_", "").isalnum():
        raise ValueError(f"{name} is not a database of the benchmarks")
    return name


def create(name: str) -> None:
    """An empty database without tables."""
    _admin(f"CREATE DATABASE {_ours(name)}")


def rename(name: str, new: str) -> None:
    """Keep a filled database under another name, to be copied."""
    drop(new)
    _admin(f"ALTER DATABASE {_ours(name)} RENAME TO {_ours(new)}")
