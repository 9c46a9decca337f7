"""Columns as wide as somebody made them: kept for the person and the view, and brought back to the usual."""

from __future__ import annotations

import pytest

from hanjo.console import commands
from hanjo.kernel.actor import Actor
from hanjo.staff.models import Staff

pytestmark = pytest.mark.django_db
BY = Actor("staff", "hana")


def keep(client, *widths: str, board: str = "orders"):
    return client.post("/me/widths/", {"board": board, "width": list(widths)})


def head(client, address: str = "/orders/") -> str:
    text: str = client.get(address).text
    return text[text.index("head-row") : text.index("board-rows")]


def test_a_width_is_kept_and_drawn_by_a_class_of_the_stylesheet(hana_client, take) -> None:
    take("1")
    assert keep(hana_client, "goods:250", "dest:9999", "no_such:80").status_code == 204
    page = hana_client.get("/orders/").text
    assert "c w-p256" in page  # header and row alike, in steps of 16
    assert page.count("w-p256") == 2
    assert "w-p640" in page
    assert "style=" not in head(hana_client)


def test_nonsense_is_the_usual_width(hana_client, goods) -> None:
    keep(hana_client, "goods:abc", "goods:", ":5", "dest:-3", "total:99999999")
    assert "w-p" not in head(hana_client)
    assert Staff.objects.get(login="hana").board_columns == {}


def test_a_view_has_widths_of_its_own_and_the_board_keeps_its(hana_client, goods) -> None:
    view = commands.save_view("きょう", "due=today", by=BY)
    keep(hana_client, "goods:160")
    keep(hana_client, "goods:320", board=f"orders:{view.pk}")
    assert "w-p160" in head(hana_client)
    assert "w-p320" in head(hana_client, "/orders/?due=today")


def test_the_usual_columns_bring_the_usual_widths(hana_client, goods) -> None:
    keep(hana_client, "goods:160")
    assert "標準に戻す" in hana_client.get("/orders/").text
    hana_client.post("/me/columns/", {"board": "orders", "do": "reset", "back": "/orders/"})
    assert "w-p" not in head(hana_client)


def test_every_column_has_an_edge_that_a_key_can_reach(hana_client, goods) -> None:
    text = head(hana_client)
    assert text.count('role="separator"') == text.count('role="columnheader"') - 1  # all but the ticks
    assert text.count('tabindex="0"') == text.count('role="separator"')


def test_a_stranger_keeps_nothing(client, goods) -> None:
    assert client.post("/me/widths/", {"board": "orders", "width": "goods:160"}).status_code in (
        302,
        303,
        401,
    )
