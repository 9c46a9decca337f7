"""Members hear in time, once and in their language, that points are about to end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hanjo.channels.models import OutgoingMail
from hanjo.customers import commands as customers
from hanjo.customers.models import Member
from hanjo.customers.terms import Earning, MemberState
from hanjo.kernel import clock, setting
from hanjo.storefront.commands.tell_points import DAYS, tell_points
from hanjo.storefront.tests import makers, members

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example.jp"


def member(points: int = 120, days: int = 10) -> Member:
    """A member whose points end in some days."""
    makers.open_shop(1)
    members.sign_up()
    OutgoingMail.objects.all().delete()
    found = Member.objects.get()
    ends = clock.business_date() + timedelta(days=days)
    earned = [
        Earning(customer_id=found.customer_id, points=points, ref="a", expires_on=ends),
        Earning(customer_id=found.customer_id, points=7, ref="b", expires_on=ends + timedelta(days=1)),
    ]
    customers.earn_points(earned, by=makers.BY)
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_member_is_told_once_of_the_points_that_end_first(language: str) -> None:
    found = member()
    Member.objects.update(language=language)
    today = clock.business_date()
    assert tell_points(today, root=ROOT, by=makers.BY) == 1
    assert tell_points(today, root=ROOT, by=makers.BY) == 0
    row = OutgoingMail.objects.get()
    assert (row.to, row.language, row.state) == (found.email, language, "queued")
    assert "120" in row.body
    assert f"{ROOT}{'/en' if language == 'en' else ''}/my/points/" in row.body


def test_points_that_end_later_and_members_who_left_are_passed_over() -> None:
    member(days=60)
    assert tell_points(clock.business_date(), root=ROOT, by=makers.BY) == 0
    setting.put(DAYS, 90, by=makers.BY)
    Member.objects.update(state=MemberState.STOPPED)
    assert tell_points(clock.business_date(), root=ROOT, by=makers.BY) == 0
    Member.objects.update(state=MemberState.ACTIVE)
    setting.put(DAYS, 0, by=makers.BY)
    assert tell_points(clock.business_date(), root=ROOT, by=makers.BY) == 0
    assert not OutgoingMail.objects.exists()
