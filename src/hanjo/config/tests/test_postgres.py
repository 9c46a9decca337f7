"""The embedded server, really started, killed and stopped."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hanjo.config.borrowed import MARK, borrowed
from hanjo.config.database import from_url
from hanjo.config.home import Home
from hanjo.config.postgres import Postgres, at_work_in
from hanjo.config.postgres_settings import settings
from hanjo.config.sockets import LONGEST, socket_folder

pytestmark = [pytest.mark.slow]


@pytest.fixture
def place() -> Iterator[Home]:
    """A home that the server's user can reach, as a real one is."""
    folder = Path(tempfile.mkdtemp(prefix="hanjo-pg-"))
    folder.chmod(0o755)
    home = Home(folder / "home")
    yield home
    _throw_away(home)
    shutil.rmtree(folder, ignore_errors=True)


def _throw_away(home: Home) -> None:
    server = Postgres(home, durable=False)
    server.stop()
    if home.postgres.is_symlink():
        shutil.rmtree(home.postgres.resolve())
    if not str(socket_folder(home)).startswith(str(home.path)):
        shutil.rmtree(socket_folder(home))


def _ask(home: Home, sql: str) -> object:
    with psycopg.connect(
        host=str(socket_folder(home)), user="hanjo", dbname="hanjo", autocommit=True
    ) as connection:
        found = connection.execute(sql)
        row = found.fetchone() if found.description else None
        return row[0] if row else None


def test_it_starts_answers_stops_and_keeps_the_data(place: Home) -> None:
    server = Postgres(place, durable=False)
    assert server.pid() is None
    assert server.start() is True
    assert server.start() is False
    _ask(place, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert server.stop() is True
    assert server.stop() is False
    assert server.start() is True
    assert _ask(place, "SELECT answer FROM kept") == 42


def test_it_opens_no_port_and_lets_nobody_else_in(place: Home) -> None:
    Postgres(place, durable=False).start()
    assert _ask(place, "SHOW listen_addresses") == ""
    assert place.postgres.stat().st_mode & 0o077 == 0
    assert socket_folder(place).stat().st_mode & 0o077 == 0


def test_after_a_kill_nine_the_next_start_repairs_itself(place: Home) -> None:
    server = Postgres(place)
    server.start()
    _ask(place, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    pid = server.pid()
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert server.start() is True
    assert _ask(place, "SELECT count(*) FROM kept") == 1000


def test_a_stale_pid_file_with_the_number_of_another_process_does_not_stop_it(place: Home) -> None:
    server = Postgres(place, durable=False)
    server.start()
    server.stop()
    stale = f"{os.getpid()}\n{server.data.resolve()}\n1\n5432\n{socket_folder(place)}\n\n  1 1\nready\n"
    (server.data / "postmaster.pid").write_text(stale)
    assert server.pid() is None
    assert server.start() is True
    assert _ask(place, "SELECT 1") == 1


def test_an_unfinished_cluster_is_not_taken_for_one(place: Home) -> None:
    server = Postgres(place, durable=False)
    server.start()
    server.stop()
    (server.data / "PG_VERSION").unlink()
    server.data.rename(place.postgres / "data.broken")
    assert server.start() is True


@pytest.mark.race
def test_many_processes_that_start_at_once_start_one_server(place: Home) -> None:
    script = (
        "import sys; from pathlib import Path; from hanjo.config.home import Home;"
        "from hanjo.config.postgres import Postgres;"
        "print(Postgres(Home(Path(sys.argv[1])), durable=False).start())"
    )
    asked = [
        subprocess.Popen([sys.executable, "-c", script, str(place.path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [process.communicate()[0].strip() for process in asked]
    assert sorted(answers) == ["False", "False", "False", "True"]


def test_permissions_of_folders_that_were_there_are_never_changed() -> None:
    closed = Path(tempfile.mkdtemp(prefix="hanjo-closed-"))
    home = Home(closed / "home")
    try:
        before = closed.stat().st_mode
        Postgres(home, durable=False).start()
        assert closed.stat().st_mode == before
        assert before & 0o077 == 0
        assert _ask(home, "SELECT 1") == 1
    finally:
        _throw_away(home)
        shutil.rmtree(closed)


def test_a_home_with_a_long_name_gets_a_short_socket(place: Home) -> None:
    home = Home(place.path / ("とても長い名前のフォルダ" * 4))
    place.path.mkdir()
    try:
        Postgres(home, durable=False).start()
        assert len(os.fsencode(f"{socket_folder(home)}/.s.PGSQL.5432")) <= LONGEST
        assert _ask(home, "SELECT 1") == 1
    finally:
        _throw_away(home)


def test_two_homes_have_two_servers(place: Home) -> None:
    other = Home(place.path.with_name("other"))
    try:
        for home, word in ((place, "one"), (other, "two")):
            Postgres(home, durable=False).start()
            _ask(home, f"CREATE TABLE word AS SELECT '{word}'::text AS word")
        assert (_ask(place, "SELECT word FROM word"), _ask(other, "SELECT word FROM word")) == ("one", "two")
    finally:
        _throw_away(other)


def _borrow(path: str, begun: str, end: str) -> None:
    os.environ.pop("HANJO_DATABASE_URL", None)
    with borrowed(Home(Path(path))):
        Path(begun).touch()
        while not Path(end).exists():
            time.sleep(0.02)


def test_the_last_of_those_who_borrow_the_server_stops_it(place: Home, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = []
    for name in ("a", "b"):
        arguments = (str(place.path), str(tmp_path / f"{name}.begun"), str(tmp_path / f"{name}.end"))
        processes.append(spawn.Process(target=_borrow, args=arguments))
        processes[-1].start()
        while not (tmp_path / f"{name}.begun").exists():
            time.sleep(0.02)
    server = Postgres(place, durable=False)
    (tmp_path / "a.end").touch()
    processes[0].join(20)
    assert server.pid()
    (tmp_path / "b.end").touch()
    processes[1].join(20)
    assert server.pid() is None
    assert not (place.path / MARK).exists()
    assert at_work_in(server.data.resolve()) == []


def test_a_server_that_was_running_keeps_running(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANJO_DATABASE_URL", raising=False)
    Postgres(place, durable=False).start()
    with borrowed(place):
        pass
    assert Postgres(place).pid()


def test_memory_follows_the_machine_and_a_small_one_still_starts(tmp_path: Path) -> None:
    small = settings(tmp_path, memory=512 << 20, durable=True)
    large = settings(tmp_path, memory=256 << 30, durable=True)
    assert small["shared_buffers"] == "64MB"
    assert large["shared_buffers"] == "4096MB"
    assert "fsync" not in small


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://u:p%40ss@db.example:6432/shop?sslmode=require",
            ("shop", "u", "p@ss", "db.example", "6432"),
        ),
        ("postgresql://hanjo@/shop?host=/run/pg", ("shop", "hanjo", "", "/run/pg", "")),
        ("postgres://db/", ("hanjo", "", "", "db", "")),
    ],
)
def test_an_address_is_read_in_all_its_parts(url: str, expected: tuple[str, ...]) -> None:
    chosen = from_url(url, role="web")
    assert tuple(chosen[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected
    assert chosen["OPTIONS"]["prepare_threshold"] is None
    assert "lock_timeout=3s" in chosen["OPTIONS"]["options"]


def test_another_kind_of_address_is_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        from_url("mysql://x/y", role="web")
