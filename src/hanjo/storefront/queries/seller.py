"""Who sells, as it stands on papers for buyers (発行者)."""

from __future__ import annotations

from hanjo.fulfilment import queries as fulfilment
from hanjo.storefront.legal import queries as legal
from hanjo.storefront.queries.shop import shop


def issuer() -> dict[str, str]:
    """Who sells, as it stands on a receipt: the legal profile, else the sender of parcels (発行者)."""
    profile, sender = legal.profile(), fulfilment.sender()
    return {
        "name": profile.trade_name or profile.legal_name or sender.company or sender.name or shop().name,
        "address": profile.address or sender.address,
        "contact": profile.phone or sender.phone,
        "registration": profile.registration or sender.registration_number,
    }
