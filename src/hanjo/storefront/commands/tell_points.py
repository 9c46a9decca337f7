"""Tell members whose points are about to end."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import override

from hanjo.content.terms import FIRST
from hanjo.customers import queries as people
from hanjo.customers.models import Member
from hanjo.customers.terms import MemberState
from hanjo.kernel import setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters
from hanjo.ui import formats

DAYS = "shop.points_notice_days"
"""How many days before the end a member is told; 0 tells nobody."""
USUAL = 14


@command("storefront.tell_points", "ポイント失効のお知らせメール")
def tell_points(today: date, *, root: str, by: Actor) -> int:
    """Write to members whose points end soon, once for each day of ending (ポイント失効のお知らせメール).

    Says the day, the number and where to look, nothing that advertises. Who has left or was erased gets nothing.
    Doing it again writes nothing. Answers how many were written to.
    """
    days = int(setting.get(DAYS, USUAL))
    due = people.ending_points(today, today + timedelta(days=days)) if days else []
    found = Member.objects.filter(customer_id__in=[pk for pk, _, _ in due], state=MemberState.ACTIVE)
    members = {row.customer_id: row for row in found.exclude(email="")}
    rows = []
    for customer_id, ends, points in due:
        member = members.get(customer_id)
        if member is None:
            continue
        way = "" if member.language == FIRST else f"/{member.language}"
        with override(member.language):
            last = formats.on_prose(ends - timedelta(days=1))
        values = {
            "name": member.name,
            "points": f"{points:,}",
            "last": last,
            "link": f"{root}{way}/my/points/",
        }
        rows.append(
            _letters.letter(
                "points_ending", member.email, values, language=member.language, key=f"{customer_id}:{ends}"
            )
        )
    return _letters.queue(rows, by=by)
