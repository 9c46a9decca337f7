"""The list of keys is whole, nothing on it clashes, and a person's own keys are checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hanjo.ui import shortcuts

SOURCE = Path(shortcuts.__file__).parent.parent
DECLARED = re.compile(r'\b(?:data-key|key)="([^"{}]{1,3})"')
BUILT_IN = re.compile(r'^(?:keys\.on|bind)\("([^"]+)"', re.MULTILINE)


def test_every_single_key_of_a_template_stands_on_the_list() -> None:
    strays = {
        (path.name, key)
        for path in SOURCE.rglob("templates/**/*.html")
        if "ui" not in path.relative_to(SOURCE).parts[:1]
        for key in DECLARED.findall(path.read_text())
        if key not in shortcuts.SHORTCUTS
    }
    assert strays == set()


def test_every_single_key_of_the_scripts_stands_on_the_list() -> None:
    scripts = "\n".join(path.read_text() for path in (SOURCE / "ui/static/ui/js").glob("*.js"))
    letters = {key.removeprefix("shift+") for key in BUILT_IN.findall(scripts)}
    assert {key for key in letters if len(key) == 1} - set(shortcuts.SHORTCUTS) == set()


def test_the_list_itself_has_no_clash() -> None:
    assert shortcuts.clash({}) is None


def test_two_keys_pressed_alike_are_found_and_a_swap_is_fine() -> None:
    assert shortcuts.clash({"n": "b"}) == ("n", "b", "b")
    assert shortcuts.clash({"n": "b", "b": "n"}) is None
    assert shortcuts.clash({"g h": "o"}) == ("g h", "g o", "o")
    assert shortcuts.clash({"n": "", "b": ""}) is None


def test_a_second_stroke_may_use_a_letter_that_acts_alone() -> None:
    assert shortcuts.clash({"g h": "n"}) is None


@pytest.mark.parametrize("typed", ["z", "alt+z", "", "/"])
def test_letters_and_alt_with_a_letter_are_keys(typed: str) -> None:
    assert shortcuts.is_key("n", typed)


@pytest.mark.parametrize("typed", ["zz", "ctrl+w", "alt+", "1", "あ", "alt+é"])
def test_nothing_else_is_a_key(typed: str) -> None:
    assert not shortcuts.is_key("n", typed)
