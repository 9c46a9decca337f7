"""Take somebody on."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.commands.change_password import accepted
from hanjo.staff.models import Role, Staff
from hanjo.staff.terms import BadLoginName, LoginTaken, UnknownRole


@command("staff.create_staff", "担当者の登録")
def create_staff(
    login: str, name: str, password: str, roles: Sequence[str], *, by: Actor, email: str = ""
) -> Staff:
    """Give a person an account with roles (担当者の登録).

    Refuses a login name that is taken or has other than plain letters, an unknown role, a weak password.
    """
    plain = rules.plain_login(login)
    if not rules.is_login(plain):
        raise BadLoginName(login=login)
    staff = Staff(login=plain, name=name.strip() or plain, email=email)
    staff.password = accepted(password, staff)
    given = roles_by_code(roles)
    try:
        with transaction.atomic():
            staff.save()
    except IntegrityError as error:
        raise LoginTaken(login=plain) from error
    staff.roles.set(given)
    audit.record(by, "staff.create_staff", [f"staff:{staff.pk}"], login=plain, roles=list(roles))
    return staff


def roles_by_code(codes: Sequence[str]) -> list[Role]:
    """Return the roles with these codes; one that is missing is refused."""
    found = {role.code: role for role in Role.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise UnknownRole(role=code)
    return [found[code] for code in dict.fromkeys(codes)]
