"""`hanjo demo`: the shop to try things with."""

from __future__ import annotations

import argparse

from hanjo.cli.say import answer, note, problem
from hanjo.cli.shop import shop

HELP = "デモ店（はんじょう商店）を入れる・案内する"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    kinds = parser.add_subparsers(dest="what", metavar="すること", required=True)
    seed = kinds.add_parser("seed", help="空のデータベースにデモ店を入れる")
    seed.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")
    kinds.add_parser("afternoon", help="送り状を作った荷物の結果ファイルと入金明細を作る")
    kinds.add_parser("tour", help="ひとつの受注が通る道を、ファイル名つきで案内する")


def run(given: argparse.Namespace) -> int:
    """Seed an empty database, or walk one order through the house."""
    with shop():
        from hanjo import demo

        if given.what == "tour":
            demo.tour(out=print)
            return 0
        if given.what == "afternoon":
            demo.afternoon(note)
            return 0
        if not demo.is_empty():
            if given.json:
                answer({"seeded": False})
            problem(
                "データベースが空ではないので、デモ店は入れません。", "新しい HANJO_HOME でお試しください。"
            )
            return 0
        demo.seed(progress=note)
        if given.json:
            answer({"seeded": True})
    return 0
