"""Leave the shop."""

from __future__ import annotations

from hanjo.customers.commands import _ending
from hanjo.customers.models import Member
from hanjo.customers.terms import MemberState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.leave", "退会")
def leave(member_id: int, *, by: Actor) -> None:
    """Close a member's account on their own wish (退会).

    Ends every session, passkey and link, all free points and what was promised, and all advertising mail. Kept until
    an erasure is asked for: who they were and what they bought, for open orders, warranty and the books. Registering
    again with the same address opens the account anew. Refuses while paid balance is left or a checkout is under
    way. Leaving twice changes nothing.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    if member.state in (MemberState.LEFT, MemberState.ERASED):
        return
    _ending.end_points(member.customer_id, "退会", by=by)
    _ending.close_doors(member)
    _ending.stop_mail(member.email, by=by)
    member.state, member.left_at, member.password = MemberState.LEFT, clock.now(), ""
    member.totp_sealed, member.totp_confirmed_at, member.recovery_hashes = "", None, []
    member.save()
    audit.record(by, "customers.leave", [f"member:{member_id}"])
