"""Where the embedded server's socket lies: a socket's path may not be longer than 107 bytes."""

import hashlib
import os
import tempfile
from pathlib import Path

from hanjo.config.home import Home

LONGEST = 107
NAME = "/.s.PGSQL.5432"


def socket_folder(home: Home) -> Path:
    """Return the folder of the socket: inside the home, or a short one named by the home's path.

    The short folder lies in the temporary folder under the number of the user, and is refused by the
    launcher when somebody else owns it.
    """
    inside = home.postgres / "socket"
    if len(os.fsencode(f"{inside}{NAME}")) <= LONGEST:
        return inside
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"hanjo-{os.getuid()}" / digest
