"""Save menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanjo.content import rules
from hanjo.content.facts import ContentChanged
from hanjo.content.models import MenuItem, Page
from hanjo.content.terms import FIRST, LISTS, BadTarget, Place, Target
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.telling import tell


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A link of a menu as the staff sets it; `value` is a page's id, a list's name, a category's code or an address."""

    target: Target
    value: str
    labels: Mapping[str, str]


@command("content.save_menu", "メニューの保存")
def save_menu(place: Place, entries: Sequence[Entry], *, by: Actor) -> int:
    """Make these links the whole menu, in this order (メニューの保存). Refuses a link that leads nowhere."""
    pages = {
        page.id: page
        for page in Page.objects.filter(id__in=[_number(one) for one in entries if one.target == Target.PAGE])
    }
    rows = [_item(place, at, entry, pages) for at, entry in enumerate(entries)]
    MenuItem.objects.filter(place=place).delete()
    MenuItem.objects.bulk_create(rows)
    audit.record(by, "content.save_menu", [f"menu:{place}"], links=[dict(row.labels) for row in rows])
    tell([ContentChanged(what=f"menu:{place}")])
    return len(rows)


def _number(entry: Entry) -> int:
    return int(entry.value) if entry.value.isdecimal() and len(entry.value) < 16 else 0


def _item(place: Place, at: int, entry: Entry, pages: Mapping[int, Page]) -> MenuItem:
    page = pages.get(_number(entry)) if entry.target == Target.PAGE else None
    check_target(entry.target, entry.value, known=page is not None)
    labels = {key: label.strip()[:60] for key, label in entry.labels.items() if label.strip()}
    if not labels.get(FIRST):
        labels[FIRST] = page.title if page else LISTS.get(entry.value, entry.value)[:60]
    return MenuItem(
        place=place, position=at, labels=labels, target=entry.target, value=entry.value, page=page
    )


def check_target(target: Target, value: str, *, known: bool) -> None:
    """Refuse a link that leads nowhere."""
    good = {
        Target.PAGE: known,
        Target.LIST: value in LISTS,
        Target.CATEGORY: 0 < len(value) <= 60 and "/" not in value,
        Target.ADDRESS: rules.is_link(value),
    }
    if not good[target]:
        raise BadTarget(value=value)
