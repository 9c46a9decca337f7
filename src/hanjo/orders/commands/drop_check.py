"""Drop a choice for a check."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders.checks.base import CHECKS
from hanjo.orders.models import CheckSetting
from hanjo.orders.terms import UnknownCheck


@command("orders.drop_check", "自動チェックの設定を戻す")
def drop_check(code: str, *, channel: str = "", by: Actor) -> bool:
    """Let a check run as for all channels again, or as delivered when the channel is empty (自動チェックの設定を戻す).

    Answers whether there was a choice to drop; doing it twice changes nothing. Refuses an unknown check.
    """
    if code not in CHECKS:
        raise UnknownCheck(check=code)
    gone, _ = CheckSetting.objects.filter(check_code=code, channel=channel).delete()
    if gone:
        audit.record(by, "orders.drop_check", [code], channel=channel)
    return bool(gone)
