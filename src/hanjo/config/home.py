"""The folder of one instance: database, pictures, keys, collected assets (HANJO_HOME)."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Where one instance keeps what must survive a restart."""

    path: Path

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    def make(self) -> None:
        """Create the folders; a folder that is there keeps its permissions."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.media, self.static, self.logs):
            folder.mkdir(exist_ok=True)

    def key(self, name: str) -> str:
        """Return the secret called `name`, made on first use, readable by its owner only.

        Two processes that start at once agree: the file is linked into place, and the one that comes
        second reads what the first has written.
        """
        file = self.keys / name
        if not file.exists():
            self.make()
            draft = self.keys / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(secrets.token_urlsafe(48))
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text(encoding="ascii").strip()


def home() -> Home:
    """Return the home of this process: HANJO_HOME, or `.hanjo` in the user's own folder."""
    return Home(Path(os.environ.get("HANJO_HOME") or Path.home() / ".hanjo").absolute())
