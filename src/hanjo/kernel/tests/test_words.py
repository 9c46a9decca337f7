"""Refusals, words, moves and text: small things that everything else says."""

from __future__ import annotations

import json
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.kernel.moves import Moves, NotAllowedNow
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import cp932_width, digits, katakana, narrow, search_key, tidy
from hanjo.kernel.word import Word


class Door(Word):
    """The life of a door."""

    OPEN = "open", "開いている"
    SHUT = "shut", "閉まっている"


class TooWide(Refusal):
    """A thing that does not fit."""

    code: ClassVar[str] = "too_wide"
    message: ClassVar[str] = "{thing} は {width} cm で、入りません。"
    fix: ClassVar[str] = "{width} cm より広い箱を選んでください。"


MOVES = Moves({"shut": ({Door.OPEN}, Door.SHUT), "open": ({Door.SHUT}, Door.OPEN)})


def test_a_refusal_says_what_and_what_to_do() -> None:
    refusal = TooWide(thing="箱", width=90)
    assert str(refusal) == refusal.text == "箱 は 90 cm で、入りません。"
    assert refusal.advice == "90 cm より広い箱を選んでください。"
    assert refusal.facts == {"thing": "箱", "width": 90}


def test_a_refusal_about_braces_says_them_as_they_are() -> None:
    assert TooWide(thing="{width} {x}", width=1).text == "{width} {x} は 1 cm で、入りません。"


def test_a_word_is_stored_as_its_value_and_shown_by_its_label() -> None:
    assert Door("open") is Door.OPEN
    assert json.dumps([Door.OPEN]) == '["open"]'
    assert f"{Door.SHUT}" == "shut"
    assert Door.SHUT.label == "閉まっている"
    assert Door.choices() == [("open", "開いている"), ("shut", "閉まっている")]
    with pytest.raises(ValueError, match="ajar"):
        Door("ajar")


@pytest.mark.parametrize("verb", ["open", "shut"])
@pytest.mark.parametrize("state", list(Door))
def test_a_verb_leads_only_where_the_table_says(verb: str, state: Door) -> None:
    if (verb, state) in {("shut", Door.OPEN), ("open", Door.SHUT)}:
        assert MOVES.allowed(verb, state)
        assert MOVES.target(verb, state) is (Door.SHUT if verb == "shut" else Door.OPEN)
    else:
        assert not MOVES.allowed(verb, state)
        with pytest.raises(NotAllowedNow, match=state.label):
            MOVES.target(verb, state)


def test_a_verb_that_the_table_lacks_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        MOVES.target("paint", Door.OPEN)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("６５０－０００１", "650-0001"),
        ("０７８ー３３３ー００００", "078-333-0000"),
        ("078−333‐0000", "078-333-0000"),
        ("ＡＢ－１２", "AB-12"),
        (" a@example.jp ", "a@example.jp"),
        ("ａ＠ｅｘａｍｐｌｅ．ｊｐ", "a@example.jp"),
    ],
)
def test_codes_and_numbers_become_narrow(written: str, folded: str) -> None:
    assert narrow(written) == folded


def test_digits_katakana_and_search() -> None:
    assert digits("〒６５０－０００１") == "6500001"
    assert katakana("ﾐﾎﾝ はなこ") == "ミホン ハナコ"
    assert search_key("ミホン　花子") == search_key("みほん 花子") == search_key("ﾐﾎﾝ花子")


def test_a_name_is_tidied_and_never_folded() -> None:
    assert tidy("髙橋①　㈱\x00\t ") == "髙橋① ㈱"
    assert tidy("  a  b ") == "a b"


@given(st.text())
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "\x00" not in tidy(text)


@given(st.text())
def test_narrow_twice_is_narrow_once(text: str) -> None:
    assert narrow(narrow(text)) == narrow(text)


def _in_cp932(letter: str) -> bool:
    return letter.isprintable() and letter.encode("cp932", "ignore") != b""


@given(st.text(alphabet=[chr(n) for n in range(0x20, 0xFFFF) if _in_cp932(chr(n))]))
def test_the_width_is_what_a_carrier_counts_in_bytes(text: str) -> None:
    assert cp932_width(text) == len(text.encode("cp932"))
