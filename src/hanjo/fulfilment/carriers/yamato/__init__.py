"""ヤマト運輸, B2クラウド: the 97-column file out, the issued slips back in.

Start reading at `labels` (what goes where), then `layout` (columns and codes), then `results`.
"""

from hanjo.fulfilment.carriers.yamato.labels import write_labels
from hanjo.fulfilment.carriers.yamato.layout import CARRIER, windows
from hanjo.fulfilment.carriers.yamato.results import read_results

__all__ = ["CARRIER", "read_results", "windows", "write_labels"]
