"""The `hanjo` command as a newcomer and an operator use it: real processes, a home of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hanjo.cli.instance import read_note
from hanjo.config.home import Home
from hanjo.config.postgres import Postgres

pytestmark = [pytest.mark.slow]
PATIENCE = 90.0


@dataclass
class House:
    """One home and the commands that are run in it."""

    home: Home

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HANJO_")}
        return {**own, "HANJO_HOME": str(self.home.path), "HANJO_DURABLE": "0", "PYTHONUNBUFFERED": "1"}

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hanjo.cli", *arguments],
            env=self.environment(), input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def up(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "hanjo.cli", "up", "--web-workers", "1", *arguments],
            env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


@contextmanager
def _new_house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="hanjo-house-"))
    folder.chmod(0o755)
    made = House(Home(folder / "home"))
    yield made
    made.run("down")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_house() -> Iterator[House]:
    """A home that nobody has used."""
    with _new_house() as made:
        yield made


@pytest.fixture(scope="module")
def first_house() -> Iterator[House]:
    """A home in which one command has run: its tables are there, its server rests."""
    with _new_house() as made:
        assert made.run("verify").returncode == 0
        assert Postgres(made.home).pid() is None
        yield made


@pytest.fixture
def house(first_house: House) -> Iterator[House]:
    """A home of its own in which one command has run."""
    with _new_house() as made:
        subprocess.run(["cp", "-a", str(first_house.home.path), str(made.home.path)], check=True)
        yield made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[str], port: int, path: str = "/healthz") -> str:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise
            time.sleep(0.1)


def _children(pid: int) -> dict[str, int]:
    """Return the processes that `up` started, by the subcommand they run."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = re.search(r"PPid:\s+(\d+)", (entry / "status").read_text())
            command = (entry / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if parent and int(parent[1]) == pid and "hanjo.cli" in command:
            found[command[command.index("hanjo.cli") + 1]] = int(entry.name)
    return found


@pytest.mark.race
def test_up_serves_pages_survives_kill_nine_refuses_a_twin_and_ends_cleanly(new_house: House) -> None:
    house, port = new_house, _free_port()
    process = house.up("--port", str(port))
    try:
        assert _wait_for(process, port) == "ok\n"
        page = _wait_for(process, port, "/login/")
        assert "ログイン" in page
        style = re.search(r'href="(/static/ui/css/console\.[0-9a-f]{12}\.css)"', page)
        assert style, "styles are served under hashed names"
        assert "@layer" in _wait_for(process, port, style[1])
        twin = house.run("up", "--port", str(_free_port()))
        assert twin.returncode == 3
        assert "もう動いています" in twin.stderr
        for name in ("web", "worker"):
            before = _children(process.pid)[name]
            os.kill(before, signal.SIGKILL)
            until = time.monotonic() + PATIENCE
            while _children(process.pid).get(name, before) == before:
                assert time.monotonic() < until
                time.sleep(0.05)
        assert _wait_for(process, port) == "ok\n"
        verdict = house.run("verify", "--json")
        assert json.loads(verdict.stdout)["ok"] is True
    finally:
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert f"http://localhost:{port}/" in said
    assert "Traceback" not in said
    assert Postgres(house.home).pid() is None
    assert read_note(house.home) is None


def test_a_second_start_keeps_the_data_and_takes_seconds(house: House) -> None:
    made = house.run("staff", "create", "hana", "--name", "花田", typed="himitsu-no-kagi-2026\n")
    assert made.returncode == 0, made.stderr
    port = _free_port()
    begun = time.monotonic()
    process = house.up("--port", str(port))
    try:
        _wait_for(process, port)
        assert time.monotonic() - begun < 30
    finally:
        stopped = house.run("down")
        process.communicate(timeout=PATIENCE)
    assert stopped.returncode == 0
    again = house.run("staff", "create", "hana", typed="himitsu-no-kagi-2026\n")
    assert again.returncode == 2
    assert "すでに使われています" in again.stderr


def test_a_backup_brings_everything_back_and_says_so_by_verify(house: House, tmp_path: Path) -> None:
    assert house.run("staff", "create", "hana", typed="himitsu-no-kagi-2026\n").returncode == 0
    picture = house.home.media / "products" / "一枚.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG made up")
    before = json.loads(house.run("verify", "--json").stdout)
    file = tmp_path / "shop.tar.gz"
    taken = house.run("backup", str(file), "--json")
    assert taken.returncode == 0, taken.stderr
    assert {"database.dump", "keys/session", "media/products/一枚.png"} <= set(
        json.loads(taken.stdout)["files"]
    )
    assert file.stat().st_mode & 0o077 == 0

    assert house.run("backup", str(file)).returncode == 2  # never overwrites
    refused = house.run("restore", str(file))
    assert refused.returncode == 2
    assert "空ではない" in refused.stderr

    other = House(Home(house.home.path.with_name("other")))
    try:
        restored = other.run("restore", str(file), "--json")
        assert restored.returncode == 0, restored.stderr
        assert json.loads(other.run("verify", "--json").stdout) == before
        assert (other.home.media / "products" / "一枚.png").read_bytes() == picture.read_bytes()
        assert other.home.key("session") == house.home.key("session")
        assert other.run("staff", "create", "hana", typed="himitsu-no-kagi-2026\n").returncode == 2
        forced = house.run("restore", str(file), "--force")
        assert forced.returncode == 0, forced.stderr
    finally:
        other.run("down")


def test_a_damaged_backup_changes_nothing(house: House, tmp_path: Path) -> None:
    assert house.run("staff", "create", "hana", typed="himitsu-no-kagi-2026\n").returncode == 0
    file = tmp_path / "shop.tar.gz"
    house.run("backup", str(file))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    swapped = tmp_path / "swapped.tar.gz"
    with tarfile.open(file) as source, tarfile.open(swapped, "w:gz") as target:
        for member in source:
            content = source.extractfile(member)
            assert content is not None
            if member.name == "keys/session":
                member.size = 0
                target.addfile(member)
            else:
                target.addfile(member, content)
    for damaged in (cut, swapped):
        answer = house.run("restore", str(damaged), "--force")
        assert answer.returncode == 2
        assert "何も変えていません" in answer.stderr
    assert house.run("staff", "create", "hana", typed="himitsu-no-kagi-2026\n").returncode == 2


def test_every_subcommand_explains_itself_in_japanese() -> None:
    from hanjo.cli import COMMANDS, parser

    words = parser().format_help()
    for name in COMMANDS:
        line = next(line for line in words.splitlines() if line.strip().startswith(name))
        assert re.search(r"[ぁ-んァ-ン一-龥]", line)
