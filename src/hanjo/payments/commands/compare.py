"""Compare with a provider."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.payments import rules
from hanjo.payments.commands import _outside
from hanjo.payments.commands.refresh_intent import refresh_intent
from hanjo.payments.models import Intent, Mismatch, ProviderAccount
from hanjo.payments.providers.terms import Seen
from hanjo.payments.terms import IntentState

MONEY = frozenset(
    {IntentState.AUTHORISED, IntentState.CAPTURED, IntentState.PART_REFUNDED, IntentState.REFUNDED}
)


def compare(account_code: str, since: datetime, until: datetime, *, by: Actor) -> list[Mismatch]:
    """Lay a payment company's list beside ours; what differs becomes work for a person (決済の照合).

    What we merely had not heard of yet is brought up to date first. Comparing again finds the same rows. Answers the
    differences that are open.
    """
    account = ProviderAccount.objects.get(code=account_code)
    theirs = _outside.ask(account, lambda port: list(port.payments(since, until)))
    ours = _ours(account, theirs, since, until)
    met: set[int] = set()
    for seen in theirs:
        intent = next((ours[name] for name in _names(seen) if name in ours), None)
        if intent is None:
            if seen.state in MONEY:
                text = f"決済会社にだけある決済です（{seen.captured_yen:,} 円・{seen.state.label}）"
                _note(account, seen.payment_id or seen.external_id, None, "only_there", text)
            continue
        if seen.state not in MONEY and _is_replaced(intent, seen):
            continue
        met.add(intent.pk)
        if _differs(intent, seen):
            intent = refresh_intent(intent.pk, by=by)
            if _differs(intent, seen):
                ours_say = f"売上 {intent.captured_yen:,} 円・返金 {intent.refunded_yen:,} 円"
                theirs_say = f"{seen.captured_yen:,} 円・{seen.refunded_yen:,} 円"
                text = f"こちらは{ours_say}、決済会社は {theirs_say} です"
                _note(account, intent.external_id, intent, "amount", text)
    for intent in {one.pk: one for one in ours.values()}.values():
        if intent.pk not in met and intent.state in MONEY and since <= intent.made_at < until:
            text = f"ハンジョウにだけある決済です（{intent.captured_yen:,} 円・{IntentState(intent.state).label}）"
            _note(account, intent.external_id, intent, "only_here", text)
    return list(Mismatch.objects.filter(account=account, settled_at__isnull=True).order_by("id"))


def _ours(
    account: ProviderAccount, theirs: list[Seen], since: datetime, until: datetime
) -> dict[str, Intent]:
    keys = {name for seen in theirs for name in (seen.key, rules.first_key(seen.key)) if name}
    ids = {name for seen in theirs for name in (seen.external_id, seen.payment_id) if name}
    wanted = (
        Q(key__in=keys)
        | Q(external_id__in=ids)
        | Q(payment_id__in=ids)
        | Q(made_at__gte=since, made_at__lt=until)
    )
    found: dict[str, Intent] = {}
    for intent in Intent.objects.filter(wanted, account=account):
        for name in (intent.key, intent.external_id, intent.payment_id):
            if name:
                found[name] = intent
    return found


def _names(seen: Seen) -> tuple[str, str, str, str]:
    """By what a payment of theirs is found among ours; its last name is that of the number it replaced."""
    return seen.external_id, seen.payment_id, seen.key, rules.first_key(seen.key)


def _is_replaced(intent: Intent, seen: Seen) -> bool:
    """Whether this was an earlier try or number of the same payment, and another stands in its place."""
    return not {seen.external_id, seen.payment_id} & {intent.external_id, intent.payment_id}


def _differs(intent: Intent, seen: Seen) -> bool:
    return (intent.captured_yen, intent.refunded_yen) != (seen.captured_yen, seen.refunded_yen)


def _note(account: ProviderAccount, external_id: str, intent: Intent | None, kind: str, text: str) -> None:
    Mismatch.objects.get_or_create(
        account=account,
        external_id=external_id,
        kind=kind,
        defaults={"intent": intent, "text": text, "found_on": clock.business_date()},
    )


@command("payments.settle_mismatch", "決済の差異の確認")
def settle_mismatch(mismatch_id: int, *, by: Actor) -> None:
    """Say that a difference was looked into (差異の確認). Saying it again changes nothing."""
    found = Mismatch.objects.select_for_update().filter(pk=mismatch_id).first()
    if found is None:
        raise NotFound(what="決済の差異", key=mismatch_id)
    if found.settled_at is None:
        found.settled_at, found.settled_by = clock.now(), str(by)
        found.save(update_fields=["settled_at", "settled_by"])
        audit.record(by, "payments.settle_mismatch", [found.external_id], kind=found.kind)
