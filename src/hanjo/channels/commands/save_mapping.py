"""Save a column mapping."""

from __future__ import annotations

from typing import Any

from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.models import Mapping
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("channels.save_mapping", "列の対応の保存")
def save_mapping(code: str, *, name: str, body: dict[str, Any] | str, by: Actor) -> Mapping:
    """Keep what the columns of a shop's own file mean, for every file of this kind (列の対応).

    Saving again makes a new version. Refuses a mapping that cannot make orders, saying what is missing.
    """
    mapping = GenericMapping.from_json(body)
    made, created = Mapping.objects.get_or_create(
        code=code, defaults={"name": name, "body": mapping.to_json()}
    )
    if not created:
        made.name, made.body = name, mapping.to_json()
        made.version, made.changed_at = made.version + 1, clock.now()
        made.save()
    audit.record(by, "channels.save_mapping", [f"mapping:{code}"], version=made.version)
    return made
