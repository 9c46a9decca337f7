"""What the demo says where nothing has been planted."""

from __future__ import annotations

import pytest

from hanjo import demo


@pytest.mark.django_db
def test_the_tour_says_what_to_do_in_an_empty_house() -> None:
    said: list[str] = []
    demo.tour(said.append)
    assert said == ["デモ店がまだありません。先に hanjo demo seed を実行してください。"]
