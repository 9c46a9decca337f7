"""Opening a session, and what is noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.customers import rules, sealed
from hanjo.customers.facts import NewDeviceSeen
from hanjo.customers.models import Member, MemberSession, Signal, SignInAttempt
from hanjo.customers.terms import SignalKind
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.telling import tell


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session is open. `token` belongs into the cookie and is kept nowhere else."""

    token: str
    member: Member
    session: MemberSession


def open_session(
    member: Member, attempt: SignInAttempt, *, address: str, agent: str, device: str
) -> SignedIn:
    """Open a session for a member who has shown everything that is asked for."""
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    mark = sealed.fingerprint(f"device:{device or agent}")
    _look_around(member, mark, address, agent)
    secret = sealed.token()
    session = MemberSession.objects.create(
        member=member,
        fingerprint=sealed.fingerprint(secret),
        agent=agent[:255],
        address=address,
        device=mark,
        expires_at=clock.now() + rules.SESSION,
    )
    by = Actor("customer", f"member:{member.pk}")
    audit.record(by, "customers.sign_in", [f"member:{member.pk}"], address=address)
    return SignedIn(token=secret, member=member, session=session)


def _look_around(member: Member, mark: str, address: str, agent: str) -> None:
    """Notice a device or a network that this account has not come from before; the very first is no news."""
    now = clock.now()
    seen = list(member.sessions.values_list("device", "address")) + list(
        member.signals.filter(kind__in=[SignalKind.NEW_DEVICE, SignalKind.NEW_ADDRESS]).values_list(
            "device", "address"
        )
    )
    first = not seen
    news = []
    if mark not in {device for device, _ in seen}:
        news.append(SignalKind.NEW_DEVICE)
    if rules.network(address) not in {rules.network(one) for _, one in seen if one}:
        news.append(SignalKind.NEW_ADDRESS)
    Signal.objects.bulk_create(
        [
            Signal(
                member=member,
                kind=kind,
                at=now,
                address=address,
                agent=agent[:255],
                device=mark,
                what="first" if first else "",
            )
            for kind in news
        ]
    )
    if news and not first:
        tell([NewDeviceSeen(member_id=member.pk, agent=agent[:255], address=address, at=now.isoformat())])


def note_failures(member: Member, login: str, address: str) -> None:
    """Keep one signal when an account has just reached its limit of failures."""
    since = clock.now() - rules.WINDOW
    failed = SignInAttempt.objects.filter(
        login=login, succeeded=False, purpose="sign_in", at__gt=since
    ).count()
    if failed == rules.MOST_BY_ACCOUNT:
        Signal.objects.create(member=member, kind=SignalKind.MANY_FAILURES, address=address)
