"""Vendure and Medusa beside us: installed outside the repository, filled and served on the same PostgreSQL."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import psycopg

from bench import database, measure

HERE = Path(__file__).with_name("peers")
WANTED: dict[str, dict[str, Any]] = {
    "vendure": {
        "dependencies": {"@vendure/core": "3.7.3", "pg": "8"},
        # Later versions ask for one of @graphql-tools/batch-execute that was never published.
        "overrides": {"@graphql-tools/delegate": "12.2.1"},
    },
    "medusa": {
        "dependencies": {
            f"@medusajs/{name}": "2.21.2" for name in ("medusa", "framework", "cli")
        },
    },
}  # fmt: skip
PROCESSES = 2
CANNOT = (subprocess.SubprocessError, OSError, RuntimeError, psycopg.Error)


class Shop(ABC):
    """A shop of somebody else: two web processes on a database of its own."""

    name = ""

    def __init__(self, products: int) -> None:
        self.place = Path(
            os.environ.get("HANJO_BENCH_PEERS", Path(tempfile.gettempdir()) / "hanjo-bench-peers")
        )
        self.place /= self.name
        self.database = f"bench_{self.name}"
        self.products = products
        self.ports: list[int] = []
        self.processes: list[subprocess.Popen[str]] = []

    def install(self) -> None:
        """Bring its packages from their registry; no script of theirs is run."""
        if shutil.which("npm") is None:
            raise RuntimeError("npm is not on this machine")
        self.place.mkdir(parents=True, exist_ok=True)
        wanted = json.dumps({"name": "bench", "private": True, **WANTED[self.name]})
        manifest = self.place / "package.json"
        if not (self.place / "complete").exists() or manifest.read_text(encoding="utf-8") != wanted:
            manifest.write_text(wanted, encoding="utf-8")
            options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            self.call("npm", "install", *options)
            (self.place / "complete").touch()
        for file in HERE.iterdir():
            shutil.copy(file, self.place / file.name)

    def call(self, *command: str) -> None:
        """Run one of its programs to the end; what it said on the way to a failure is told."""
        done = subprocess.run(
            command, cwd=self.place, env=self.surroundings(), capture_output=True, text=True, timeout=1_800, check=False
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()[-400:]}")

    def surroundings(self) -> dict[str, str]:
        """Where its database is; nothing is told to anybody."""
        with psycopg.connect(database.url_of("postgres")) as probe:
            info = probe.info
            host, port, user, password = info.host, str(info.port), info.user, info.password or ""
        login = f"{quote(user)}:{quote(password)}" if password else quote(user)
        return {
            **os.environ, "NODE_ENV": "production", "BENCH_PRODUCTS": str(self.products), "BENCH_NAME": self.database,
            "BENCH_HOST": host, "BENCH_PORT": port, "BENCH_USER": user, "BENCH_PASSWORD": password,
            "BENCH_URL": f"postgres://{login}@{quote(host, safe='')}:{port}/{self.database}",
            "VENDURE_DISABLE_TELEMETRY": "true", "MEDUSA_DISABLE_TELEMETRY": "true",
            "MEDUSA_DB_MIGRATION_CONNECTION_TIMEOUT": "180000",  # a busy machine takes longer to load it than it waits
        }  # fmt: skip

    def launch(self, command: Callable[[int], Sequence[str]], **more: str) -> subprocess.Popen[str]:
        """Start one web process on a free port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        log = (self.place / f"web-{len(self.ports)}.log").open("w", encoding="utf-8")
        process = subprocess.Popen(
            command(port), cwd=self.place, env={**self.surroundings(), **more}, start_new_session=True, text=True,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.ports.append(port)
        self.processes.append(process)
        return process

    def start(self) -> None:
        """Make its database, fill it, serve."""
        database.drop(self.database)
        database.create(self.database)
        with psycopg.connect(database.url_of("postgres"), autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {self.database} SET synchronous_commit = off")
        self.fill_and_serve()
        with psycopg.connect(database.url_of(self.database), autocommit=True) as settled:
            settled.execute("ANALYZE")

    @abstractmethod
    def fill_and_serve(self) -> None:
        """Each in its own way."""

    def until(self, is_there: Callable[[], bool], seconds: float = 1_800) -> None:
        """Wait for something, or for the end of a process."""
        end = time.monotonic() + seconds
        while not is_there():
            if time.monotonic() > end or any(process.poll() is not None for process in self.processes):
                said = (self.place / f"web-{len(self.ports) - 1}.log").read_text(encoding="utf-8")
                raise RuntimeError(f"{self.name} did not start: {said.strip()[-400:]}")
            time.sleep(0.2)

    def ask(
        self, guest: int, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[Any, Mapping[str, str]]:
        """One request to the process of this guest; anything but success ends the benchmark."""
        line = http.client.HTTPConnection("127.0.0.1", self.ports[guest % PROCESSES], timeout=120)
        try:
            line.request(method, path, json.dumps(body) if body is not None else None,
                         {"Content-Type": "application/json", **(headers or {})})  # fmt: skip
            answer = line.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise AssertionError(f"{self.name}: {method} {path} answered {answer.status}: {text[:300]!r}")
            return json.loads(text), cast("Mapping[str, str]", answer.headers)
        finally:
            line.close()

    @abstractmethod
    def list(self, page: int) -> None:
        """Ask for 24 products with their prices and check what comes."""

    @abstractmethod
    def buy(self, guest: int) -> None:
        """Walk from an empty basket with two goods, three pieces, to a placed order and check its total."""

    @abstractmethod
    def orders(self) -> int:
        """How many orders its tables hold."""

    def count(self, sql: str) -> int:
        """A count from its tables."""
        with psycopg.connect(database.url_of(self.database)) as connection:
            row = connection.execute(sql).fetchone()
            return int(row[0]) if row else 0

    def cpu(self) -> float:
        """Processor seconds of its web processes."""
        return sum(measure.server_seconds(process.pid) or 0.0 for process in self.processes)

    def end(self) -> None:
        """Stop what was started, and drop its database."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
        database.drop(self.database)
