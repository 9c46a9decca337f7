"""How much of a file is read before it is refused (上限)."""

from __future__ import annotations

CHUNK_BYTES = 512 * 1024
#: Rows are cut from pieces that fit the processor's cache and stay below the collector's threshold: measured at half
#: the time of pieces of 512 KB.
TEXT_BYTES = 16 * 1024
#: A decompressed text file or archive, in all.
MAX_TOTAL_BYTES = 1024**3
#: A spreadsheet is held in memory while it is read, so it may be less.
MAX_SHEET_BYTES = 300 * 1024**2
#: More than this is no order file but a trap; small files are let be, because they may compress to nearly nothing.
MAX_RATIO = 150
RATIO_FREE_BYTES = 20 * 1024**2
MAX_ENTRIES = 2000
#: One line of text without an end. The longest true order line (158 columns with remarks) is far below.
MAX_LINE_CHARS = 2 * 1024**2
#: A record that spans lines (a remark with line breaks in quotes) ends within this, or its quote was never closed.
MAX_SPAN_LINES = 400
MAX_SPAN_CHARS = 1024**2
#: What is kept of a cell of a row that was refused.
KEPT_CELL_CHARS = 200
KEPT_CELLS = 300
#: Where a header row is looked for.
HEADER_ROWS = 40
