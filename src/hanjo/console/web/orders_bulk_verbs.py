"""The bar of commands under a selection, as far as the person may use them."""

from __future__ import annotations

from django.urls import reverse

from hanjo.console.commands import VERBS
from hanjo.staff.web.guard import StaffRequest

BAR = (
    ("instruct", "出荷指示", "s", "p"),
    ("hold", "保留", "h", ""),
    ("tag", "タグ", "t", ""),
    ("mail", "メール", "m", ""),
    ("assign", "担当", "a", ""),
    ("merge", "同梱", "d", ""),
)
MORE = (
    ("resume", "保留を解く"),
    ("recheck", "再チェック"),
    ("service", "配送方法"),
    ("paid", "入金済みにする"),
    ("cancel", "取消"),
    ("restore", "取消を戻す"),
)


def bar(request: StaffRequest) -> dict[str, list[dict[str, str]]]:
    """The commands with their letters, and the seldom ones behind 「ほか」."""
    first = [
        {"label": label, "url": reverse("orders-bulk", args=[name]), "key": key, "tone": tone}
        for name, label, key, tone in BAR
        if request.may(VERBS[name].permission)
    ]
    if request.may("fulfilment.look"):
        first.insert(1, {"label": "印刷", "url": reverse("orders-papers"), "key": "p", "tone": ""})
    return {
        "first": first,
        "more": [
            {"label": label, "url": reverse("orders-bulk", args=[name])}
            for name, label in MORE
            if request.may(VERBS[name].permission)
        ],
    }
