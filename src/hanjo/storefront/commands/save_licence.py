"""Save licence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.text import narrow, tidy
from hanjo.storefront.commands.refresh_cards import refresh_cards
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.regulated.models import Licence
from hanjo.storefront.regulated.terms import BadLicence, permits


@command("storefront.save_licence", "許可・免許の保存")
def save_licence(
    code: str,
    number: str,
    *,
    expires_on: date | None = None,
    details: Mapping[str, str] | None = None,
    by: Actor,
) -> None:
    """Enter a licence of the shop with what its notice shows (許可・免許の保存).

    Goods that waited for it come into the shop at once; with a date in the past they leave it. Entering the same again
    changes nothing. Refuses a licence that there is not and a number that cannot be one.
    """
    permit = permits().get(code)
    if permit is None:
        raise BadLicence(label=code, why="この種類の許可はありません。")
    number = narrow(number).strip() if permit.pattern.startswith("[0-9]") else tidy(number)
    if not re.fullmatch(permit.pattern, number) or len(number) > 120:
        raise BadLicence(label=permit.label, why=permit.says)
    given = {item: tidy((details or {}).get(item, ""))[:200] for item, _ in permit.details}
    before = Licence.objects.filter(kind=code).values("number", "expires_on", "details").first()
    now = {"number": number, "expires_on": expires_on, "details": given}
    if before == now:
        return
    Licence.objects.update_or_create(
        kind=code, defaults={**now, "changed_at": clock.now(), "changed_by": by.name}
    )
    kept = {**before, "expires_on": str(before["expires_on"] or "")} if before else None
    audit.record(by, "storefront.save_licence", [f"licence:{code}"], before=kept, number=number)
    refresh_cards()
    renew()
