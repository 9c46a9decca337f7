"""日本郵便 クリックポスト: まとめ申込, 8 columns, at most 40 parcels a file.

Start reading at `labels`; the file has no column for our key, so results are read by name when one is given.
"""

from hanjo.fulfilment.carriers.clickpost.labels import CARRIER, windows, write_labels
from hanjo.fulfilment.carriers.clickpost.results import read_results

__all__ = ["CARRIER", "read_results", "windows", "write_labels"]
