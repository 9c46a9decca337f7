"""`hanjo demo`: the shop to try things with."""

from __future__ import annotations

import argparse
import os

from hanjo.cli import beside
from hanjo.cli.instance import read_note
from hanjo.cli.say import answer, note, problem
from hanjo.cli.shop import OPERATOR, shop
from hanjo.config.home import Home

HELP = "デモ店（はんじょう商店）を入れる・案内する"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    kinds = parser.add_subparsers(dest="what", metavar="すること", required=True)
    seed = kinds.add_parser("seed", help="空のデータベースにデモ店を入れる")
    seed.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")
    kinds.add_parser("afternoon", help="送り状を作った荷物の結果ファイルと入金明細を作る")
    pay = kinds.add_parser("payments", help="決済シミュレーターをつないで動かす（カード・コンビニ・後払い）")
    pay.add_argument("--port", type=int, default=8901, help="シミュレーターのポート（既定 8901）")
    malls = kinds.add_parser("malls", help="模擬モールをつないで動かす（受注が自動で届き、在庫が連動します）")
    malls.add_argument("--port", type=int, default=8902, help="模擬モールのポート（既定 8902）")
    malls.add_argument("--per-minute", type=float, default=6.0, help="1 分あたりの注文の数（既定 6）")
    kinds.add_parser("check", help="模擬モールの受注・在庫・出荷報告・メールを、ここと 1 件ずつ突き合わせる")
    kinds.add_parser("tour", help="ひとつの受注が通る道を、ファイル名つきで案内する")


def _address(place: Home, usual: str) -> str:
    """Where the house of this home is heard: as it was named, else where it runs now."""
    found = read_note(place)
    if os.environ.get("HANJO_URL") or not found or not found.get("port"):
        return usual
    return f"http://localhost:{found['port']}"


def _payments(port: int) -> int:
    """Connect the shop to the simulator, then be the simulator until Ctrl+C."""
    import subprocess

    from django.conf import settings

    with shop():
        from hanjo.demo.payments import connect_payments

        note(f"お支払い方法: {'・'.join(connect_payments(port, by=OPERATOR))}")
        address = _address(settings.HOME, str(settings.URL))
    words, environment = beside.command("simulators.payments", "--port", str(port), "--shop", address)
    try:
        return subprocess.run(words, check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 0


def _malls(port: int, per_minute: float) -> int:
    """Start the simulated malls, join the demo shop's channels to them, and stay until Ctrl+C."""
    import subprocess
    from pathlib import Path

    from django.conf import settings

    with shop():
        from hanjo.demo import joined

        address = _address(settings.HOME, str(settings.URL))
        planned = joined.plan(port, address, by=OPERATOR, per_minute=per_minute)
        path = joined.write(planned, Path(settings.HOME.path))
        words, environment = beside.command("simulators.malls", str(path))
        running = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        root = (running.stdout.readline() if running.stdout else "").strip()
        if not root:
            problem(
                "模擬モールを始められませんでした。", f"ポート {port} が使われていないか確かめてください。"
            )
            return 1
        note(f"模擬モールが動きはじめました（{root}）。1 店ずつつなぎます。1 分ほどかかります…")
        try:
            made = joined.join(root, planned, by=OPERATOR, note=note)
        except KeyboardInterrupt:
            running.terminate()
            return 0
    note(
        f"{len(made)} 店で売れています。{address}/malls/（モール接続）と {address}/orders/（受注）でご覧ください。"
    )
    code = made[0] if made else "rakuten"
    note(f"回線を切る: curl -X POST {root}/_sim/{code}/unplug　（そのあいだも、モールではお客様が買います）")
    note(f"つなぐ: curl -X POST {root}/_sim/{code}/plug　終了は Ctrl+C")
    note(
        f"買い物客を休ませる: curl -X POST {root}/_sim/buyers/rest　戻す: …/buyers/come　"
        "休ませて数分たつと、すべてのモールの注文が届きます。突き合わせ: bin/hanjo demo check"
    )
    try:
        return running.wait()
    except KeyboardInterrupt:
        running.terminate()
        return 0


def _check() -> int:
    """Lay the simulated malls beside this house; 1 when anything differs."""
    from django.conf import settings

    with shop():
        from hanjo.demo import compared
        from hanjo.kernel.wire import Unreachable

        try:
            sides = compared.compare(settings.HOME.path)
        except Unreachable:
            problem("模擬モールが動いていません。", "先に bin/hanjo demo malls を動かしてください。")
            return 1
    for line in compared.told(sides):
        note(line)
    return 1 if any(one.wrong for one in sides) else 0


def run(given: argparse.Namespace) -> int:
    """Seed an empty database, or walk one order through the house."""
    if given.what == "payments":
        return _payments(given.port)
    if given.what == "malls":
        return _malls(given.port, given.per_minute)
    if given.what == "check":
        return _check()
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
