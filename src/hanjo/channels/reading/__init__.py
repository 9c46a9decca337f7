"""Reading (読み取り): from any file a shop can export to rows, groups and values, in flat memory.

Owns: finding container, encoding, delimiter and header; rows, broken rows, groups; numbers, money and dates of cells.
Promises: a file ends in rows with verdicts or in `UnreadableFile`, never in another exception; no clock, no Django.
Start reading at: opening.py, table.py, grouping.py, cells.py
"""

from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.grouping import ByColumn, group, scattered_keys
from hanjo.channels.reading.headers import Headers
from hanjo.channels.reading.opening import open_table, open_tables
from hanjo.channels.reading.table import Batch, Table
from hanjo.channels.reading.tally import Tally

__all__ = [
    "BadCell",
    "Batch",
    "ByColumn",
    "Headers",
    "Table",
    "Tally",
    "group",
    "open_table",
    "open_tables",
    "scattered_keys",
]
