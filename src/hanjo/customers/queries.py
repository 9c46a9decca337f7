"""Reads of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, Sum

from hanjo.customers import rules, sealed
from hanjo.customers.models import (
    ConsentEvent,
    Customer,
    Favourite,
    LastAd,
    Member,
    MemberSession,
    PointEntry,
    PointLot,
    PointPromise,
    RestockWish,
    SignInAttempt,
    Suppression,
)
from hanjo.customers.terms import (
    Balance,
    ConsentAction,
    MemberState,
    PaidReport,
    PointKind,
    PromiseState,
    Purpose,
    SignalKind,
)
from hanjo.kernel import clock, text


def session_of(token: str) -> MemberSession | None:
    """The live session behind a cookie, with its member, customer and rank; one query (ログイン中の会員)."""
    if not token:
        return None
    return (
        MemberSession.objects.select_related("member__customer", "member__rank")
        .filter(
            fingerprint=sealed.fingerprint(token),
            expires_at__gt=clock.now(),
            member__state=MemberState.ACTIVE,
        )
        .first()
    )


def member_of(token: str) -> Member | None:
    """The member behind a session's token; one query (ログイン中の会員)."""
    session = session_of(token)
    return session.member if session else None


def balances(customer_ids: Sequence[int]) -> dict[int, Balance]:
    """What customers can spend today, free points and paid balance apart; two queries (ポイント残高)."""
    found: dict[int, dict[str, Any]] = {pk: {} for pk in customer_ids}
    lots = PointLot.objects.filter(customer_id__in=customer_ids, remaining__gt=0).exclude(
        expires_on__lte=clock.business_date()
    )
    sums = lots.values_list("customer_id", "kind", "expires_on").annotate(
        there=Sum(F("remaining") - F("held")), aside=Sum("held")
    )
    for customer_id, kind, ends, there, aside in sums.order_by(F("expires_on").asc(nulls_last=True)):
        values = found[customer_id]
        values[kind] = values.get(kind, 0) + there
        values[f"held_{kind}"] = values.get(f"held_{kind}", 0) + aside
        if kind == PointKind.FREE and ends and there and "soonest" not in values:
            values["soonest_on"], values["soonest"] = ends, there
    pending = PointPromise.objects.filter(customer_id__in=customer_ids, state=PromiseState.PENDING)
    for customer_id, points in pending.values_list("customer_id").annotate(Sum("points")):
        found[customer_id]["pending"] = points
    return {pk: Balance(**values) for pk, values in found.items()}


def ending_points(after: date, until: date) -> list[tuple[int, date, int]]:
    """Whose free points end between two days, when, and how many; the first end of each customer (まもなく失効)."""
    lots = PointLot.objects.filter(
        kind=PointKind.FREE, remaining__gt=F("held"), expires_on__gt=after, expires_on__lte=until
    )
    sums = lots.values_list("customer_id", "expires_on").annotate(there=Sum(F("remaining") - F("held")))
    first: dict[int, tuple[date, int]] = {}
    for customer_id, ends, there in sums.order_by("customer_id", "expires_on"):
        first.setdefault(customer_id, (ends, there))
    return [(pk, ends, there) for pk, (ends, there) in first.items()]


def balance(customer_id: int) -> Balance:
    """What one customer can spend today (ポイント残高)."""
    return balances([customer_id])[customer_id]


def point_entries(customer_id: int, *, after: int = 0, size: int = 50) -> list[PointEntry]:
    """The history of a customer's points, newest first, below the entry `after` (ポイント明細)."""
    entries = PointEntry.objects.filter(lot__customer_id=customer_id).select_related("lot").order_by("-id")
    return list(entries.filter(pk__lt=after)[:size] if after else entries[:size])


