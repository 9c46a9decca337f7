"""Shared inner step: which text a letter is made of: the shop's own for its channel, else for all, else the house's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hanjo.channels.letters import FIRST, LANGUAGES, OCCASIONS
from hanjo.channels.models import MailTemplate
from hanjo.kernel import bulk, row

NOTICE = "(We are sorry: this message is available in Japanese only.)\n\n"
"""Stands above a letter in a language that its reader did not ask for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text that holds for one channel and language; `own`: staff wrote it."""

    subject: str
    body: str
    language: str
    is_on: bool
    own: bool
    version: int = 0


class Texts:
    """The texts of some kinds, read with one statement."""

    def __init__(self, kinds: Iterable[str]) -> None:
        rows = row.many(MailTemplate, "kind = ANY(%s)", [bulk.array(set(kinds))])
        self._rows = {(one.kind, one.channel, one.language): one for one in rows}

    def row(self, kind: str, channel: str, language: str) -> MailTemplate | None:
        """What staff wrote for this channel, else for all of them."""
        return self._rows.get((kind, channel, language)) or self._rows.get((kind, "", language))

    def is_on(self, kind: str, channel: str) -> bool:
        """Whether letters of a kind go at all; one switch for all languages."""
        if not OCCASIONS[kind].may_stop:
            return True
        for place in (channel, ""):
            kept = [row for (code, where, _), row in self._rows.items() if (code, where) == (kind, place)]
            if kept:
                return all(row.is_on for row in kept)
        return True

    def pick(self, kind: str, channel: str, language: str) -> Chosen:
        """The text that holds; a language that the house does not write is answered in Japanese."""
        language = language if language in LANGUAGES else FIRST
        row, is_on = self.row(kind, channel, language), self.is_on(kind, channel)
        if row is not None:
            return Chosen(row.subject, row.body, language, is_on, own=True, version=row.version)
        subject, body = OCCASIONS[kind].delivered(language)
        return Chosen(subject, body, language, is_on, own=False)
