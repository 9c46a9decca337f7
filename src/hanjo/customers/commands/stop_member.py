"""What the shop's staff does with an account."""

from __future__ import annotations

from hanjo.customers.models import Member
from hanjo.customers.terms import BadMemberMove, MemberState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.stop_member", "利用停止")
def stop_member(member_id: int, *, because: str, by: Actor) -> None:
    """Keep an account from being used, with the reason; every session ends at once (利用停止)."""
    member = _locked(member_id, MemberState.ACTIVE)
    if not because.strip():
        raise BadMemberMove(why="理由を入れてください。")
    member.state = MemberState.STOPPED
    member.save(update_fields=["state"])
    member.sessions.all().delete()
    audit.record(by, "customers.stop_member", [f"member:{member_id}"], because=because)


@command("customers.resume_member", "利用停止の解除")
def resume_member(member_id: int, *, by: Actor) -> None:
    """Let a stopped member in again (利用停止の解除)."""
    member = _locked(member_id, MemberState.STOPPED)
    member.state = MemberState.ACTIVE
    member.save(update_fields=["state"])
    audit.record(by, "customers.resume_member", [f"member:{member_id}"])


@command("customers.confirm_by_hand", "メールアドレスの手動確認")
def confirm_by_hand(member_id: int, *, because: str, by: Actor) -> None:
    """Make somebody a member whose mail does not arrive, having made sure of them otherwise (メールアドレスの手動確認).

    The account then shows what the address bought before, so the reason is kept. Refuses without one.
    """
    member = _locked(member_id, MemberState.UNCONFIRMED)
    if not because.strip():
        raise BadMemberMove(why="どうやってご本人と確かめたかを入れてください。")
    member.state, member.mail_verified_at = MemberState.ACTIVE, clock.now()
    member.save(update_fields=["state", "mail_verified_at"])
    audit.record(by, "customers.confirm_by_hand", [f"member:{member_id}"], because=because)


def _locked(member_id: int, state: MemberState) -> Member:
    member = Member.objects.select_for_update().filter(pk=member_id).first()
    if member is None or member.state != state:
        now = MemberState(member.state).label if member else "不明"
        raise BadMemberMove(why=f"今は「{now}」です。画面を開き直してください。")
    return member