def paid_report(on: date) -> PaidReport:
    """Unused paid balance at the end of a base date, 3/31 or 9/30 (基準日未使用残高).

    Sums the entries up to then, so that it answers the same whenever it is asked. Balance that ends within six
    months is outside the law and shown apart; points given free are in neither sum.
    """
    end = datetime.combine(on + timedelta(days=1), time(), tzinfo=clock.JST)
    counts = short = 0
    rows = (
        PointLot.objects.filter(kind=PointKind.PAID, entries__at__lt=end)
        .values("issued_on", "expires_on")
        .annotate(yen=Sum("entries__delta"))
    )
    for row in rows:
        limit = rules.months_after(row["issued_on"], rules.SHORT_LIFE_MONTHS)
        if row["expires_on"] and row["expires_on"] <= limit:
            short += row["yen"] if row["expires_on"] > on else 0
        else:
            counts += row["yen"]
    notify_by, deposit = rules.base_date_duty(on, counts)
    return PaidReport(
        on=on,
        total_yen=counts,
        short_lived_yen=short,
        duty=notify_by is not None,
        notify_by=notify_by,
        deposit_yen=deposit,
    )


def customer_ids(member: Member) -> list[int]:
    """Every row under which this member's orders may stand: their own, and guests that became theirs (名寄せ)."""
    aliases = Customer.objects.filter(same_as_id=member.customer_id).order_by("id")
    return [member.customer_id, *aliases.values_list("pk", flat=True)]


@dataclass(frozen=True, slots=True)
class RiskSignals:
    """What a checkout should know of the account that pays (不正ログインの兆候); compliance: card guideline 6.0."""

    new_device: bool
    new_address: bool
    changed: tuple[str, ...]  # what changed within the last day
    since_change: timedelta | None
    failures: int  # wrong passwords within the last half hour
    account_age: timedelta


def risk_signals(member_id: int, *, device: str = "") -> RiskSignals:
    """The signals of a member's account for the decision at checkout; three queries (不正ログインの兆候).

    A device or network is new for a day after it was first seen. With the `device` of the present session only what
    was seen there counts as new.
    """
    now = clock.now()
    member = Member.objects.get(pk=member_id)
    recent = list(member.signals.filter(at__gt=now - timedelta(days=1)).order_by("-at"))
    seen = {one.kind for one in recent if one.what != "first" and (not device or one.device == device)}
    changes = [one for one in recent if one.kind == SignalKind.CHANGED]
    login = sealed.pepper(f"login:{member.email}")
    failures = SignInAttempt.objects.filter(login=login, succeeded=False, at__gt=now - rules.WINDOW)
    return RiskSignals(
        new_device=SignalKind.NEW_DEVICE in seen,
        new_address=SignalKind.NEW_ADDRESS in seen,
        changed=tuple(dict.fromkeys(one.what for one in changes)),
        since_change=now - changes[0].at if changes else None,
        failures=failures.count(),
        account_age=now - member.joined_at,
    )


# --- consent -----------------------------------------------------------------------------------------


def suppressed_marks(marks: Sequence[str]) -> set[str]:
    """Which of these marks stand on the suppression list."""
    rows = Suppression.objects.filter(hash__in=list(marks), lifted_at__isnull=True)
    return set(rows.values_list("hash", flat=True))


def marketable(emails: Sequence[str], purpose: Purpose = Purpose.NEWS) -> set[str]:
    """Those of many addresses that may get advertising at this moment; two queries (広告メールの可否).

    The last word counts: a yes that no later no follows, and no place on the suppression list. Asked when a mail
    leaves, not when it was planned, so that a no is obeyed at once.
    """
    plain = {rules.plain_mail(email): email for email in emails}
    last = (
        ConsentEvent.objects.filter(email__in=list(plain), purpose=purpose)
        .order_by("email", "-at", "-id")
        .distinct("email")
    )
    yes = [email for email, action in last.values_list("email", "action") if action == ConsentAction.OPT_IN]
    marks = {email: sealed.mail_mark(email) for email in yes}
    stopped = suppressed_marks(list(marks.values()))
    return {plain[email] for email in yes if marks[email] not in stopped}


def may_market(email: str, purpose: Purpose = Purpose.NEWS) -> bool:
    """Whether this address may get advertising at this moment (広告メールの可否)."""
    return bool(marketable([email], purpose))


