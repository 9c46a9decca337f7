"""The form of what a connection does by itself: what is shown, what was typed (運用の設定)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hanjo.channels.policy import Policy

RISKS = (
    (10_000, "1 万注文に 1 件まで（多めに見せる）"),
    (100_000, "10 万注文に 1 件まで（標準）"),
    (1_000_000, "100 万注文に 1 件まで（控えめに見せる）"),
)


class Whole(NamedTuple):
    """A number of the policy with its bounds."""

    name: str
    label: str
    unit: str
    least: int
    most: int
    help: str = ""


WHOLES = (
    Whole("pull_seconds", "受注を取りに行く間隔", "秒", 20, 3600, "20〜3,600 秒"),
    Whole("first_days", "はじめにさかのぼる日数", "日", 0, 63, "接続した日より前の注文を取り込む日数"),
    Whole("silent_minutes", "途絶とみなす時間", "分", 2, 1440, "2〜1,440 分。これより長いと、復旧の計画を作ります"),
    Whole("alone_up_to", "自動で復旧してよい受注の数", "件", 0, 100_000, "これより多いときは承認を待ちます"),
    Whole("late_mail_hours", "遅すぎるとみなすメール", "時間", 1, 720, "これより長く待ったメールは、送るか選びます"),
    Whole("read_back_per_hour", "在庫を読み返す数（1 時間）", "件", 0, 10_000, "モールの表示を抜き取りで確かめます"),
    Whole("sale_lead_minutes", "セール価格を先に送る時間", "分", 0, 1440, "0 なら、セールの開始と同時に送ります"),
    Whole("keep_days", "通信記録を残す日数", "日", 7, 730),
)  # fmt: skip
SWITCHES = (
    ("confirms", "モールへの注文確認を自動で行う"),
    ("pushes_stock", "在庫をモールに送る"),
    ("reports_shipments", "出荷報告をモールに送る"),
    ("tells_cancellations", "こちらで取り消した注文を、10 分後にモールでも取り消す"),
    ("follows_sales", "セール価格を反映する（始まりにセール価格、終わりにふだんの価格を送る）"),
    ("catches_up_alone", "途絶のあと、承認を待たずに復旧する"),
)


def shown(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The policy as the form shows it."""
    policy = Policy.of(kept)
    chosen = round(1 / policy.risk) if policy.risk else RISKS[1][0]
    risks = list(RISKS)
    if chosen not in dict(RISKS):
        risks.append((chosen, f"{chosen:,} 注文に 1 件まで"))
    return {
        "wholes": [(one, getattr(policy, one.name)) for one in WHOLES],
        "switches": [(name, label, getattr(policy, name)) for name, label in SWITCHES],
        "risks": risks,
        "risk": chosen,
    }


def read(sent: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What was typed, and what is wrong with it."""
    values: dict[str, Any] = {name: name in sent for name, _ in SWITCHES}
    problems = []
    for one in WHOLES:
        text = sent.get(one.name, "").strip()
        if text.isdigit() and one.least <= int(text) <= one.most:
            values[one.name] = int(text)
        else:
            problems.append(
                (f"f-{one.name}", f"{one.label}は {one.least:,}〜{one.most:,} {one.unit}で入れてください。")
            )
    risk = sent.get("risk", "")
    if risk.isdigit() and 100 <= int(risk) <= 100_000_000:
        values["risk"] = 1 / int(risk)
    else:
        problems.append(("f-risk", "売り越しの許容を選んでください。"))
    return values, problems
