"""Rows to bytes as a mall would send them: named columns, CRLF, the mall's encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from hanjo.demo.goods import DATA


def columns(name: str) -> list[str]:
    """The header row kept in `data/NAME-columns.txt`."""
    return (DATA / f"{name}-columns.txt").read_text(encoding="utf-8").splitlines()


def written(
    header: Sequence[str],
    rows: Iterable[Mapping[str, object] | Sequence[object]],
    encoding: str = "cp932",
    errors: str = "strict",
) -> bytes:
    """A quoted CSV. A row names its columns, or stands as a list where a header occurs twice."""
    out = io.StringIO(newline="")
    pen = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    pen.writerow(header)
    for row in rows:
        if isinstance(row, Mapping):
            strange = row.keys() - set(header)
            if strange:
                raise KeyError(f"no such column: {sorted(strange)}")
            pen.writerow([row.get(name, "") for name in header])
        else:
            pen.writerow(row)
    return out.getvalue().encode(encoding, errors)


def halves(postal: str) -> tuple[str, str]:
    """`6500001` as the two cells that 楽天 uses."""
    return postal[:3], postal[3:]


def thirds(phone: str) -> tuple[str, str, str]:
    """`078-000-1234` as the three cells that 楽天 uses."""
    parts = [*phone.split("-"), "", ""]
    return parts[0], parts[1], parts[2]
