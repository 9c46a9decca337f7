"""Keys of an instance."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hanjo.config.home import Home


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    first = home.key("session")
    assert home.key("session") == first
    assert home.key("seal") != first
    assert (home.keys / "session").stat().st_mode & 0o077 == 0
    assert home.keys.stat().st_mode & 0o077 == 0


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: home.key("session"), range(40)))
    assert len(keys) == 1
    assert [path.name for path in home.keys.iterdir()] == ["session"]
