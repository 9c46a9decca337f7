"""Refusals of the search's settings."""

from __future__ import annotations

from hanjo.kernel.refusal import NotFound, Refusal


class SynonymTooSmall(Refusal):
    """A word alone has nothing to be the same as."""

    code = "synonym_too_small"
    message = "同義語は 2 つ以上のことばを入れてください。"
    fix = "「湯呑、湯飲み」のように、読点で区切って並べます。"


class NoSuchSynonym(NotFound):
    """The line is not there (any more)."""

    code = "no_such_synonym"
    message = "同義語の行 {key} は見つかりません。"
