"""A database for as long as somebody needs it, left as it was found."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from hanjo.config.home import Home
from hanjo.config.postgres import Postgres

MARK = "postgres.borrowed"


@contextmanager
def borrowed(home: Home) -> Iterator[None]:
    """Have the instance's database running within the block.

    A real server (HANJO_DATABASE_URL) is used as it is. The embedded one is started when it does not run; the
    last of those who use it stops it then. A server that was running before all of them keeps running.
    """
    if os.environ.get("HANJO_DATABASE_URL"):
        yield
        return
    home.make()
    mark = home.path / MARK
    durable = os.environ.get("HANJO_DURABLE", "1") != "0"
    server = Postgres(home, durable=durable)
    with (home.path / "postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        if server.start():
            mark.touch()
        try:
            yield
        finally:
            if _last(users.fileno()) and mark.exists():
                server.stop()
                mark.unlink()


def _last(users: int) -> bool:
    """Tell whether nobody else uses the server; from then on newcomers wait until we are done."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
