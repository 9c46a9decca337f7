"""Where the embedded server's socket lies: a socket's path may not be longer than 107 bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from hanjo.config.home import Home

LONGEST = 107
NAME = "/.s.PGSQL.5432.lock"


def socket_folder(home: Home) -> Path:
    """Return the folder of the socket: inside the home, or a short one named by the home's path.

    The short folder lies under /tmp and the number of the user, whatever TMPDIR says, because every process
    of the instance must find the same one; the launcher refuses it when somebody else owns it.
    """
    inside = home.postgres / "socket"
    if max(_length(inside), _length(inside.resolve())) <= LONGEST:
        return inside
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
    return Path("/tmp") / f"hanjo-{os.getuid()}" / digest


def _length(folder: Path) -> int:
    return len(os.fsencode(f"{folder}{NAME}"))
