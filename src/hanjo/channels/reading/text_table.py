"""CSV and TSV, row by row, in flat memory (CSV の読み取り).

The common case runs in C: a chunk of whole lines goes through `csv.reader` at once, and is accepted when every row
has the header's width. Only a chunk in which something is wrong (an open quote, a wrong width, a NUL, an endless
line, a byte that does not fit the encoding) is cut again line by line, so that each broken row is found and the rows
after it survive: an unclosed quote costs its own line, never the rest of the file.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hanjo.channels.reading.encoding import Encoding
from hanjo.channels.reading.headers import Headers
from hanjo.channels.reading.limits import (
    CHUNK_BYTES,
    KEPT_CELL_CHARS,
    MAX_LINE_CHARS,
    MAX_SPAN_CHARS,
    MAX_SPAN_LINES,
    TEXT_BYTES,
)
from hanjo.channels.reading.source import Source
from hanjo.channels.reading.table import Batch, Table, kept

_LINE_ENDS = "\r\n"
UNCLOSED = '引用符（"）が正しく閉じていないため、列に分けられません（ファイルの {line} 行目）。'
TOO_LONG = "1 つの項目が長すぎます（13 万文字まで。ファイルの {line} 行目）。"
WRONG_WIDTH = "列の数が {found} で、見出しの {width} と合いません（ファイルの {line} 行目）。"
CUT_OFF = (
    "ファイルの最後の行が途中で切れています（ファイルの {line} 行目）。もう一度ダウンロードしてください。"
)
NUL = "文字として読めないデータ（NUL）が含まれています（ファイルの {line} 行目）。"
LOST = "文字コード {encoding} として読めない文字があります（ファイルの {line} 行目）。"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines are cut: delimiter, whether quotes mean anything, and where the rows begin."""

    delimiter: str
    quoted: bool
    skip_lines: int  # preamble and header

    def reader(self, lines: object, *, strict: bool = True) -> Iterator[list[str]]:
        """The standard reader for this shape."""
        quoting = csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoting, strict=strict)  # type: ignore[arg-type]  # the quoting constants are plain numbers


class TextTable(Table):
    """A CSV or TSV file."""

    def __init__(self, source: Source, encoding: Encoding, headers: Headers, shape: Shape) -> None:
        super().__init__(
            name=source.name, headers=headers, encoding=encoding.label, delimiter=shape.delimiter
        )
        self._source = source
        self._codec = encoding
        self.shape = shape
        if source.cut_short:
            self.warnings.append("圧縮ファイルが途中で切れています。読めたところまでを取り込みます。")
        if not encoding.clean:
            self.warnings.append(f"文字コード {encoding.label} として読めない文字がありました。")

    def _read(self) -> Iterator[Batch]:
        return _Cutter(self._source, self._codec, self.shape, len(self.headers)).batches()

    def column_values(self, column: int) -> Iterator[str]:
        """The values of one column, in file order, without cutting the other cells.

        Raises `NotPlain` where quotes make that unsafe: a quoted delimiter before the column, a cell of several lines.
        """
        separator = self.shape.delimiter
        cutter = _Cutter(self._source, self._codec, self.shape, len(self.headers))
        for text, _ in cutter.texts(CHUNK_BYTES):
            lines = text.splitlines() if "\r" in text else text.split("\n")
            if (
                self.shape.quoted
                and '"' in text
                and any(line.count('"') % 2 for line in lines if '"' in line)
            ):
                raise NotPlain
            if column == 0:
                yield from [line.partition(separator)[0].strip('"') for line in lines if line]
            elif self.shape.quoted and '"' in text:
                raise NotPlain
            else:
                yield from [
                    (line.split(separator, column + 1) + [""] * column)[column] for line in lines if line
                ]


class NotPlain(Exception):
    """The text has quotes: its columns cannot be found without cutting it properly."""


