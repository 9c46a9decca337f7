"""Save group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.content import rules
from hanjo.content.facts import ContentChanged
from hanjo.content.models import FaqGroup
from hanjo.content.terms import FIRST, BadSlug, TitleMissing
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@command("content.save_group", "質問分類の登録")
def save_group(code: str, names: Mapping[str, str], *, by: Actor) -> FaqGroup:
    """Add a group of questions or rename it (質問分類の登録). A new one comes last."""
    if not rules.is_slug(code):
        raise BadSlug(slug=code)
    if not names.get(FIRST, "").strip():
        raise TitleMissing
    kept = {language: name.strip()[:60] for language, name in names.items() if name.strip()}
    last = FaqGroup.objects.order_by("-position").values_list("position", flat=True).first()
    group, _ = FaqGroup.objects.update_or_create(
        code=code,
        defaults={"names": kept},
        create_defaults={"names": kept, "position": 0 if last is None else last + 1},
    )
    audit.record(by, "content.save_group", [f"faq:{code}"], names=kept)
    tell([ContentChanged(what=f"faq:{code}")])
    return group


@command("content.order_groups", "質問分類の並べ替え")
def order_groups(codes: Sequence[str], *, by: Actor) -> None:
    """Put the groups of questions into this order (質問分類の並べ替え)."""
    at = {code: position for position, code in enumerate(codes)}
    rows = list(FaqGroup.objects.filter(code__in=at))
    for row in rows:
        row.position = at[row.code]
    FaqGroup.objects.bulk_update(rows, ["position"])
    audit.record(by, "content.order_groups", list(codes))
    tell([ContentChanged(what="faq")])


@command("content.remove_group", "質問分類の削除")
def remove_group(code: str, *, by: Actor) -> bool:
    """Throw away a group that has no questions (質問分類の削除); answers whether it went."""
    gone, _ = FaqGroup.objects.filter(code=code, entries__isnull=True).delete()
    if gone:
        audit.record(by, "content.remove_group", [f"faq:{code}"])
    return bool(gone)
