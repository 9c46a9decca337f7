"""Decide from where the console opens, and who needs a second step."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.models import Role
from hanjo.staff.queries import ACCESS
from hanjo.staff.terms import BadAddress, OwnAddressMissing, UnknownRole


@command("staff.set_access", "管理画面の守りの設定")
def set_access(addresses: Sequence[str], second_step: Sequence[str], *, own: str, by: Actor) -> None:
    """Say from which networks the console opens, and which roles need a second step (管理画面の守りの設定).

    Programs with a token ask from the same networks. No address means from everywhere. Refuses what is no network, a
    list without `own`, the address of who asks, so that nobody locks themselves out, and roles that there are not;
    `own` is empty only on the machine of the shop itself, which is the way back. Setting the same again changes
    nothing. Source: card guideline 6.0, admin pages.
    """
    listed = list(dict.fromkeys(part for text in addresses for part in text.split()))
    for one in listed:
        if not rules.is_network(one):
            raise BadAddress(address=one)
    if listed and own and not rules.is_listed(own, listed):
        raise OwnAddressMissing(address=own)
    roles = sorted(set(second_step))
    unknown = set(roles) - set(Role.objects.values_list("code", flat=True))
    if unknown:
        raise UnknownRole(role="、".join(sorted(unknown)))
    wanted = {"addresses": listed, "second_step": roles}
    if setting.get(ACCESS, {"addresses": [], "second_step": []}) == wanted:
        return
    setting.put(ACCESS, wanted, by=by)
    audit.record(by, "staff.set_access", [], **wanted)
