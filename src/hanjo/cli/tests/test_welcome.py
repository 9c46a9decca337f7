"""What a newcomer reads when everything runs: where to look, who to be, what to press first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hanjo import demo
from hanjo.cli import up
from hanjo.config.home import Home

pytestmark = pytest.mark.django_db


def said(capsys: Any, tmp_path: Path) -> str:
    up._welcome(Home(tmp_path), "http://localhost:8000")
    text: str = capsys.readouterr().out
    return text


def test_screen_shop_and_api_have_their_addresses(capsys: Any, tmp_path: Path) -> None:
    text = said(capsys, tmp_path)
    for address in (
        "http://localhost:8000/ ",
        "http://localhost:8000/shop/",
        "http://localhost:8000/api/v1/docs",
    ):
        assert address in text
    assert "hanjo staff create" in text
    assert str(tmp_path) in text


def test_the_demo_names_its_logins_and_the_first_thing_to_press(
    capsys: Any, tmp_path: Path, hana: Any
) -> None:
    login, password, _ = demo.LOGINS[0]
    assert login == hana.login
    text = said(capsys, tmp_path)
    assert f"{login} / {password}" in text
    assert "朝の受注を取り込む" in text


def test_a_shop_with_a_host_of_its_own_is_named_by_it(capsys: Any, tmp_path: Path, settings: Any) -> None:
    settings.SHOP_URL = "https://shop.example.jp"
    assert "https://shop.example.jp" in said(capsys, tmp_path)
