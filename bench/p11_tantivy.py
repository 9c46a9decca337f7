"""Run in tantivy's own environment: index texts as 1- and 2-grams, ask phrases of them, tell the times."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import tantivy  # type: ignore[import-not-found]  # installed in the environment of this file only

LOOKS = 8


def spaced(text: str) -> str:
    """Pairs of neighbours, one after the other, as words for a tokenizer that cuts at spaces."""
    return " ".join(text[at : at + 2] for at in range(len(text) - 1)) if len(text) > 1 else text


def main() -> None:
    """Build, ask, print one JSON object."""
    given = json.loads(Path(sys.argv[1]).read_text())
    place = Path(sys.argv[2]) / "index"
    place.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("pairs", tokenizer_name="whitespace")
    builder.add_text_field("singles", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("number", stored=True)
    index = tantivy.Index(builder.build(), path=str(place))
    started = time.perf_counter()
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for number, text in enumerate(given["texts"]):
        writer.add_document(
            tantivy.Document(
                pairs=[spaced(part) for part in text.split("\n")],
                singles=[" ".join(set(text))],
                number=number,
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    built = time.perf_counter() - started
    index.reload()
    searcher = index.searcher()
    p95, counts = {}, {}
    for kind, queries in given["asked"].items():
        times, counts[kind] = [], [0] * len(queries)
        for _ in range(LOOKS):
            for number, words in enumerate(queries):
                asked = " ".join(
                    f'+pairs:"{spaced(word)}"' if len(word) > 1 else f"+singles:{word}" for word in words
                )
                began = time.perf_counter()
                hits = searcher.search(index.parse_query(asked, ["pairs"]), 24)
                times.append((time.perf_counter() - began) * 1000)
                counts[kind][number] = hits.count
        p95[kind] = sorted(times)[int(len(times) * 0.95)]
    size = sum(one.stat().st_size for one in place.rglob("*") if one.is_file())
    print(json.dumps({"built": built, "bytes": size, "p95": p95, "counts": counts}))


if __name__ == "__main__":
    main()
