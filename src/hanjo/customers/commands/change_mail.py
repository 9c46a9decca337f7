"""Change a member's mail address."""

from __future__ import annotations

from hanjo.customers import rules
from hanjo.customers.commands import _safety
from hanjo.customers.models import Customer, Member
from hanjo.customers.terms import DeadToken, Letter, LetterKind, MemberState, TokenPurpose
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.ask_mail", "メールアドレスの変更")
def ask_mail(member_id: int, email: str, *, by: Actor) -> tuple[Letter, ...]:
    """Begin a change of mail address (メールアドレスの変更).

    Answers two mails: the link for the new address, and the notice for the old one. When the new address has an
    account already, its owner gets a mail that says so instead of a link; the page says the same either way.
    """
    plain = _safety.good_mail(email)
    member = Member.objects.select_for_update().get(pk=member_id, state=MemberState.ACTIVE)
    notice = Letter(
        kind=LetterKind.MAIL_CHANGING, to=member.email, name=member.name, language=member.language
    )
    audit.record(by, "customers.ask_mail", [f"member:{member_id}"])
    if Member.objects.filter(email=plain).exists():
        return notice, Letter(kind=LetterKind.ALREADY_MEMBER, to=plain, language=member.language)
    secret = _safety.make_token(member, TokenPurpose.CHANGE_MAIL, rules.CONFIRM_WITHIN, plain)
    link = Letter(
        kind=LetterKind.CONFIRM_NEW_MAIL, to=plain, name=member.name, token=secret, language=member.language
    )
    return notice, link


@command("customers.change_mail", "メールアドレスの変更")
def change_mail(secret: str) -> Letter:
    """Put the new address of a confirmed link in place, and answer the notice for the old one (メールアドレスの変更).

    Orders of the new address count as this person's from now on, also those it made before as a guest. Refuses a
    dead link, and an address that has meanwhile become somebody else's account.
    """
    token = _safety.live_token(secret, TokenPurpose.CHANGE_MAIL)
    if token is None or token.member.state != MemberState.ACTIVE:
        raise DeadToken
    member, old = token.member, token.member.email
    if Member.objects.select_for_update().filter(email=token.email).exclude(pk=member.pk).exists():
        raise DeadToken
    _safety.spend(token)
    member.email, member.mail_verified_at = token.email, clock.now()
    member.save(update_fields=["email", "mail_verified_at"])
    _carry_key(member)
    _safety.note_change(member, "mail", [old])
    by = Actor("customer", f"member:{member.pk}")
    audit.record(by, "customers.change_mail", [f"member:{member.pk}"])
    return Letter(kind=LetterKind.MAIL_CHANGED, to=old, name=member.name, language=member.language)


def _carry_key(member: Member) -> None:
    """Let the customer be recognised by the new address, or make who was under it the same person."""
    key = f"mail:{member.email}"[:160]
    guest = Customer.objects.select_for_update().filter(match_key=key).exclude(pk=member.customer_id).first()
    if guest is None:
        Customer.objects.filter(pk=member.customer_id).update(match_key=key, email=member.email)
        return
    guest.same_as = member.customer
    guest.save(update_fields=["same_as"])
    # The old address may get another owner one day; this row is found by its account only.
    Customer.objects.filter(pk=member.customer_id).update(match_key=f"member:{member.pk}", email=member.email)