class _Cutter:
    """One walk over the file. Keeps what a chunk leaves over, and counts rows and lines."""

    def __init__(self, source: Source, encoding: Encoding, shape: Shape, width: int) -> None:
        self._source = source
        self._encoding = encoding
        self._shape = shape
        self._width = width
        self._blank: Sequence[str] = [""] * width
        self._carry = ""
        self._row = 1  # number of the next data row
        self._line = shape.skip_lines + 1  # file line of the next row
        self._overflow = ""  # the beginning of a line that is too long

    def texts(self, size: int = TEXT_BYTES) -> Iterator[tuple[str, bool]]:
        """The text after the header in pieces of whole lines; True with the last piece."""
        skip = self._shape.skip_lines
        decoder = codecs.getincrementaldecoder(self._encoding.codec)("replace")
        for piece in self._source.pieces(size):
            text = self._carry + decoder.decode(piece)
            if skip:
                whole = io.StringIO(text, newline="")
                for _ in range(skip):
                    whole.readline()
                text = whole.read()
                skip = 0
            text = self._drop_overflow(text)
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1
            if self._source.cut_short:  # the last line is never trusted: what followed it is lost
                end = text.rfind("\n", 0, max(end - 1, 0)) + 1
            self._carry = text[end:]
            if end:
                yield text[:end], False
            if len(self._carry) > MAX_LINE_CHARS:
                self._overflow, self._carry = self._overflow or self._carry[:KEPT_CELL_CHARS], ""
        last = self._carry + decoder.decode(b"", True)
        self._carry = ""
        yield self._drop_overflow(last, final=True), True

    def _drop_overflow(self, text: str, *, final: bool = False) -> str:
        """While inside an endless line: nothing until it ends; then a stand-in for it that is refused as too long."""
        if not self._overflow:
            return text
        end = text.find("\n")
        if end < 0 and not final:
            return ""
        head, self._overflow = self._overflow.replace('"', ""), ""
        rest = text[end + 1 :] if end >= 0 else ""
        return head[:KEPT_CELL_CHARS] + "x" * csv.field_size_limit() + "\n" + rest

    def batches(self) -> Iterator[Batch]:
        """All rows."""
        for text, final in self.texts():
            if text:
                yield self._cut(text, final)

    def _cut(self, text: str, final: bool) -> Batch:
        if not (
            "\0" in text or (not self._encoding.clean and "\ufffd" in text) or (final and self._cut_off(text))
        ):
            quick = self._quickly(text)
            if quick is not None:
                return quick
        return self._carefully(text, final)

    def _cut_off(self, text: str) -> bool:
        return self._source.cut_short or not text.endswith(("\n", "\r"))

    def _quickly(self, text: str) -> Batch | None:
        """Every row at once, or None when anything is out of order."""
        plain = "\r" not in text and (not self._shape.quoted or '"' not in text)
        lines = text.split("\n") if plain else io.StringIO(text, newline="")
        reader = self._shape.reader(lines)
        try:
            cells = list(reader)
        except csv.Error:
            return None
        widths = set(map(len, cells))
        if widths != {self._width}:
            if not widths <= {0, self._width}:
                return None
            cells = [row for row in cells if row]
        if self._blank in cells:
            cells = [row for row in cells if row != self._blank]
        batch = Batch(self._row, cells, {})  # type: ignore[arg-type]  # a list of lists is a list of sequences here
        self._row += len(cells)
        self._line += reader.line_num - plain  # type: ignore[attr-defined]  # every csv.reader has line_num
        return batch

    def _carefully(self, text: str, final: bool) -> Batch:
        """Line by line, so that what is broken costs its own row only."""
        lines = list(io.StringIO(text, newline=""))
        first, cells, broken = self._row, [], {}
        at = 0
        while at < len(lines):
            row, used, reason = self._record(lines, at, final)
            if row is None:  # the record goes on in the next chunk
                self._carry = "".join(lines[at:]) + self._carry
                break
            if any(row):
                if reason:
                    broken[self._row] = reason
                    row = kept(row)
                cells.append(row)
                self._row += 1
            at += used
            self._line += used
        return Batch(first, cells, broken)  # type: ignore[arg-type]  # csv gives lists, a batch only reads them

    def _record(self, lines: list[str], at: int, final: bool) -> tuple[list[str] | None, int, str]:
        """The record that begins at a line: its cells, the lines it took, and why it is refused ("" when it is not)."""
        line = lines[at]
        try:
            reader = self._shape.reader(lines[at : at + MAX_SPAN_LINES] if '"' in line else [line])
            row = next(reader, [])
            used = max(reader.line_num, 1)  # type: ignore[attr-defined]  # the reader counts its lines
        except csv.Error as error:
            return self._unclosed(lines, at, final, str(error))
        if len(row) != self._width and used > 1:
            return self._leniently(line), 1, self._say(UNCLOSED)
        return row, used, self._wrong(row, "".join(lines[at : at + used]), final and at + used >= len(lines))

    def _unclosed(
        self, lines: list[str], at: int, final: bool, error: str
    ) -> tuple[list[str] | None, int, str]:
        if "field larger" in error:
            return self._leniently(lines[at]), 1, self._say(TOO_LONG)
        left = lines[at : at + MAX_SPAN_LINES]
        open_end = "unexpected end" in error and len(left) < MAX_SPAN_LINES
        if open_end and not final and sum(map(len, left)) < MAX_SPAN_CHARS:
            return None, 0, ""
        return self._leniently(lines[at]), 1, self._say(UNCLOSED)

    def _leniently(self, line: str) -> list[str]:
        """What can be told of a broken line: its cells cut at every delimiter."""
        return [
            cell.strip().strip('"')
            for cell in line[:MAX_SPAN_CHARS].rstrip(_LINE_ENDS).split(self._shape.delimiter)
        ]

    def _wrong(self, row: list[str], text: str, last: bool) -> str:
        """Why a record that could be cut is refused all the same."""
        if not any(row):
            return ""
        cut_off = last and self._cut_off(text)
        if len(row) != self._width:
            if cut_off and len(row) < self._width:
                return self._say(CUT_OFF)
            return self._say(WRONG_WIDTH, found=len(row), width=self._width)
        if cut_off and self._source.cut_short:
            return self._say(CUT_OFF)
        if "\0" in text:
            return self._say(NUL)
        if not self._encoding.clean and "\ufffd" in text:
            return self._say(LOST, encoding=self._encoding.label)
        return ""

    def _say(self, sentence: str, **facts: object) -> str:
        return sentence.format(line=self._line, **facts)
