"""Save a pay rule."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import narrow
from hanjo.orders.terms import PayPolicy
from hanjo.payments.models import PayRule
from hanjo.payments.terms import PayKind


@command("payments.save_pay_rule", "支払方法の設定")
def save_pay_rule(channel: str, method: str, *, kind: PayKind, policy: PayPolicy, by: Actor) -> PayRule:
    """Say what a channel's payment method means and when goods may leave (支払方法の対応づけ).

    Saving again replaces it. An empty channel means every channel.
    """
    made, _ = PayRule.objects.update_or_create(
        channel=channel, method=narrow(method)[:60], defaults={"kind": kind, "policy": policy}
    )
    audit.record(by, "payments.save_pay_rule", [f"{channel}:{method}"], kind=str(kind), policy=str(policy))
    return made
