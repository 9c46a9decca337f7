"""While a page is made, the shop's values are read once, and what is changed meanwhile is seen."""

from __future__ import annotations

import pytest

from hanjo.kernel import setting
from hanjo.kernel.actor import Actor

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


def test_any_number_of_values_takes_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest's fixture
    setting.put("a.one", 1, by=BY)
    with setting.read_once(), django_assert_num_queries(1):
        assert (setting.get("a.one", 0), setting.get("a.two", 2), setting.get_many("a.")) == (
            1,
            2,
            {"a.one": 1},
        )


def test_what_is_put_meanwhile_is_read_anew() -> None:
    with setting.read_once():
        assert setting.get("a.one", 0) == 0
        setting.put("a.one", 5, by=BY)
        assert setting.get("a.one", 0) == 5


def test_something_is_looked_up_once_for_a_page_and_every_time_outside() -> None:
    looks: list[int] = []
    for _ in range(2):
        setting.once("thing", lambda: looks.append(1))
    with setting.read_once():
        for _ in range(2):
            setting.once("thing", lambda: looks.append(1))
    assert len(looks) == 3
