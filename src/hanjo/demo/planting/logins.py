"""Who works in はんじょう商店 (デモの担当者)."""

from __future__ import annotations

from hanjo.demo import LOGINS
from hanjo.kernel.actor import Actor
from hanjo.staff import commands as staff
from hanjo.staff.models import Staff

# role code and full name by login
PEOPLE = {
    "hana": ("manager", "花村 はな"),
    "sora": ("orders", "空木 そら"),
    "ken": ("warehouse", "倉田 けん"),
    "mei": ("viewer", "名取 めい"),
}


def plant_staff(by: Actor) -> int:
    """Take on the people who are not there yet, each with one role."""
    staff.make_starting_roles(by=by)
    there = set(Staff.objects.filter(login__in=list(PEOPLE)).values_list("login", flat=True))
    new = [(login, password) for login, password, _ in LOGINS if login not in there]
    for login, password in new:
        role, name = PEOPLE[login]
        staff.create_staff(login, name, password, [role], by=by, email=f"{login}@example.jp")
    return len(new)
