"""Who runs the embedded server: PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "hanjo"
STAND_INS = ("postgres", "daemon", "nobody")


@dataclass(frozen=True)
class ServerUser:
    """The system user of the server; `switch` is empty when we are that user already."""

    uid: int
    gid: int
    switch: bool

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with an environment of its own and no rights of ours."""
        if self.switch:
            options.update(user=self.uid, group=self.gid, extra_groups=[])
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/", env=environment, umask=0o077, text=True, check=False, **options,
        )  # fmt: skip

    def reaches(self, path: Path) -> bool:
        """Tell whether this user can come to a path that exists."""
        return self.run("/bin/sh", "-c", 'test -r "$1"', "sh", path).returncode == 0

    def own(self, folder: Path) -> None:
        """Make a folder that belongs to this user alone; its parents are left as they are."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def server_user() -> ServerUser:
    """Return ourselves, or, when we are root, a dedicated system user (made when missing)."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid(), switch=False)
    if not _known(NAME) and shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", NAME],
            check=False, capture_output=True,
        )  # fmt: skip
    for name in (NAME, *STAND_INS):
        entry = _known(name)
        if entry:
            return ServerUser(entry.pw_uid, entry.pw_gid, switch=True)
    raise RuntimeError(
        "root では PostgreSQL を動かせません。システム利用者 hanjo を作るか、一般の利用者で起動してください。"
    )


def _known(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
