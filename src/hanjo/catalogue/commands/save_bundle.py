"""Say what a bundle holds."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.catalogue.commands.save_products import save_products
from hanjo.catalogue.models import Sku
from hanjo.catalogue.terms import BundleOfBundles, RowRefused, RowVerdict, Saved, SkuKind
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.save_bundle", "セット内訳の変更")
def save_bundle(code: str, components: Sequence[tuple[str, int]], *, by: Actor) -> Saved:
    """Set the components of a bundle that is there, each with its quantity (セット内訳).

    The same components again change nothing. Refuses an unknown SKU, a bundle inside a bundle, and a SKU
    that is a thing on a shelf itself.
    """
    if not Sku.objects.filter(code=code).exists():
        raise NotFound(what="セット商品", key=code)
    inner = Sku.objects.filter(code__in=[part for part, _ in components], kind=SkuKind.BUNDLE).first()
    if inner is not None:
        raise BundleOfBundles(code=code, component=inner.code)
    saved = save_products([{"sku_code": code, "components": tuple(components)}], by=by)
    outcome = saved.outcomes[0]
    if outcome.verdict is RowVerdict.REFUSED:
        raise RowRefused(sku_code=code, reason="。".join(outcome.reasons) + "。")
    return saved
