"""Charts drawn on the server as SVG, with the same figures as a table below (グラフ).

Six shapes are enough for operations: `line`, `bars`, `stacked`, `spark`, `target_bar`, `heat`. Colours are classes
bound to the tokens, so that dark mode and print follow; a mark may be a link to the rows behind it.
"""

from hanjo.ui.charts.bars import bars, stacked
from hanjo.ui.charts.frame import Series
from hanjo.ui.charts.heat import heat
from hanjo.ui.charts.lines import line, spark
from hanjo.ui.charts.target import target_bar

__all__ = ["Series", "bars", "heat", "line", "spark", "stacked", "target_bar"]
