"""The table of conformity names only tests that there are, and leaves out none that there is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"\bT-([A-Z]+)-([0-9]{2})\b")
PROVEN = re.compile(r"def test_t_([a-z]+)_([0-9]{2})_")


def proven() -> set[str]:
    """Every id for which some test stands."""
    files = [*(ROOT / "src").rglob("test_*.py"), *(ROOT / "tests").rglob("test_*.py")]
    return {
        f"T-{group.upper()}-{number}"
        for file in files
        for group, number in PROVEN.findall(file.read_text(encoding="utf-8"))
    }


def named() -> set[str]:
    """Every id in the table."""
    text = (ROOT / "docs" / "conformity.md").read_text(encoding="utf-8")
    return {f"T-{group}-{number}" for group, number in NAMED.findall(text)}


def test_every_id_in_the_table_has_a_test_and_every_test_with_an_id_is_in_the_table() -> None:
    assert sorted(named() - proven()) == []
    assert sorted(proven() - named()) == []


def test_every_path_in_the_table_is_there() -> None:
    text = (ROOT / "docs" / "conformity.md").read_text(encoding="utf-8")
    paths = re.findall(r"`([a-z_]+/[\w./]*)`", text)
    assert paths
    assert [one for one in paths if not (ROOT / "src" / "hanjo" / one).exists()] == []
