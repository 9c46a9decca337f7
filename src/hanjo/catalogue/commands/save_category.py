"""Open or rename a shelf of the shop."""

from __future__ import annotations

from hanjo.catalogue.models import Category
from hanjo.catalogue.terms import CategoryLoop
from hanjo.kernel import audit, text
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.save_category", "カテゴリの登録・変更")
def save_category(code: str, name: str, *, by: Actor, parent: str = "", position: int = 0) -> Category:
    """Add a category or change its name, place and parent, found by its code (カテゴリ登録).

    The same again changes nothing. Refuses an unknown parent and a category under itself.
    """
    plain = text.narrow(code)
    above = Category.objects.filter(code=parent).first() if parent else None
    if parent and above is None:
        raise NotFound(what="親カテゴリ", key=parent)
    _refuse_loop(plain, above)
    wanted = {"name": text.tidy(name)[:80], "parent": above, "position": position}
    stored = Category.objects.select_for_update().filter(code=plain).first()
    if stored and all(getattr(stored, key) == value for key, value in wanted.items()):
        return stored
    category, _ = Category.objects.update_or_create(code=plain, defaults=wanted)
    audit.record(by, "catalogue.save_category", [f"category:{plain}"], name=name, parent=parent)
    return category


def _refuse_loop(code: str, above: Category | None) -> None:
    parents = dict(Category.objects.values_list("id", "parent_id"))
    codes = dict(Category.objects.values_list("id", "code"))
    seen: set[int] = set()
    here = above.pk if above else None
    while here is not None and here not in seen:
        if codes[here] == code:
            raise CategoryLoop(code=code)
        seen.add(here)
        here = parents[here]
