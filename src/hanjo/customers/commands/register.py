"""Register."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from hanjo.customers import rules
from hanjo.customers.commands import _safety
from hanjo.customers.commands.recognise import recognise
from hanjo.customers.models import Member
from hanjo.customers.terms import Language, Letter, LetterKind, MemberState, Person, TokenPurpose, TooMany
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

RETURNS = (MemberState.UNCONFIRMED, MemberState.LEFT)


@command("customers.register", "会員登録")
def register(
    email: str,
    password: str,
    *,
    name: str,
    kana: str = "",
    company: str = "",
    phone: str = "",
    language: str = "ja",
    address: str,
) -> Letter | TooMany:
    """Open an account that waits for its mail to be confirmed (会員登録).

    Answers the mail to send; nothing else tells whether the address was known: who is a member already gets a mail
    that says so. Registering again before confirming starts over with the newest password, and older links stop
    working, so that nobody else's password can be confirmed. Answers `TooMany` after five times from one address
    within half an hour. Refuses a weak password and what is no mail address.
    """
    plain = _safety.good_mail(email)
    _safety.good_password(password, name=name, email=plain)
    hashed = make_password(password)  # before the look-up: both answers take the same time
    until = _safety.too_often("register", address, rules.MOST_REGISTRATIONS)
    if until:
        return TooMany(minutes=rules.minutes_left(until, clock.now()))
    (known,) = recognise(
        [Person(name=name, kana=kana, email=plain, phone=phone)], by=Actor("customer", "registering")
    )
    assert known.id is not None, "a mail address always finds somebody"
    member, made = Member.objects.select_for_update(of=("self",)).get_or_create(
        customer_id=known.id, defaults={"email": plain, "name": name[:120]}
    )
    if member.state not in RETURNS:
        return Letter(
            kind=LetterKind.ALREADY_MEMBER, to=member.email, name=member.name, language=member.language
        )
    member.email, member.password, member.state = plain, hashed, MemberState.UNCONFIRMED
    member.name, member.kana = name[:120], kana[:120]
    member.company, member.phone = company[:120], phone[:20]
    member.language = Language(language)
    member.mail_verified_at = member.left_at = None
    member.save()
    secret = _safety.make_token(member, TokenPurpose.CONFIRM_MAIL, rules.CONFIRM_WITHIN)
    audit.record(
        Actor("customer", f"member:{member.pk}"), "customers.register", [f"member:{member.pk}"], new=made
    )
    return Letter(
        kind=LetterKind.CONFIRM_REGISTRATION,
        to=plain,
        name=member.name,
        token=secret,
        language=member.language,
    )
