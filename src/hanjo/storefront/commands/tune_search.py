"""Tune search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.search.models import SearchTuning, Synonym
from hanjo.storefront.search.ranking import weights
from hanjo.storefront.search.terms import NoSuchSynonym, SynonymTooSmall

MOST = 20


@command("storefront.tune_search", "検索の調整")
def tune_search(
    given: Mapping[str, object], *, stop_words: Sequence[str], by: Actor, note: str = ""
) -> SearchTuning:
    """Set what orders results and which words are ignored, as a new version (検索の調整).

    Every version stays, with who made it. The same as now makes none.
    """
    values = weights(given).as_json()
    ignored = _words(stop_words)
    latest = SearchTuning.objects.order_by("-pk").first()
    if latest and (latest.weights, latest.stop_words) == (values, ignored):
        return latest
    made = SearchTuning.objects.create(
        weights=values, stop_words=ignored, note=note[:200], made_by=str(by), made_at=clock.now()
    )
    audit.record(by, "storefront.tune_search", [f"tuning:{made.pk}"], weights=values, stop_words=ignored)
    renew()
    return made


@command("storefront.save_synonym", "同義語の保存")
def save_synonym(
    words: Sequence[str], *, by: Actor, targets: Sequence[str] = (), synonym_id: int | None = None
) -> Synonym:
    """Let words find each other's goods, or with `targets` only theirs (同義語の保存).

    Refuses a group of one, and a number that no line has.
    """
    kept, aims = _words(words), _words(targets)
    if len(kept) + len(aims) < 2 or not kept:
        raise SynonymTooSmall
    values = {"words": kept, "targets": aims, "changed_by": str(by), "changed_at": clock.now()}
    if synonym_id is None:
        line = Synonym.objects.create(**values)
    else:
        line = _line(synonym_id)
        for name, value in values.items():
            setattr(line, name, value)
        line.save()
    audit.record(by, "storefront.save_synonym", [f"synonym:{line.pk}"], words=kept, targets=aims)
    renew()
    return line


@command("storefront.remove_synonym", "同義語の削除")
def remove_synonym(synonym_id: int, *, by: Actor) -> None:
    """Take a line of synonyms away; what it said stays in the audit log (同義語の削除)."""
    line = _line(synonym_id)
    audit.record(
        by, "storefront.remove_synonym", [f"synonym:{line.pk}"], words=line.words, targets=line.targets
    )
    line.delete()
    renew()


def _line(synonym_id: int) -> Synonym:
    line = Synonym.objects.select_for_update().filter(pk=synonym_id).first()
    if line is None:
        raise NoSuchSynonym(key=synonym_id)
    return line


def _words(given: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(word.split())[:40] for word in given if word.strip()))[:MOST]
