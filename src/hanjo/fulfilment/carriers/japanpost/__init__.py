"""日本郵便, ゆうパックプリントR and ゆうプリクラウド: a template the shop can edit decides the columns.

Start reading at `template` (what a column may say), then `documented` (the layouts that ship as data), then
`labels`.
"""

from hanjo.fulfilment.carriers.japanpost.codes import CARRIER, windows
from hanjo.fulfilment.carriers.japanpost.labels import write_labels
from hanjo.fulfilment.carriers.japanpost.results import read_results

__all__ = ["CARRIER", "read_results", "windows", "write_labels"]
