"""Erase a person's data."""

from __future__ import annotations

from django.db.models import Q

from hanjo.customers import rules
from hanjo.customers.commands import _ending
from hanjo.customers.commands.note_consents import suppress
from hanjo.customers.models import Customer, Member, MemberToken, RestockWish
from hanjo.customers.terms import Because, MemberState
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

BLANK = {
    "kana": "",
    "email": "",
    "phone": "",
    "postal": "",
    "prefecture": "",
    "address": "",
    "note": "",
    "caution": "",
}


@command("customers.erase_customer", "個人データの消去")
def erase_customer(customer_id: int, *, by: Actor) -> None:
    """Erase what the shop knows of a person beyond what the law makes it keep (個人データの消去).

    Gone: name, kana, mail, telephone, address, notes, password, passkeys, second step, sessions, address book,
    favourites, restock wishes, signals, free points. Kept, and why: orders with the names and addresses on their
    documents (seven to ten years: 所得税法, 法人税法, 消費税法); point entries without a name (books); consent events
    until their own end (three years: 特定商取引法); a hash of the mail address on the suppression list, so that no
    old list brings it back; the audit log, which knows numbers only. The member stays as a pseudonym, so that orders
    keep pointing somewhere. Refuses while paid balance is left or a checkout is under way. Erasing twice changes
    nothing, and it cannot be undone.
    """
    rows = list(
        Customer.objects.select_for_update()
        .filter(Q(pk=customer_id) | Q(same_as_id=customer_id))
        .order_by("pk")
    )
    if all(row.erased_at for row in rows):
        return
    member = Member.objects.select_for_update().filter(customer_id=customer_id).first()
    emails = {row.email for row in rows} | ({member.email} if member else set())
    plain = sorted(rules.plain_mail(email) for email in emails if email)
    for row in rows:
        _ending.end_points(row.pk, "個人データの消去", by=by)
    for email in plain:
        _ending.stop_mail(email, by=by)
    suppress(plain, Because.ERASED, by=by)
    RestockWish.objects.filter(email__in=plain).delete()
    if member:
        _erase_member(member)
    for row in rows:
        Customer.objects.filter(pk=row.pk).update(
            match_key=f"erased:{row.pk}", name=f"消去済みのお客様 {row.pk}", erased_at=clock.now(), **BLANK
        )
    audit.record(by, "customers.erase_customer", [f"customer:{row.pk}" for row in rows])


def _erase_member(member: Member) -> None:
    _ending.close_doors(member)
    member.addresses.all().delete()
    member.favourites.all().delete()
    member.signals.all().delete()
    MemberToken.objects.filter(member=member).delete()
    member.email = member.password = member.kana = member.company = member.phone = member.totp_sealed = ""
    member.name = f"消去済みの会員 {member.pk}"
    member.state, member.left_at = MemberState.ERASED, member.left_at or clock.now()
    member.totp_confirmed_at, member.recovery_hashes, member.rank = None, [], None
    member.save()
