"""Save a connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hanjo.channels.commands._outside import opened
from hanjo.channels.malls.registry import mall
from hanjo.channels.malls.tills import LOCATION, receipt_of
from hanjo.channels.models import Channel, Connection
from hanjo.channels.policy import Policy
from hanjo.channels.terms import ConnectionState, LackingKeys, UnknownChannel
from hanjo.inventory import queries as inventory
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.staff.sealed import seal


@command("channels.save_connection", "モール接続の設定")
def save_connection(
    channel: str,
    code: str,
    values: Mapping[str, str],
    *,
    base_url: str = "",
    policy: Mapping[str, Any] | None = None,
    by: Actor,
) -> Connection:
    """Keep how a channel is joined to its mall; keys are sealed and never shown again (モール接続の設定).

    A key that is left empty stays as it was. New keys make the connection wait for its test, and tokens of the old
    ones are forgotten. Refuses a mall nobody speaks to, a needed value that is missing, and a till whose place is
    not there.
    """
    company = mall(code)
    shop = Channel.objects.filter(code=channel).first()
    if shop is None:
        raise UnknownChannel(channel=channel)
    row = Connection.objects.select_for_update().filter(channel=shop).first() or Connection(channel=shop)
    if row.pk is None:
        row.policy = Policy.of(getattr(company, "POLICY", {})).changes()
    same = row.mall == code
    secrets = opened(row.sealed_secrets) if same else {}
    options = dict(row.options) if same else {}
    for field in company.FIELDS:
        given = values.get(field.name, "").strip()
        if field.is_secret:
            secrets |= {field.name: given} if given else {}
        elif field.name in values:
            options[field.name] = given or field.default
        else:
            options.setdefault(field.name, field.default)
    kept = {**options, **secrets}
    lacking = [field.label for field in company.FIELDS if field.is_needed and not kept.get(field.name)]
    if lacking:
        raise LackingKeys(fields="、".join(lacking))
    if receipt_of(code):
        inventory.location(str(options[LOCATION]))
    before = opened(row.sealed_secrets) if same else {}
    keys = {field.name for field in company.FIELDS if field.is_secret and field.is_key}
    changed = row.pk is None or not same or row.base_url != base_url
    changed = changed or any(before.get(name) != secrets.get(name) for name in keys)
    row.mall, row.options, row.base_url = code, options, base_url
    if changed or before != secrets:
        row.sealed_secrets = seal(json.dumps(secrets))
    if changed:
        row.sealed_tokens = ""
        row.state = ConnectionState.DRAFT
    if policy is not None:
        row.policy = Policy.of({**row.policy, **policy}).changes()
    row.save()
    audit.record(by, "channels.save_connection", [f"channel:{channel}"], mall=code, keys_changed=changed)
    return row
