"""`hanjo restore`: a shop from its backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from hanjo.cli.archive import ArchiveError, read_archive
from hanjo.cli.instance import read_note
from hanjo.cli.say import answer, note, problem
from hanjo.cli.shop import shop, wake_django
from hanjo.config.home import home

HELP = "バックアップから戻す"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("file", type=Path, help="hanjo backup が作ったファイル")
    parser.add_argument("--force", action="store_true", help="今のデータを捨てて戻す")
    parser.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")


def run(given: argparse.Namespace) -> int:
    """Check the file, then replace database, pictures and keys; a shop with data is refused without --force."""
    if not given.file.is_file():
        problem(f"ファイル {given.file} がありません。")
        return 2
    if read_note(home()):
        problem("店が動いています。", "hanjo down で止めてから戻してください。")
        return 2
    with shop(migrate=False) as place:
        wake_django()
        if not given.force and _has_data():
            problem(
                "データベースが空ではないので、戻しません。",
                "今のデータを捨ててよければ --force を付けてください。",
            )
            return 2
        try:
            manifest = read_archive(given.file, place)
        except ArchiveError as error:
            problem(str(error), "何も変えていません。別のバックアップをお試しください。")
            return 2
    with shop():
        pass  # tables of an older backup are brought up to date
    if given.json:
        answer({"restored": True, "taken_at": manifest["taken_at"], "files": len(manifest["files"])})
    else:
        note(f"{manifest['taken_at']} のバックアップを戻しました。hanjo verify で確かめられます。")
    return 0


def _has_data() -> bool:
    """Tell whether any of the house's tables has rows."""
    from django.apps import apps
    from django.db import connection

    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.label.split(".")[0] in _own()]
    with connection.cursor() as cursor:
        for model in models:
            if model._meta.db_table in there:
                cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{model._meta.db_table}")')
                if cursor.fetchone()[0]:
                    return True
    return False


def _own() -> tuple[str, ...]:
    from hanjo.config.modules import MODULES

    return MODULES
