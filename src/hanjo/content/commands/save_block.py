"""Save block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hanjo.content import rules
from hanjo.content.facts import ContentChanged
from hanjo.content.models import Block
from hanjo.content.terms import (
    MOST_LETTERS,
    BadBlock,
    BadPeriod,
    BadTarget,
    BlockKind,
    NoSuchBlock,
    TextTooLong,
)
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell

NEEDS: Mapping[BlockKind, tuple[tuple[str, str], ...]] = {
    BlockKind.HERO: (("title_ja", "ことば"),),
    BlockKind.GOODS: (("title_ja", "見出し"),),
    BlockKind.TEXT: (("body_ja", "文章"),),
    BlockKind.NOTICE: (("text_ja", "文章"),),
}


@command("content.save_block", "トップページ部品の保存")
def save_block(
    kind: BlockKind,
    data: Mapping[str, Any],
    *,
    by: Actor,
    block_id: int | None = None,
    is_shown: bool = True,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
) -> Block:
    """Add a part to the first page, or change one (トップページ部品の保存). A new one comes last."""
    for field, what in NEEDS.get(kind, ()):
        if not str(data.get(field, "")).strip():
            raise BadBlock(kind=kind.label, what=what)
    for value in data.values():
        if isinstance(value, str) and len(value) > MOST_LETTERS:
            raise TextTooLong(what="文章", letters=f"{len(value):,}", most=f"{MOST_LETTERS:,}")
    if data.get("link") and not rules.is_link(str(data["link"])):
        raise BadTarget(value=data["link"])
    if shown_from and shown_until and shown_until <= shown_from:
        raise BadPeriod
    block = _block(block_id, kind)
    block.data, block.is_shown = dict(data), is_shown
    block.shown_from, block.shown_until = shown_from, shown_until
    block.save()
    audit.record(by, "content.save_block", [f"block:{block.id}"], kind=str(kind), data=dict(data))
    tell([ContentChanged(what=f"block:{block.id}")])
    return block


def _block(block_id: int | None, kind: BlockKind) -> Block:
    if block_id is None:
        last = Block.objects.order_by("-position").values_list("position", flat=True).first()
        return Block(kind=kind, position=0 if last is None else last + 1)
    found = Block.objects.select_for_update().filter(id=block_id, kind=kind).first()
    if found is None:
        raise NoSuchBlock(key=block_id)
    return found


@command("content.order_blocks", "トップページの並べ替え")
def order_blocks(ids: Sequence[int], *, by: Actor) -> None:
    """Put the parts of the first page into this order (トップページの並べ替え)."""
    at = {pk: position for position, pk in enumerate(ids)}
    rows = list(Block.objects.filter(id__in=at))
    for row in rows:
        row.position = at[row.id]
    Block.objects.bulk_update(rows, ["position"])
    audit.record(by, "content.order_blocks", [f"block:{pk}" for pk in ids])
    tell([ContentChanged(what="front")])


@command("content.remove_block", "トップページ部品の削除")
def remove_block(block_id: int, *, by: Actor) -> bool:
    """Take a part off the first page (トップページ部品の削除); answers whether there was one."""
    block = Block.objects.filter(id=block_id).first()
    if block is None:
        return False
    audit.record(by, "content.remove_block", [f"block:{block_id}"], kind=block.kind, data=block.data)
    block.delete()
    tell([ContentChanged(what="front")])
    return True
