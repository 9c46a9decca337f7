"""The `hanjo` command: every part of the house that is not a page.

Start reading at `main` below; each subcommand is a file of its own with HELP, arguments() and run().
"""

from __future__ import annotations

import argparse
import importlib
import sys

from hanjo.cli.say import problem
from hanjo.kernel.refusal import Refusal

COMMANDS = (
    "up",
    "down",
    "import",
    "export",
    "verify",
    "demo",
    "bench",
    "backup",
    "restore",
    "staff",
    "worker",
    "web",
    "manage",
)
MODULE_OF = {"import": "imports", "export": "exports"}  # words of Python that a file cannot be called


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code; a refusal is told in one sentence, not as a traceback."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except Refusal as refusal:
        problem(refusal.text, refusal.advice)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141


def parser() -> argparse.ArgumentParser:
    """Build the whole command line."""
    top = argparse.ArgumentParser(
        prog="hanjo",
        description="繁盛（はんじょう）: ネットショップをまるごと動かすソフトウェア。",
        epilog="HANJO_HOME: データベース・画像・鍵を置くフォルダ。HANJO_DATABASE_URL: 外部の PostgreSQL を使うとき。",
    )
    kinds = top.add_subparsers(dest="command", metavar="コマンド", required=True)
    for name in COMMANDS:
        part = importlib.import_module(f"hanjo.cli.{MODULE_OF.get(name, name)}")
        sub = kinds.add_parser(name, help=part.HELP, description=part.HELP)
        part.arguments(sub)
        sub.set_defaults(run=part.run)
    return top


if __name__ == "__main__":
    sys.exit(main())
