"""Try account."""

from __future__ import annotations

from datetime import timedelta

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import declare
from hanjo.kernel.refusal import NotFound
from hanjo.payments.commands._outside import ask
from hanjo.payments.models import ProviderAccount
from hanjo.payments.providers.terms import Port

declare("payments.try_account", "決済アカウントの接続確認")


def try_account(code: str, *, by: Actor) -> int:
    """Ask a payment company for the payments of the last day, so that its secret is known to work (接続確認).

    Moves no money and keeps nothing but the audit entry. Answers how many payments it named, at most a hundred;
    refuses with the company's own reason. Outside every transaction, since the outside takes its time.
    """
    account = ProviderAccount.objects.filter(code=code).first()
    if account is None:
        raise NotFound(what="決済アカウント", key=code)
    now = clock.now()

    def count(port: Port) -> int:
        found = 0
        for _ in port.payments(now - timedelta(days=1), now):
            found += 1
            if found == 100:
                break
        return found

    seen = ask(account, count)
    audit.record(by, "payments.try_account", [code], seen=seen)
    return seen
