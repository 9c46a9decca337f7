"""Give a shelf of the shop another code."""

from __future__ import annotations

from hanjo.catalogue.models import Category
from hanjo.catalogue.terms import CategoryTaken
from hanjo.kernel import audit, text
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound


@command("catalogue.rename_category", "カテゴリのコード変更")
def rename_category(code: str, to: str, *, by: Actor) -> Category:
    """Give a category another code; its goods, place and name stay as they are (カテゴリのコード変更).

    The same code again changes nothing. Refuses an unknown category, an empty code and one that another category has.
    """
    new = text.narrow(to).strip()[:40]
    found = Category.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise NotFound(what="カテゴリ", key=code)
    if found.code == new:
        return found
    if not new or Category.objects.filter(code=new).exists():
        raise CategoryTaken(code=new)
    found.code = new
    found.save(update_fields=["code"])
    audit.record(by, "catalogue.rename_category", [f"category:{new}"], before=code)
    return found
