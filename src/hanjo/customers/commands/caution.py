"""Caution."""

from __future__ import annotations

from hanjo.customers.models import Customer
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("customers.caution", "要注意の設定")
def caution(customer_id: int, *, because: str, by: Actor) -> None:
    """Put a customer on the caution list with the reason, or take them off with an empty one (要注意)."""
    Customer.objects.filter(pk=customer_id).update(caution=because[:255])
    audit.record(by, "customers.caution", [f"customer:{customer_id}"], because=because)
