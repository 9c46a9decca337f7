"""`hanjo backup`: the whole shop in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from hanjo.cli.archive import write_archive
from hanjo.cli.say import answer, note, problem
from hanjo.cli.shop import shop

HELP = "データベース・画像・鍵を1つのファイルに取る"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("file", type=Path, help="作るファイル（.tar.gz）")
    parser.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")


def run(given: argparse.Namespace) -> int:
    """Write the file while the shop keeps working; a file that is there is never overwritten."""
    if given.file.exists():
        problem(f"{given.file} は、もうあります。", "別の名前を付けるか、先に移してください。")
        return 2
    with shop(migrate=False) as place:
        manifest = write_archive(given.file, place)
    if given.json:
        answer(manifest)
    else:
        note(
            f"{given.file} に取りました（{given.file.stat().st_size / 1e6:,.1f} MB、{len(manifest['files'])} 個）。"
        )
        note("鍵も入っています。人に見られない場所に置いてください。")
    return 0
