"""What the pages of one mall share: its state, its tabs, how a duration is said (モールの画面の枠)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from hanjo.channels import queries_desk
from hanjo.channels.letters import OCCASIONS
from hanjo.channels.queries_desk import MallState
from hanjo.kernel.refusal import NotFound
from hanjo.staff.web.guard import StaffRequest

TABS = (
    ("mall", "概要"),
    ("mall-orders", "受注の照合"),
    ("mall-stock", "在庫"),
    ("mall-offers", "出品"),
    ("mall-messages", "通信記録"),
    ("mall-settings", "設定"),
)


def mall_of(channel: str, *, whole: bool = False) -> MallState:
    """How this channel's mall stands; refuses a channel that is not joined."""
    state = queries_desk.mall_state(channel, whole=whole)
    if state is None:
        raise NotFound(what="モール接続", key=channel)
    return state


def frame(request: StaffRequest, state: MallState, here: str) -> dict[str, Any]:
    """The values that every page of a mall needs."""
    code = state.channel.code
    counts = {
        "mall-orders": (state.hour.differences + state.night.differences) or None,
        "mall-stock": state.stock_trouble or None,
    }
    tabs = [
        {
            "label": label,
            "url": reverse(route, args=[code]),
            "current": route == here,
            "count": counts.get(route),
            "hot": bool(counts.get(route)),
        }
        for route, label in TABS
    ]
    labels = {code: one.label for code, one in OCCASIONS.items()}
    return {
        "mall": state, "shop": state.channel, "tabs": tabs, "lasts": lasts, "may": request.may, "mail_labels": labels,
    }  # fmt: skip


def lasts(seconds: float) -> str:
    """A duration as people say it (時間の長さ)."""
    if seconds < 1:
        return f"{seconds:.1f} 秒"
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    if seconds < 5400:
        return f"{seconds / 60:.0f} 分"
    return f"{seconds / 3600:.0f} 時間" if seconds < 48 * 3600 else f"{seconds / 86400:.0f} 日"
