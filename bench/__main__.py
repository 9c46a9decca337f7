"""`hanjo bench NAME…`: run benchmarks and print what they found."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")

from bench import database  # noqa: E402  # the path above must come first
from bench.measure import Figure  # noqa: E402  # as above

NAMES = (
    "retail", "p1", "p1b", "p1b_http", "p1c", "p1d", "p2", "p3", "p4", "p5", "p5_peers", "p7", "p9", "p10", "p11",
    "saleday", "lighthouse",
)  # fmt: skip


def main() -> int:
    """Run what was asked for, one after the other, each in databases of its own."""
    parser = argparse.ArgumentParser(prog="hanjo bench", description="繁盛の速さを、手書き SQL と並べて測る")
    parser.add_argument("names", nargs="*", help=f"測るもの: {' '.join(NAMES)}、すべては all")
    parser.add_argument("--list", action="store_true", help="測れるものの一覧")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出す")
    parser.add_argument("--rounds", type=int, default=5, help="くり返す回数（既定 5）")
    parser.add_argument("--file", default="", help="retail で読むファイル（既定は HANJO_RETAIL_FILE）")
    parser.add_argument(
        "--orders", type=int, default=0, help="p2・p4 で先に入れておく受注の数、p11 の商品名の数"
    )
    options = parser.parse_args()
    if options.list or not options.names:
        for name in NAMES:
            print(f"{name:8} {(importlib.import_module(f'bench.{name}').__doc__ or '').splitlines()[0]}")
        return 0
    wanted = list(NAMES) if options.names == ["all"] else options.names
    for name in wanted:
        if name not in NAMES:
            parser.error(f"「{name}」という測定はありません。--list で一覧が出ます。")
    options.say = lambda text: print(text, file=sys.stderr, flush=True)
    found: list[Figure] = []
    for name in wanted:
        options.say(f"{name} …")
        found += importlib.import_module(f"bench.{name}").run(options)
    database.drop(database.TEMPLATE)
    if options.json:
        print(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1))
    else:
        _table(found)
    return 1 if any(one.met is False for one in found) else 0


def _table(found: list[Figure]) -> None:
    for one in found:
        verdict = {True: "met", False: "NOT met", None: ""}[one.met]
        value = f"{one.median:,.2f} [{one.low:,.2f} – {one.high:,.2f}] {one.unit}"
        print(f"{one.id:7} {one.what:62} {value:34} {one.goal:10} {verdict:8} {one.note}")


if __name__ == "__main__":
    sys.exit(main())
