"""Characters that carriers cannot take are replaced, and every one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanjo.fulfilment.carriers.charset import ALWAYS, BEYOND_JIS, disarm, width, write


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("髙﨑", "高崎"),
        ("𠮷田", "吉田"),
        ("10〜12時", "10～12時"),
        ("1−2", "1－2"),
        ("—–‑", "―--"),
        ("ゔぁ", "ヴぁ"),
        ("か\u3099", "が"),
        ("花子🎁❤️", "花子"),
        ("鷗外", "鴎外"),
        ("葛\U000e0100城", "葛城"),
        ("①㈱", "①㈱"),
        ("Café", "Cafe"),
        ("a\tb\nc", "a b c"),
    ],
)
def test_the_usual_troublemakers(text: str, written: str) -> None:
    assert write(text, {}).text == written


def test_every_replacement_is_listed_and_nothing_else() -> None:
    written = write("髙橋𠮷", {})
    assert written.changed == (("髙", "高"), ("𠮷", "吉"))
    assert write("高橋", {}).changed == ()


def test_the_shop_may_keep_an_extended_character_or_choose_its_own_substitute() -> None:
    assert write("髙", {}, beyond_jis=False).text == "髙"
    assert write("髙", {"髙": "タカ"}).text == "タカ"
    assert write("𠮷髙", {}, unicode=True).text == "𠮷髙"


def test_a_character_without_substitute_is_impossible_not_a_question_mark() -> None:
    written = write("𩸽定食", {})
    assert written.impossible == ("𩸽",)
    assert write("\ue000", {}).impossible == ("\ue000",)
    assert write("\ud800", {}).impossible == ("\ud800",)


def test_the_tables_only_name_substitutes_that_can_be_written() -> None:
    for substitute in [*ALWAYS.values(), *BEYOND_JIS.values()]:
        assert substitute.encode("cp932").decode("cp932") == substitute


def test_a_formula_becomes_text_that_looks_the_same() -> None:
    assert disarm("=1+1") == ("＝1+1", ("=", "＝"))
    assert disarm("@SUM") == ("＠SUM", ("@", "＠"))
    assert disarm("1+1") == ("1+1", None)


@given(st.text(max_size=40))
def test_whatever_is_typed_can_be_encoded_and_its_width_is_its_bytes(text: str) -> None:
    written = write(text, {}).text
    encoded = written.encode("cp932")
    assert width(written) == len(encoded)
    assert encoded.decode("cp932") == written


@given(st.text(max_size=40))
def test_writing_a_written_text_again_changes_nothing(text: str) -> None:
    written = write(text, {}).text
    assert write(written, {}).text == written
