"""Save theme."""

from __future__ import annotations

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.theme import rules
from hanjo.storefront.theme.models import Theme
from hanjo.storefront.theme.terms import Look


@command("storefront.save_theme", "デザインの保存")
def save_theme(look: Look, *, by: Actor) -> Theme:
    """Keep a look as a version that nobody sees yet (デザインの保存).

    Refuses colours that cannot be read and a style sheet that reaches outside.
    """
    rules.check(look)
    css = rules.sheet(look)
    row = Theme.objects.create(
        body=look.as_json(), css=css, digest=rules.digest(css), foot=rules.foot(look.foot), made_by=str(by)
    )
    audit.record(by, "storefront.save_theme", [f"theme:{row.pk}"])
    return row


@command("storefront.publish_theme", "デザインの公開")
def publish_theme(theme_id: int, *, by: Actor) -> Theme:
    """Put a version of the look in force, a new one or an old one again (デザインの公開)."""
    row = Theme.objects.select_for_update().filter(pk=theme_id).first()
    if row is None:
        raise NotFound(what="デザイン", key=str(theme_id))
    row.published_at = clock.now()
    row.save(update_fields=["published_at"])
    audit.record(by, "storefront.publish_theme", [f"theme:{row.pk}"])
    renew()
    return row
