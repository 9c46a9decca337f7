"""`hanjo manage`: Django's own commands, for developers."""

from __future__ import annotations

import argparse

from hanjo.cli.shop import shop

HELP = "Django の管理コマンドを呼ぶ（開発者向け）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="コマンドと引数")


def run(given: argparse.Namespace) -> int:
    """Hand everything on."""
    with shop(migrate=False):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["hanjo manage", *given.rest])
    return 0
