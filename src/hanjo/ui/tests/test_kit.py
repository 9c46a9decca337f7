"""The macros: strict about names, safe with text, and the same in a page and in a block rendered alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError

from hanjo.ui import render as rendering
from hanjo.ui import words
from hanjo.ui.board import Column, columns
from hanjo.ui.web.views import kit

KIT_PAGE = (Path(words.__file__).parent / "templates/ui/kit_page.html").read_text(encoding="utf-8")
FRAME = {"app_bar", "foot_tabs", "side_nav"}
KIT = "".join(
    path.read_text(encoding="utf-8")
    for path in (Path(words.__file__).parent / "templates/ui/kit").glob("*.html")
)


def draw(source: str, **context: Any) -> str:
    return engines["jinja2"].env.from_string(source).render(**context)


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/_kit/", {"mall": "r", "after": "9"})


def test_the_story_page_draws_every_state(request_: HttpRequest, settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = []
    text = kit(request_).content.decode()
    assert text.count('<section class="story"') == 9
    assert "style=" not in text
    assert "{{" not in text


def test_every_macro_has_its_story() -> None:
    names = set(engines["jinja2"].env.globals["ui"]._names())
    used = {
        name for name in names if re.search(rf"(?<!macro )\b{name}\(", KIT) and f"{name}(" not in KIT_PAGE
    }
    assert {name for name in names if f"ui.{name}(" not in KIT_PAGE} - used - FRAME == set()


def test_a_misspelt_name_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        draw("{{ ui.badge('ok', wrod) }}")
    with pytest.raises(UndefinedError):
        draw("{{ ui.bagde('ok', 'x') }}")


def test_a_colour_without_a_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown status family"):
        draw("{{ ui.badge('pink', 'x') }}")


def test_a_width_that_no_stylesheet_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown width"):
        Column("a", "A", "huge")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.badge('ok', bad) }}",
        "{{ ui.item(bad, bad) }}",
        "{{ ui.button(bad, attrs={'title': bad}) }}",
        "{{ ui.text('n', bad, bad, help=bad, errors=[bad]) }}",
        "{{ ui.diff([(bad, bad, 'x')]) }}",
        "{{ ui.scan_result('ng', title=bad, expected=bad) }}",
        "{{ ui.refusal(bad, bad, bad) }}",
        "{{ ui.textarea('n', bad, bad) }}",
        "{{ charts.bars(bad, [bad], [1]) }}",
        "{{ charts.heat(bad, [bad], rows) }}",
    ],
)
def test_text_from_outside_is_never_markup(source: str) -> None:
    from hanjo.ui.charts import Series

    bad = "<img src=x onerror=alert(1)>\"'"
    text = draw(source, bad=bad, rows=[Series(bad, [1])])
    assert "<img" not in text
    assert "&lt;img" in text


def test_a_row_alone_is_the_row_of_the_page() -> None:
    col = columns(Column("no", "番号", "l"), Column("total", "合計", "s", num=True))
    source = (
        "{% call ui.board('一覧', col) %}{% block row %}{% call ui.row(7, 'R-7', '/o/7') %}"
        "{{ ui.cell_id(col.no, 'R-7', '/o/7') }}{{ ui.cell_money(col.total, -1980) }}"
        "{% endcall %}{% endblock %}{% endcall %}"
    )
    template = engines["jinja2"].env.from_string(source)
    alone = rendering.block_text(template, "row", {"col": col})
    assert alone in template.render(col=col)
    assert 'role="row"' in alone
    assert 'id="row-7"' in alone
    assert "−¥1,980" in alone


def test_an_unknown_block_is_an_error() -> None:
    template = engines["jinja2"].env.from_string("{% block a %}x{% endblock %}")
    with pytest.raises(KeyError, match="no block 'b'"):
        rendering.block_text(template, "b", {})


def test_an_htmx_request_gets_the_block_that_is_named_like_its_target(settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = []
    whole = RequestFactory().get("/_kit/")
    part = RequestFactory().get("/_kit/", headers={"HX-Request": "true", "HX-Target": "frame"})
    boosted = RequestFactory().get(
        "/_kit/", headers={"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "frame"}
    )
    text = kit(part).content.decode()
    assert text.lstrip().startswith("<section")
    assert text.strip() in kit(whole).content.decode()
    assert kit(boosted).content.decode().startswith("<!doctype html>")
    assert "HX-Request" in kit(part).headers["Vary"]


def test_a_part_never_asks_the_shell(settings: Any) -> None:
    settings.HANJO_SHELL_CONTEXT = ["hanjo.no.such.hook"]
    part = RequestFactory().get("/", headers={"HX-Request": "true"})
    answer = rendering.refused(part, "在庫が足りません", fix="入荷を待ってください")
    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith('<div class="refusal"')


def test_sentences_travel_in_one_header_with_their_way_back() -> None:
    from django.http import HttpResponse

    answer = rendering.say(rendering.trigger(HttpResponse(), "hanjo:close"), "保留にしました", undo="/u/1/")
    header = answer.headers["HX-Trigger"]
    assert header.isascii()
    assert "hanjo:close" in header
    assert "/u/1/" in header


def test_conditions_change_one_at_a_time(request_: HttpRequest) -> None:
    from hanjo.ui.jinja import with_query

    assert with_query(request_, after=None) == "/_kit/?mall=r"
    assert with_query(request_, mall=["r", "y"], after=None) == "/_kit/?mall=r&mall=y"
    assert with_query(request_, mall="", after=None) == "/_kit/"


def test_a_sentence_after_a_redirect_keeps_its_tone_and_undo() -> None:
    from django.contrib.messages.storage.base import Message

    flash = words.Flash.of(Message(25, "保留にしました", extra_tags="undo=/u/1/"))
    assert (flash.tone, flash.undo) == ("ok", "/u/1/")
    assert words.Flash.of(Message(40, "だめ")).tone == "danger"
