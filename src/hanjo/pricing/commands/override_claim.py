"""Override a claim."""

from __future__ import annotations

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.kernel.telling import tell
from hanjo.pricing.facts import SaleChanged
from hanjo.pricing.models import PriceClaim
from hanjo.pricing.terms import BadSale, SamePerson


@command("pricing.override_claim", "比較価格の承認")
def override_claim(claim_id: int, reason: str, *, by: Actor) -> PriceClaim:
    """Show a strike-through price that failed, on the word of a second person with a written reason (比較価格の承認).

    Refuses the person who made the claim. The evidence and both names stay with the claim.
    """
    claim = (
        PriceClaim.objects.select_for_update(of=("self",)).select_related("sale").filter(pk=claim_id).first()
    )
    if claim is None:
        raise NotFound(what="比較対照価格", key=claim_id)
    if claim.made_by == str(by):
        raise SamePerson(person=by.label or by.name)
    if not reason.strip():
        raise BadSale(sale=claim.sale.code, reason="承認の理由を書いてください。")
    claim.overridden_by, claim.override_reason = str(by), reason.strip()[:255]
    claim.save(update_fields=["overridden_by", "override_reason"])
    tell([SaleChanged(sale=claim.sale.code, sku_ids=(claim.sku_id,))])
    audit.record(by, "pricing.override_claim", [f"claim:{claim_id}"], reason=reason, verdict=claim.verdict)
    return claim
