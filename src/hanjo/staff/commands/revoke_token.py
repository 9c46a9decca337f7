"""Shut a program out."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.models import ApiToken


@command("staff.revoke_token", "APIトークンの失効")
def revoke_token(token_id: int, by: Actor) -> bool:
    """End a program's key at once (APIトークンの失効).

    Ending it again changes nothing; answers whether it did.
    """
    ended = ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=clock.now())
    if ended:
        audit.record(by, "staff.revoke_token", [f"token:{token_id}"])
    return bool(ended)