def consents(email: str) -> dict[Purpose, ConsentEvent | None]:
    """The last word of an address on every purpose, for the page where it is changed (同意の状態)."""
    last: dict[Purpose, ConsentEvent | None] = dict.fromkeys(Purpose)
    for event in ConsentEvent.objects.filter(email=rules.plain_mail(email)).order_by("at", "id"):
        last[Purpose(event.purpose)] = event
    return last


def consent_evidence(email: str) -> list[dict[str, Any]]:
    """Everything that proves what an address agreed to: wording, version, time, network (同意の証跡)."""
    events = (
        ConsentEvent.objects.filter(email=rules.plain_mail(email))
        .select_related("wording")
        .order_by("at", "id")
    )
    return [
        {
            "purpose": Purpose(event.purpose).label,
            "action": ConsentAction(event.action).label,
            "at": event.at.isoformat(),
            "address": event.address,
            "agent": event.agent,
            "form": event.form,
            "form_version": event.wording.digest if event.wording else "",
            "wording": event.wording.text if event.wording else "",
            "source": event.source,
        }
        for event in events
    ]


def consent_kept_until(email: str) -> date | None:
    """The first day on which the proof of consent of an address may be purged; nothing while it may be needed.

    Three years after the last advertising mail (特定商取引法), a month after the stop (特定電子メール法), whichever is
    later; never while a yes is in force.
    """
    plain = rules.plain_mail(email)
    events = list(ConsentEvent.objects.filter(email=plain).order_by("at", "id"))
    if any(may_market(plain, purpose) for purpose in Purpose) or not events:
        return None
    sent = LastAd.objects.filter(hash=sealed.mail_mark(plain)).first()
    ad_on = clock.business_date(sent.at) if sent else None
    return rules.consent_over_on(clock.business_date(events[-1].at), ad_on)


def unsubscribe_token(email: str, purpose: Purpose = Purpose.NEWS) -> str:
    """The secret part of a mail's List-Unsubscribe address; opens nothing but the stop (配信停止のリンク)."""
    return sealed.seal(f"unsubscribe|{Purpose(purpose).value}|{rules.plain_mail(email)}")


def read_unsubscribe(token: str) -> tuple[str, Purpose] | None:
    """The address and purpose of a List-Unsubscribe link that we have made, however old."""
    from cryptography.fernet import InvalidToken

    try:
        kind, purpose, email = sealed.unseal(token).split("|", 2)
        return (email, Purpose(purpose)) if kind == "unsubscribe" else None
    except (InvalidToken, ValueError):
        return None


# --- wishes ------------------------------------------------------------------------------------------


def favourites(member_id: int) -> list[int]:
    """The products that a member keeps in mind, newest first (お気に入り)."""
    rows = Favourite.objects.filter(member_id=member_id).order_by("-since", "-pk")
    return list(rows.values_list("product_id", flat=True))


def due_restock_notices(sku_ids: Sequence[int], *, most: int = 1_000) -> list[RestockWish]:
    """Who waits for these SKUs, those who asked first come first (再入荷のお知らせ)."""
    wishes = RestockWish.objects.filter(sku_id__in=list(sku_ids), told_at__isnull=True).select_related(
        "member"
    )
    return list(wishes.order_by("asked_at", "pk")[:most])


# --- staff -------------------------------------------------------------------------------------------

PAGE = 50


def members(q: str = "", *, after: int = 0) -> list[Member]:
    """Members by name, kana, mail address or telephone, newest first, below the key `after` (会員を探す)."""
    found = Member.objects.select_related("rank").order_by("-pk")
    if after:
        found = found.filter(pk__lt=after)
    if q:
        plain = text.narrow(q)
        found = found.filter(
            Q(name__icontains=q)
            | Q(kana__icontains=text.katakana(q))
            | Q(email__icontains=plain.lower())
            | Q(phone__icontains=plain)
        )
    return list(found[:PAGE])
