"""Note that a program came by."""

from __future__ import annotations

from hanjo.kernel import clock
from hanjo.kernel.command import command
from hanjo.staff.models import ApiToken


@command("staff.touch_token", "APIトークンの利用時刻")
def touch_token(token_id: int) -> None:
    """Keep when a token was last used (最終利用); callers do so once a minute at most."""
    ApiToken.objects.filter(pk=token_id).update(last_used_at=clock.now())
