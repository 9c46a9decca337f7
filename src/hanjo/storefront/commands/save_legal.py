"""Save legal."""

from __future__ import annotations

from datetime import date

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.legal import queries
from hanjo.storefront.legal.models import LegalProfile
from hanjo.storefront.legal.terms import Profile


@command("storefront.save_legal", "法定表示の登録")
def save_legal(profile: Profile, *, by: Actor, from_on: date | None = None) -> LegalProfile:
    """Put a legal profile in force, today or from a day on (法定表示の登録).

    What was in force before stays as evidence of what the pages said. The same profile again changes nothing.
    """
    today = clock.business_date()
    day = max(from_on or today, today)
    last = LegalProfile.objects.filter(from_on__lte=day).order_by("-from_on", "-id").first()
    if last is not None and Profile.from_json(last.body) == profile:
        return last
    before = queries.profile(day)
    row = LegalProfile.objects.create(from_on=day, body=profile.as_json(), made_by=str(by))
    changed = [name for name, value in profile.as_json().items() if before.as_json().get(name) != value]
    audit.record(by, "storefront.save_legal", [f"legal:{row.pk}"], from_on=day.isoformat(), changed=changed)
    renew()
    return row
