"""Shared inner step: how large goods are and by which service they go, where the shipping table asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.catalogue.models import Sku
from hanjo.kernel import setting
from hanjo.pricing.terms import Terms
from hanjo.storefront.commands._delivery import DEFAULT_SERVICE


def sizes_of(sku_ids: Sequence[int], terms: Terms) -> Mapping[int, int]:
    """The three sides of each piece together, in full centimetres (サイズ); nothing while no fare asks for sizes.

    Goods nobody measured are left out: they cost what the table without sizes says.
    """
    if not any(fare.size_to for fare in terms.fares):
        return {}
    rows = Sku.objects.filter(pk__in=set(sku_ids)).values_list("pk", "length_mm", "width_mm", "height_mm")
    return {pk: -(-sum(sides) // 10) for pk, *sides in rows if all(sides)}


def service_of(terms: Terms) -> str:
    """The service that the shop sends with (ふだんの配送サービス), where a fare asks for it."""
    if not any(fare.service for fare in terms.fares):
        return ""
    return str(setting.get("shop.service", DEFAULT_SERVICE))
