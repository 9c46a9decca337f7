"""Save a listing's data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from hanjo.channels.commands._offers import judge
from hanjo.channels.models import Connection, Listing, ListingDraft
from hanjo.channels.queries_malls import connection_of
from hanjo.channels.terms_offers import BadDraft
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

LONGEST = {"title": 400, "category": 200, "shipping": 200, "text": 100_000}
NAMES = {"title": "商品名", "category": "カテゴリ", "shipping": "配送方法", "text": "商品説明"}


@command("channels.save_listing_draft", "出品情報の編集")
def save_listing_draft(
    channel: str, listing_ids: Collection[int], values: Mapping[str, Any], *, by: Actor
) -> int:
    """Say for many listings what this mall shall show instead of the product master (出品情報の編集).

    `values` may hold title, price_yen, category, shipping, text and more; an empty text, a price of None, mean the
    master's again; what is absent stays. `is_sure` says that somebody looked at the mall after an answer was lost.
    Nothing goes out before it is sent. Refuses a price below 1 yen, a text that is too long and an unknown field
    before anything is written. Answers how many listings were changed.
    """
    joined = connection_of(channel)
    checked = {name: _checked(name, value) for name, value in values.items() if name != "is_sure"}
    if values.get("is_sure"):
        checked["unsure_at"] = None
    rows = Listing.objects.filter(channel=joined.channel_id, id__in=list(listing_ids))
    ids = list(rows.order_by("id").values_list("id", flat=True))
    if not ids or not checked:
        return 0
    judge(joined, ids)  # whoever was never looked at has a row now
    _write(joined, ids, checked)
    judge(joined, ids)
    audit.record(by, "channels.save_listing_draft", [f"listing:{one}" for one in ids], **{
        name: value for name, value in checked.items() if name != "unsure_at"
    })  # fmt: skip
    return len(ids)


def _write(joined: Connection, ids: list[int], values: dict[str, Any]) -> None:
    """What a field of the mall's own says is added to the others; an empty one is taken away."""
    more = values.pop("more", None)
    drafts = ListingDraft.objects.filter(channel=joined.channel_id, listing__in=ids)
    if values:
        drafts.update(**values)
    if more is None:
        return
    rows = list(drafts.select_for_update(no_key=True).order_by("listing_id"))
    for row in rows:
        row.more = {name: value for name, value in {**row.more, **more}.items() if value}
    ListingDraft.objects.bulk_update(rows, ["more"])


def _checked(name: str, value: Any) -> Any:
    if name == "price_yen":
        if value is not None and (not isinstance(value, int) or not 1 <= value <= 99_999_999):
            raise BadDraft(what="価格", value=value, needs="1〜99,999,999 円の整数を入れてください。")
        return value
    if name == "more":
        for key in value:
            if not re.fullmatch(r"[A-Za-z_.]{1,60}", key):
                raise BadDraft(
                    what="モール独自の項目",
                    value=key,
                    needs="「名前=値」を 1 行に 1 つ、名前は英字で入れてください。",
                )
        return {key: str(one)[:500] for key, one in value.items()}
    if name not in LONGEST:
        raise BadDraft(what=name, value="不明な項目", needs="項目の名前を確かめてください。")
    if len(value) > LONGEST[name]:
        raise BadDraft(
            what=NAMES[name],
            value=f"{len(value):,} 文字",
            needs=f"{LONGEST[name]:,} 文字までにしてください。",
        )
    return value
