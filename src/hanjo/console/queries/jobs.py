"""What happens in the background: jobs by state, failures, facts on their way, workers (ジョブ)."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from hanjo.kernel.telling import wires

PAGE = 50
NAMES = {
    "kernel.hear": "通知を届ける",
    "channels.import_file": "受注ファイルの取込",
    "channels.send_mails": "メールの送信",
    "channels.look_for_mail": "送信待ちメールの見回り",
    "channels.look_at_malls": "モールの見回り",
    "channels.pull_orders": "モールからの受注取込",
    "channels.pull_numbers": "通知された受注の取込",
    "channels.confirm_orders": "モールへの注文確認",
    "channels.report_shipments": "モールへの出荷報告",
    "channels.push_stock": "モールへの在庫の送信",
    "channels.look_for_stock": "送信待ち在庫の見回り",
    "channels.look_at_stock": "モール在庫の総点検",
    "channels.read_back": "モールの在庫の読み返し",
    "channels.learn_sales": "売れ行きの学習",
    "channels.bind_listings": "出品の対応づけ",
    "channels.look_for_offers": "予約価格・出品の見回り",
    "channels.look_at_offers": "出品の総点検",
    "channels.check_listings": "出品の準備の確認",
    "channels.publish_listings": "出品情報の送信",
    "channels.send_prices": "予約価格の送信",
    "channels.prove_orders": "受注の件数照合",
    "channels.prove_the_hour": "毎時の件数照合",
    "channels.back_fill": "遡り取込",
    "channels.catch_up": "途絶のあとの復旧",
    "channels.forget_messages": "古い通信記録の消去",
    "console.run_bulk": "一括処理",
    "orders.turn_day": "日付の切り替え",
    "orders.reckon_new_dues": "出荷期限の計算",
    "config.take_up_stalled_jobs": "止まったジョブの引き継ぎ",
    "config.prove_everything": "毎晩の証明",
    "config.forget_old_things": "古い記録の整理",
    "demo.draw_pictures": "デモの商品画像を描く",
    "catalogue.look_through_file": "商品ファイルの確認",
    "catalogue.apply_file": "商品ファイルの登録",
    "fulfilment.print_papers": "帳票の作成",
}
STATES = {
    "todo": ("info", "待ち"),
    "doing": ("go", "実行中"),
    "succeeded": ("ok", "完了"),
    "failed": ("danger", "失敗"),
    "cancelled": ("quiet", "中止"),
    "aborted": ("quiet", "中断"),
}
_TERM = re.compile(r"[（(]([^（()）]*[ぁ-んァ-ヶ一-龠][^（()）]*)[)）]")


@dataclass(frozen=True, slots=True)
class Job:
    """One job with when it moved last."""

    id: int
    queue: str
    task: str
    status: str
    args: dict[str, Any]
    attempts: int
    scheduled_at: datetime | None
    at: datetime | None
    listener: str
    kind: str
    says: str
    error: str


@dataclass(frozen=True, slots=True)
class WireCard:
    """Who hears of what."""

    kind: str
    listener: str
    says: str
    open: int
    oldest_at: datetime | None


def name(task: str) -> str:
    """How a job is called on the page."""
    return NAMES.get(task, task)


def tallies() -> list[tuple[str, str, str, int]]:
    """Jobs by queue, task and state (ジョブの件数)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT queue_name, task_name, status::text, count(*) FROM procrastinate_jobs
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
        )
        rows: list[tuple[str, str, str, int]] = cursor.fetchall()
    return rows


def jobs(status: str, before: int = 0) -> list[Job]:
    """Jobs of one state, newest first, with the fact they carry and when they moved last."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT j.id, j.queue_name, j.task_name, j.status::text, j.args, j.attempts, j.scheduled_at,
                   (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id),
                   coalesce(t.listener, ''), coalesce(t.kind, ''),
                   coalesce(r.says, ''), coalesce(r.error, '')
            FROM procrastinate_jobs j
            LEFT JOIN kernel_telling t
                   ON j.task_name = 'kernel.hear' AND t.id = (j.args ->> 'telling_id')::bigint
            LEFT JOIN kernel_jobtrouble r ON r.job_id = j.id
            WHERE j.status = %s::procrastinate_job_status AND (%s = 0 OR j.id < %s)
            ORDER BY j.id DESC LIMIT %s
            """,
            [status, before, before, PAGE],
        )
        return [Job(*row[:4], _args(row[4]), *row[5:]) for row in cursor.fetchall()]  # type: ignore[call-arg]  # twelve columns


def _args(value: Any) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else dict(value or {})
    return found


def workers() -> list[tuple[int, datetime]]:
    """The workers that gave a sign of life, latest first (ワーカー)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, last_heartbeat FROM procrastinate_workers ORDER BY 2 DESC LIMIT 20")
        rows: list[tuple[int, datetime]] = cursor.fetchall()
    return rows


def wire_cards() -> list[WireCard]:
    """Every wire of the house with the tellings that are still on their way (通知のつながり)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT listener, kind, count(*), min(told_at) FROM kernel_telling WHERE heard_at IS NULL GROUP BY 1, 2"
        )
        waiting = {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}
    return [
        WireCard(
            wire.fact.kind(),
            wire.name,
            _says(wire.listener),
            *waiting.get((wire.name, wire.fact.kind()), (0, None)),
        )
        for wire in wires()
    ]


def _says(listener: object) -> str:
    """The Japanese term of a listener's docstring."""
    found = _TERM.search(inspect.getdoc(listener) or "")
    return found.group(1) if found else ""
