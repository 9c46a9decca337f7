"""佐川急便, e飛伝Ⅲ: the 74-column file out, 出荷実績 back in.

Start reading at `labels` (what goes where), then `layout` (columns and codes), then `results`.
"""

from hanjo.fulfilment.carriers.sagawa.labels import write_labels
from hanjo.fulfilment.carriers.sagawa.layout import CARRIER, windows
from hanjo.fulfilment.carriers.sagawa.results import read_results

__all__ = ["CARRIER", "read_results", "windows", "write_labels"]
