"""Let a program in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff import rules
from hanjo.staff.models import ApiToken, Staff
from hanjo.staff.queries import patterns_of, unknown_permissions
from hanjo.staff.sealed import fingerprint
from hanjo.staff.terms import NotYourRight, UnknownPermission


@command("staff.issue_token", "APIトークンの発行")
def issue_token(name: str, scopes: Sequence[str], issued_by: Staff, by: Actor) -> str:
    """Make a key for a program and answer it, this once (APIトークンの発行).

    Refuses scopes that the house does not know or that the person does not have. The key stops working
    when it is revoked or when the person leaves.
    """
    unknown = unknown_permissions(scopes)
    if unknown or not scopes:
        raise UnknownPermission(permission="、".join(unknown) or "（なし）")
    own = patterns_of(issued_by)
    for scope in scopes:
        if scope not in own and not rules.granted(own, scope):
            raise NotYourRight(permission=scope)
    secret = f"hanjo_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name.strip() or "名前なし",
        hash=fingerprint(secret),
        start=secret[:12],
        scopes=sorted(set(scopes)),
        issued_by=issued_by,
    )
    audit.record(by, "staff.issue_token", [f"token:{token.pk}"], scopes=token.scopes)
    return secret
