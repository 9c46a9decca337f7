"""Charts: the figures are in the marks, in the table, and nothing breaks on none or zero."""

import pytest

from hanjo.ui import charts
from hanjo.ui.charts import frame
from hanjo.ui.formats import yen

DAYS = ["11/1", "11/2", "11/3"]


def test_a_stacked_bar_is_as_tall_as_the_sum_of_its_parts() -> None:
    drawn = charts.stacked(
        "売上", DAYS, [charts.Series("本店", [10, 20, 30]), charts.Series("楽天", [10, 0, 10])], write=yen
    )
    assert drawn.count('class="f1"') == 3 + 1
    assert drawn.count('<rect class="f2"') == 2 + 1
    assert "11/3　計 ¥40　本店 ¥30　楽天 ¥10" in drawn
    assert "<title" in drawn


def test_the_table_says_what_the_picture_shows() -> None:
    drawn = charts.line("推移", DAYS, [charts.Series("今年", [1, 2, 3])])
    assert drawn.count('<th scope="row">') == 3
    assert '<td class="num">3</td>' in drawn
    assert drawn.count("data-tip") == 3


def test_a_bar_can_lead_to_its_rows() -> None:
    drawn = charts.bars("数", DAYS, [1, 2, 3], links=["/o?on=1", "/o?on=2&x=1", ""])
    assert drawn.count("<a href=") == 2
    assert "/o?on=2&amp;x=1" in drawn


@pytest.mark.parametrize("values", [[], [0, 0, 0], [5]])
def test_nothing_and_zero_still_draw(values: list[int]) -> None:
    labels = DAYS[: len(values)]
    assert "<svg" in charts.line("無", labels, [charts.Series("a", values)])
    assert "<svg" in charts.bars("無", labels, values)
    assert "<svg" in charts.spark("無", values)
    assert "<svg" in charts.heat("無", labels, [charts.Series("月", values)])
    assert "<svg" in charts.target_bar(
        "無", [(label, value, 0) for label, value in zip(labels, values, strict=True)]
    )


def test_reached_and_missed_goals_differ_in_word_and_class() -> None:
    drawn = charts.target_bar("目標", [("楽天", 3, 2), ("本店", 1, 2)])
    assert "楽天 3（目標 2・達成）" in drawn
    assert "本店 1（目標 2・未達）" in drawn
    assert ('class="over"' in drawn, 'class="under"' in drawn) == (True, True)


@pytest.mark.parametrize(("value", "top"), [(0, 1), (7, 8), (93, 100), (2.1, 4), (1_200_000, 2_000_000)])
def test_the_axis_ends_on_a_round_figure(value: float, top: float) -> None:
    assert frame.nice_top(value) == top


def test_large_figures_are_told_in_ten_thousands() -> None:
    assert (frame.axis_word(2_500_000), frame.axis_word(120_000_000), frame.axis_word(2.5)) == (
        "250万",
        "1.2億",
        "2.5",
    )


def test_no_chart_carries_a_style() -> None:
    drawn = charts.heat("時間", DAYS, [charts.Series("月", [1, 2, 3])]) + charts.spark("x", [1, 2])
    assert "style=" not in drawn
