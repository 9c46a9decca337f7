"""`hanjo import orders`: take orders in from a file."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from hanjo.channels.terms import Format
from hanjo.cli.say import answer, bar, problem
from hanjo.cli.shop import OPERATOR, shop

HELP = "ファイルから受注を取り込む"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    kinds = parser.add_subparsers(dest="what", metavar="種類", required=True)
    orders = kinds.add_parser("orders", help="受注（CSV・TSV・Excel、gzip も可）")
    orders.add_argument("file", type=Path, nargs="+", help="取り込むファイル（注文と商品が別の形式では両方）")
    orders.add_argument("--channel", required=True, help="販路のコード（例 rakuten）")
    orders.add_argument("--format", required=True, choices=[word.value for word in Format], help="形式")
    orders.add_argument("--mapping", help="generic のときの列の対応の名前")
    orders.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")


def run(given: argparse.Namespace) -> int:
    """Take the file in and say what became of every row; the same file again changes nothing."""
    missing = [str(file) for file in given.file if not file.is_file()]
    if missing:
        problem(f"ファイル {'、'.join(missing)} がありません。", "場所と名前をお確かめください。")
        return 2
    with shop(), bar("取り込み", quiet=given.json) as progress:
        from hanjo.channels import commands

        begun = time.monotonic()
        taken = commands.import_file(
            given.file,
            channel=given.channel, format=given.format, mapping=given.mapping,
            by=OPERATOR, progress=progress,
        )  # fmt: skip
        report: dict[str, Any] = taken.as_json()
        report.setdefault("seconds", round(time.monotonic() - begun, 2))
    if given.json:
        answer(report)
    else:
        print(as_text(report))
    return 0


WORDS = {
    "goods": "商品",
    "fee": "手数料・送料",
    "cancellation": "取消",
    "adjustment": "調整",
    "refused": "取り込めない行",
    "created": "新規",
    "updated": "変更",
    "unchanged": "変わりなし",
    "cancelled": "取消",
}


def as_text(report: dict[str, Any]) -> str:
    """Write the report for a person."""
    rows = "、".join(f"{WORDS.get(name, name)} {count:,}" for name, count in report["rows_by_class"].items())
    orders = "、".join(f"{WORDS.get(name, name)} {count:,}" for name, count in report["orders"].items())
    amounts = [
        f"  {WORDS.get(name, name)}: {value} {report['amount']['currency']}"
        for name, value in report["amount"].items()
        if name != "currency"
    ]
    head = f"{report['rows']:,} 行を {report['seconds']} 秒で読みました（{rows}）。"
    return "\n".join([head, f"受注: {orders}", "金額:", *amounts])
