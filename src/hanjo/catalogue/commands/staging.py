"""What a rehearsal decided, kept beside the file, so that the real run need not decide it again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import IO, Any

from hanjo.catalogue.commands.batch import Batch
from hanjo.catalogue.commands.file_rows import Account
from hanjo.catalogue.models import ProductFile
from hanjo.catalogue.pictures import media


@dataclass(slots=True)
class Decided:
    """One piece as it was decided: how many rows, what to write, and what to tell about them."""

    rows: int
    batch: Batch
    counts: dict[str, int]
    examples: list[dict[str, Any]]
    refused: str

    def tell(self, account: Account) -> None:
        """Add what became of the rows to the account."""
        for verdict, number in self.counts.items():
            account.counts[verdict] += number
        account.examples += self.examples


def keep(out: IO[bytes], decided: Decided) -> tuple[int, int, str]:
    """Write a piece down; answers its rows, its length and its digest, to be kept in the database."""
    body = {
        "rows": decided.rows, "counts": decided.counts, "examples": decided.examples,
        "refused": decided.refused,
    }  # fmt: skip
    line = f"{decided.batch.as_json()}\n{json.dumps(body, ensure_ascii=False)}".encode(
        "utf-8", "surrogatepass"
    )
    out.write(line)
    return decided.rows, len(line), hashlib.sha256(line).hexdigest()


def found(file: ProductFile) -> Decided | None:
    """The piece that begins where the file stands; None when it was not kept or is not what was kept."""
    rows = start = 0
    for count, length, digest in file.about.get("decided", []):
        if rows == file.done:
            return _read(file, start, length, digest)
        rows, start = rows + count, start + length
    return None


def _read(file: ProductFile, start: int, length: int, digest: str) -> Decided | None:
    try:
        with media(file.path + ".decided").open("rb") as kept:
            kept.seek(start)
            line = kept.read(length)
    except OSError:
        return None
    if hashlib.sha256(line).hexdigest() != digest:
        return None
    batch, body = line.decode("utf-8", "surrogatepass").split("\n")
    return Decided(batch=Batch(**json.loads(batch)), **json.loads(body))
