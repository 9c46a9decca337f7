"""`hanjo up`: the whole house, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from hanjo.cli import web
from hanjo.cli.assets import collect_assets
from hanjo.cli.instance import InstanceBusyError, running_instance
from hanjo.cli.say import box, note, problem
from hanjo.cli.shop import shop
from hanjo.cli.supervise import Child, supervise
from hanjo.config.home import Home, home

HELP = "データベース・Web・ワーカーをまとめて起動する（止めるには Ctrl-C）"
FIRST_PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--host", default="127.0.0.1", help="待ち受けるアドレス（既定 127.0.0.1）")
    parser.add_argument("--port", type=int, help="待ち受けるポート（既定 8000、ふさがっていれば次の空き）")
    parser.add_argument("--demo", action="store_true", help="空のデータベースにデモ店を入れる")
    parser.add_argument("--web-workers", type=int, default=web.workers(), help="Web プロセスの数")
    parser.add_argument("--workers", type=int, default=1, help="ワーカープロセスの数")


def run(given: argparse.Namespace) -> int:
    """Start everything, say where it is, keep it running, stop it cleanly."""
    place = home()
    place.make()
    os.environ["HANJO_STATIC"] = "collected"  # before the settings are read
    try:
        with running_instance(place) as instance, shop("cli"):
            collect_assets(place)
            if given.demo:
                _demo()
            port = given.port or free_port(given.host)
            instance.note(host=given.host, port=port)
            address = _address(given.host, port)
            os.environ.setdefault("HANJO_URL", address)
            if given.host not in {"127.0.0.1", "localhost"}:
                os.environ.setdefault("HANJO_HOSTS", f"{given.host},{socket.gethostname()}")
            return supervise(
                children(given, port), watch=(given.host, port), ready=lambda: _welcome(place, address)
            )
    except InstanceBusyError as busy:
        problem(
            f"この HANJO_HOME（{place.path}）では、もう動いています: {busy.address}",
            "止めるには hanjo down、別の店を立てるには HANJO_HOME を変えてください。",
        )
        return 3


def children(given: argparse.Namespace, port: int) -> list[Child]:
    """Return the processes of the house besides the database."""
    python = [sys.executable, "-m", "hanjo.cli"]
    serve = ["web", "--host", given.host, "--port", str(port), "--workers", str(given.web_workers)]
    workers = [Child(f"worker-{number + 1}", [*python, "worker"]) for number in range(given.workers)]
    return [Child("web", [*python, *serve]), *workers]


def free_port(host: str) -> int:
    """Return 8000, or the first port after it that nobody uses."""
    for port in range(FIRST_PORT, FIRST_PORT + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit("空いているポートがありません。--port で指定してください。")


def _demo() -> None:
    from hanjo import demo

    if demo.is_empty():
        note("デモ店「はんじょう商店」を用意しています…")
        demo.seed(progress=note)


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host
    return f"http://{shown}:{port}"


def _welcome(place: Home, address: str) -> None:
    lines = [
        "繁盛（はんじょう）が動いています",
        "",
        f"画面      {address}/",
        *([f"ショップ  {shop}"] if (shop := _shop_address(address)) else []),
        f"API       {address}/api/v1/docs",
        "",
    ]
    logins = _logins()
    if logins:
        lines += ["ログイン（デモ）"]
        lines += [f"  {role:　<6}  {login} / {password}" for login, password, role in logins]
        lines += ["", "はじめに: 画面で「朝の受注を取り込む」を押します", ""]
    else:
        lines += ["担当者がまだいなければ: hanjo staff create", ""]
    lines += [f"データ    {place.path}", "止めるには Ctrl-C"]
    sys.stdout.write(box(lines) + "\n")
    sys.stdout.flush()


def _shop_address(address: str) -> str:
    """Where buyers see the shop; nothing while it has no host of its own and is not installed."""
    from django.conf import settings

    from hanjo.config.modules import has

    if not has("storefront", "__init__.py"):
        return ""
    return str(settings.SHOP_URL or f"{address}/shop/")


def _logins() -> list[tuple[str, str, str]]:
    """Return the demo's logins that exist in this database."""
    from hanjo.config.modules import has
    from hanjo.staff.models import Staff

    if not has("demo", "__init__.py"):
        return []
    from hanjo import demo

    there = set(Staff.objects.filter(is_active=True).values_list("login", flat=True))
    return [entry for entry in demo.LOGINS if entry[0] in there]
