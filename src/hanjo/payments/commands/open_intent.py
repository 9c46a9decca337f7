"""Open an intent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from hanjo.kernel import clock, row, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.payments import own, queries, scrub
from hanjo.payments.models import Intent, ProviderAccount
from hanjo.payments.terms import OWN_METHODS, Buyer, IntentDiffers, Method, MethodNotOffered

ACTION_MINUTES = 60  # how long a buyer may take on a provider's page


@command("payments.open_intent", "決済の開始")
def open_intent(
    *,
    key: str,
    method: Method,
    amount_yen: int,
    buyer: Buyer,
    return_url: str = "",
    about: str = "",
    by: Actor,
) -> Intent:
    """Write down that a checkout is to be paid, inside the caller's transaction (決済の開始).

    Nothing outside is asked yet: `start_intent` does that, after the commit. The same key answers the same intent;
    with another amount or method it is refused. Refuses a method that the shop does not offer.
    """
    made = row.one(Intent, "key = %s", [key])
    if made is not None:
        return _same(made, method, amount_yen)
    account = _account(method, amount_yen)
    scrub.refuse_cards(asdict(buyer), about)
    intent = Intent(
        key=key,
        method=method,
        account=account,
        amount_yen=amount_yen,
        buyer=asdict(buyer),
        return_url=return_url,
        about=about[:200],
        expires_at=_deadline(method, account),
        made_by=str(by),
    )
    if not row.add(intent, unless="key"):
        return _same(row.there(Intent, "key = %s", [key]), method, amount_yen)
    if method == Method.BANK_TRANSFER:
        intent.reference = own.reference(intent.pk)
        intent.save(update_fields=["reference"])
    return intent


def _same(made: Intent, method: Method, amount_yen: int) -> Intent:
    if (made.method, made.amount_yen) != (method, amount_yen):
        was = f"{Method(made.method).label} {made.amount_yen:,} 円"
        raise IntentDiffers(was=was, asked=f"{method.label} {amount_yen:,} 円")
    return made


def _account(method: Method, amount_yen: int) -> ProviderAccount | None:
    offers = {offer.method: offer for offer in queries.methods_for_shop()}
    free = method == Method.FREE
    if (amount_yen == 0) != free or (not free and method not in offers):
        raise MethodNotOffered(method=method.label)
    if method in OWN_METHODS:
        return None
    return ProviderAccount.objects.get(code=offers[method].account)


def _deadline(method: Method, account: ProviderAccount | None) -> datetime | None:
    """The last moment to pay: minutes on a hosted page, days for a number or an account, none for cash."""
    now = clock.now()
    if method in (Method.COD, Method.FREE):
        return None
    if method in (Method.CARD, Method.DEFERRED):
        return now + timedelta(minutes=ACTION_MINUTES)
    days = int((account.options if account else {}).get("expires_days", 0)) or setting.get(own.DAYS, 7)
    return own.end_of_day(clock.business_date(now) + timedelta(days=days))
