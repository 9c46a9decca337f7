"""The audit log, by person, command and thing (監査ログ)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hanjo.kernel import clock
from hanjo.kernel.command import REGISTRY
from hanjo.kernel.models import AuditEntry
from hanjo.staff.models import Staff

PAGE = 100
REF_DAYS = 180
WORDS = {
    "because": "理由",
    "fields": "項目",
    "before": "変更前",
    "after": "変更後",
    "channel": "店舗",
    "name": "名前",
    "version": "版",
    "amount_yen": "金額",
    "key": "キー",
    "limits": "しきい値",
    "is_on": "使う",
    "verb": "操作",
    "options": "選択",
    "created": "新規",
    "updated": "変更",
    "unchanged": "変化なし",
    "refused": "取り込めない",
    "code": "コード",
    "sku": "SKU",
    "mapping": "列の対応",
    "new": "新しい",
    "known": "既知",
    "paid": "消込",
    "changed": "変わった数",
    "kind": "種類",
    "policy": "条件",
    "query": "条件",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, in people's words."""

    entry: AuditEntry
    who: str
    what: str
    refs: list[str]
    data: list[tuple[str, str]]


def entries(actor: str = "", command: str = "", ref: str = "", before: int = 0) -> list[Entry]:
    """The newest commands that fit, a page of them. A search for a thing looks back half a year."""
    rows = AuditEntry.objects.order_by("-at", "-id")
    if actor:
        rows = rows.filter(actor=actor)
    if command:
        rows = rows.filter(command=command)
    if ref:
        rows = rows.filter(at__gte=clock.now() - timedelta(days=REF_DAYS), refs__contains=[ref])
    if before:
        edge = AuditEntry.objects.filter(pk=before).values_list("at", flat=True).first()
        if edge is not None:
            rows = rows.filter(at__lte=edge).exclude(at=edge, pk__gte=before)
    people = people_names()
    return [
        Entry(
            row,
            people.get(row.actor, _system(row.actor)),
            REGISTRY.get(row.command, row.command),
            _refs(row),
            _data(row.data),
        )
        for row in rows[:PAGE]
    ]


def people_names() -> dict[str, str]:
    """Everybody who works here, as they stand in the log."""
    return {
        f"staff:{login}": name for login, name in Staff.objects.order_by("name").values_list("login", "name")
    }


def commands() -> list[tuple[str, str]]:
    """The commands to choose from."""
    return sorted(
        ((name, label) for name, label in REGISTRY.items() if not name.endswith(".look")),
        key=lambda one: one[1],
    )


def _system(actor: str) -> str:
    kind, _, name = actor.partition(":")
    return {"system": "自動", "api": "API", "channel": "モール", "customer": "お客様"}.get(
        kind, kind
    ) + f"（{name}）"


def _refs(row: AuditEntry) -> list[str]:
    return [str(one) for one in row.refs]


def _data(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (WORDS.get(key, key), written(value))
        for key, value in data.items()
        if value not in (None, "", [], {})
    ]


def written(value: Any) -> str:
    """A value of the log as people read it."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dict):
        return "、".join(f"{WORDS.get(key, key)} {written(one)}" for key, one in list(value.items())[:12])
    if isinstance(value, list):
        return "、".join(written(one) for one in value[:12]) + (" …" if len(value) > 12 else "")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:160]}…"
