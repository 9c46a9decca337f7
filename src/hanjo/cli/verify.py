"""`hanjo verify`: prove every sum and constraint of the database."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from hanjo.cli.say import answer
from hanjo.cli.shop import shop

HELP = "在庫・受注・金額・通知の合計がすべて合うことを証明する"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be given."""
    parser.add_argument("--json", action="store_true", help="プログラム向けに JSON で答える")


def run(given: argparse.Namespace) -> int:
    """Print every proof; exit code 1 says that something disagrees."""
    with shop():
        report = verify()
    if given.json:
        answer(report)
    else:
        print(as_text(report))
    return 0 if report["ok"] else 1


def verify() -> dict[str, Any]:
    """Run every module's proofs."""
    from hanjo.config.upkeep import verdicts

    checks = [asdict(verdict) for verdict in verdicts()]
    return {"ok": not any(check["broken"] for check in checks), "checks": checks}


def as_text(report: dict[str, Any]) -> str:
    """Write the report for a person."""
    lines = []
    for check in report["checks"]:
        mark = "×" if check["broken"] else "○"
        lines.append(
            f"{mark} {check['says']}（{check['name']}） 確認 {check['checked']:,} 件 / 不一致 {check['broken']:,} 件"
        )
        lines += [
            "    " + "  ".join(f"{name}={value}" for name, value in example.items())
            for example in check["examples"]
        ]
    lines.append(
        "すべて合っています。" if report["ok"] else "合わないものがあります。上の証拠をご覧ください。"
    )
    return "\n".join(lines)
