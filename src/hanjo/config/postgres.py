"""The embedded PostgreSQL of an instance: start, stop, status.

Nothing is kept about the server but what the server itself keeps (postmaster.pid in its data folder), so that
a kill -9 of anything leaves nothing behind that the next start does not understand.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from hanjo.config.database import EMBEDDED_NAME, EMBEDDED_USER, embedded_url
from hanjo.config.home import Home, home
from hanjo.config.postgres_program import programs
from hanjo.config.postgres_settings import as_text, memory_of_machine, settings
from hanjo.config.postgres_user import ServerUser, server_user
from hanjo.config.sockets import socket_folder

ELSEWHERE = Path("/var/lib/hanjo")
PATIENCE = 60.0


class PostgresError(RuntimeError):
    """The embedded server does not do what it should; the text is for people."""


@dataclass
class Postgres:
    """The server of one home."""

    home: Home
    durable: bool = True
    user: ServerUser = field(default_factory=server_user)

    @property
    def data(self) -> Path:
        return self.home.postgres / "data"

    @property
    def log(self) -> Path:
        return self.home.postgres / "server.log"

    def pid(self) -> int | None:
        """Return the number of the running server, or nothing; a stale pid file is nothing."""
        try:
            pid = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if _is_postgres(pid) else None

    def ready(self) -> bool:
        """Tell whether the server answers."""
        try:
            self._connect(EMBEDDED_NAME).close()
        except psycopg.Error:
            return False
        return True

    def start(self) -> bool:
        """Start the server and wait until it answers; tell whether it was us who started it."""
        with self._alone():
            if self.pid() and self._wait(PATIENCE):
                return False
            self._make_place()
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            self._write_settings()
            self._launch()
            self._make_database()
            return True

    def stop(self) -> bool:
        """Stop the server, ending its sessions; tell whether there was one."""
        with self._alone():
            if not self.pid():
                return False
            answer = self._run("pg_ctl", "-D", self._real(self.data), "-m", "fast", "-w", "-t", "60", "stop")
            if answer.returncode and self.pid():
                raise PostgresError(f"PostgreSQL を止められません。\n{answer.stdout}{answer.stderr}")
            return True

    # -- places ---------------------------------------------------------------------------------------

    def _make_place(self) -> None:
        """Make the server's folder inside the home, or elsewhere when its user cannot come there.

        Permissions of folders that were there are never changed. A home that only root may enter gets a
        link to a folder of its own under /var/lib/hanjo instead.
        """
        self.home.make()
        place = self.home.postgres
        if not place.exists():
            place.unlink(missing_ok=True)  # a link whose folder is gone
            if self.user.reaches(self.home.path):
                self.user.own(place)
            else:
                ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
                folder = ELSEWHERE / secrets.token_hex(8)
                self.user.own(folder)
                place.symlink_to(folder)
        if not self.user.reaches(place.resolve()):
            raise PostgresError(
                f"PostgreSQL の利用者が {place.resolve()} に入れません。持ち主と権限をお確かめください。"
            )
        socket = socket_folder(self.home)
        if socket.parent != place:
            _private_parent(socket.parent)
        self.user.own(socket)

    def _make_cluster(self) -> None:
        """Make the data folder; one that was not finished is not taken for one."""
        draft = self._real(self.home.postgres) / f"data.{secrets.token_hex(4)}"
        answer = self._run(
            "initdb", "-D", draft, "-U", EMBEDDED_USER, "-E", "UTF8", "-A", "trust", "--no-instructions",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        if answer.returncode:
            raise PostgresError(f"データベースを作れませんでした。\n{answer.stdout}{answer.stderr}")
        self._write(draft / "pg_hba.conf", "local all all trust\n")
        self._write(draft / "postgresql.conf", "include_if_exists = 'hanjo.conf'\n")
        draft.rename(self._real(self.data))

    def _write_settings(self) -> None:
        socket = self._real(socket_folder(self.home))
        chosen = settings(socket, memory=memory_of_machine(), durable=self.durable)
        self._write(self._real(self.data) / "hanjo.conf", as_text(chosen))

    def _write(self, path: Path, text: str) -> None:
        """Write a file as the server's user: root follows no link that lies in somebody else's folder."""
        self.user.run("/bin/sh", "-c", 'cat > "$1"', "sh", path, input=text).check_returncode()

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [EMBEDDED_NAME])
            if not found.fetchone():
                connection.execute(f"CREATE DATABASE {EMBEDDED_NAME}")

    # -- running --------------------------------------------------------------------------------------

    def _launch(self) -> None:
        self._bury_the_dead()
        answer = self._run(
            "pg_ctl", "-D", self._real(self.data), "-l", self._real(self.home.postgres) / "server.log",
            "-w", "-t", str(int(PATIENCE)), "start",
        )  # fmt: skip
        if answer.returncode:
            tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""
            raise PostgresError(f"PostgreSQL が起動しません。\n{answer.stdout}\n{tail}")

    def _bury_the_dead(self) -> None:
        """After a kill -9: wait for the old server's children to end, then remove what it left behind.

        PostgreSQL does so itself, except where its number now belongs to another process (after a crash of
        the machine, in a new container) or to a dead one that nobody has collected.
        """
        data = self._real(self.data)
        until = time.monotonic() + PATIENCE
        while at_work_in(data):
            if time.monotonic() > until:
                raise PostgresError(f"前の PostgreSQL の子プロセスが {data} を使い続けています。")
            time.sleep(0.1)
        if Path("/proc/self").exists():
            (data / "postmaster.pid").unlink(missing_ok=True)
            (self._real(socket_folder(self.home)) / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        folder = programs(self.user, self._real(self.home.postgres))
        # The server inherits what pg_ctl holds, so its answers go to a file, not to a pipe that never ends.
        with (self.home.logs / "postgres-start.log").open("w+", encoding="utf-8") as out:
            done = self.user.run(folder / program, *arguments, stdout=out, stderr=subprocess.STDOUT)
            out.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), "")

    def _wait(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.pid() and time.monotonic() < until:
            if self.ready():
                return True
            time.sleep(0.1)
        return False

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(socket_folder(self.home)),
            user=EMBEDDED_USER,
            dbname=name,
            autocommit=True,
            connect_timeout=5,
        )

    def _real(self, path: Path) -> Path:
        """The server's user may be unable to follow a link that lies in our home."""
        return path.resolve()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop the server of this home."""
        self.home.make()
        with (self.home.path / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _is_postgres(pid: int) -> bool:
    """Tell whether a process is a PostgreSQL: numbers are used again after a crash or in a new container."""
    try:
        return "postgres" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0", 1)[0].decode(
            errors="replace"
        )
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in answer.stdout


def at_work_in(folder: Path) -> list[int]:
    """Return the processes that work in a folder, as every process of a PostgreSQL does in its data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
        except OSError:
            continue  # it has ended, or it is not ours
    return found


def _private_parent(folder: Path) -> None:
    """Make the short folder under /tmp, and trust it only when it is ours and nobody else may write in it."""
    folder.mkdir(mode=0o711, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.getuid() or state.st_mode & 0o022:
        raise PostgresError(
            f"{folder} が、ほかの利用者のものです。HANJO_HOME をもっと短い場所にしてください。"
        )


def main(arguments: list[str]) -> int:
    """`python -m hanjo.config.postgres start|stop|status`: for scripts; `start` prints the address."""
    server = Postgres(home(), durable=os.environ.get("HANJO_DURABLE", "1") != "0")
    match arguments:
        case ["start"]:
            server.start()
            sys.stdout.write(f"{embedded_url(server.home)}\n")
        case ["stop"]:
            server.stop()
        case ["status"]:
            return 0 if server.pid() else 1
        case _:
            sys.stderr.write("start, stop, status\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
