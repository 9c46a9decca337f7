"""`hanjo staff create`: the first person of a new shop, or help for somebody locked out."""

from __future__ import annotations

import argparse
import getpass
import sys

from hanjo.cli.say import note, problem
from hanjo.cli.shop import OPERATOR, shop

HELP = "担当者を登録する・ログインを再設定する"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    kinds = parser.add_subparsers(dest="what", metavar="すること", required=True)
    create = kinds.add_parser("create", help="担当者を登録する（パスワードは標準入力か画面で）")
    create.add_argument("login", help="ログイン名")
    create.add_argument("--name", default="", help="名前")
    create.add_argument("--role", action="append", default=[], help="役割のコード（既定 manager）")
    reset = kinds.add_parser("reset", help="パスワードを決め直し、二段階認証とロックを外す")
    reset.add_argument("login", help="ログイン名")
    kinds.add_parser("open", help="管理画面の接続元の制限を外す（開けなくなったとき）")


def run(given: argparse.Namespace) -> int:
    """Create or help; the password never stands on the command line."""
    with shop():
        from hanjo.staff import commands
        from hanjo.staff.models import Staff
        from hanjo.staff.queries import access

        if given.what == "open":
            kept = access().second_step
            commands.set_access([], kept, own="", by=OPERATOR)
            note("管理画面は、どこからでも開けます。「設定 › 管理画面の守り」で決め直してください。")
            return 0
        commands.make_starting_roles(by=OPERATOR)
        password = _password()
        if given.what == "create":
            roles = given.role or ["manager"]
            commands.create_staff(given.login, given.name, password, roles, by=OPERATOR)
            note(f"{given.login} を登録しました。")
            return 0
        found = Staff.objects.filter(login=given.login.lower()).first()
        if found is None:
            problem(f"担当者 {given.login} はいません。")
            return 2
        commands.reset_access(found.pk, password, by=OPERATOR)
        note(f"{given.login} のログインを再設定しました。")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("パスワード: ")
    return sys.stdin.readline().rstrip("\n")
