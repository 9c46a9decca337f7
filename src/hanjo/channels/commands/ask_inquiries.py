"""Ask for inquiries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar, cast

from hanjo.channels.commands._outside import ask
from hanjo.channels.malls.desk import Desk, Question
from hanjo.channels.malls.port import Verdict
from hanjo.channels.malls.registry import mall
from hanjo.channels.queries_malls import connection_of

R = TypeVar("R")


def read_questions(channel: str, since: datetime, until: datetime) -> Sequence[Question]:
    """What buyers have asked on a mall in this time, as it stands now (モールの問い合わせ).

    Changes nothing here or there. Refuses a channel that is not joined.
    """
    return _asked(channel, lambda desk: desk.questions(since, until))


def read_question(channel: str, key: str) -> Question | None:
    """One inquiry of a mall as it stands now (モールの問い合わせ)."""
    return _asked(channel, lambda desk: desk.question(key))


def reply_to_question(channel: str, key: str, shop: str, text: str) -> Verdict:
    """Answer an inquiry on its mall (モールの問い合わせへの返信); who asks for it keeps it from being told twice."""
    return _asked(channel, lambda desk: desk.reply(key, shop, text))


def unfit_reply(channel: str, text: str) -> str:
    """Why a mall would not take this answer; empty when it would."""
    return str(mall(connection_of(channel).mall).unfit_reply(text))  # type: ignore[attr-defined]  # a Desk's


def _asked(channel: str, question: Callable[[Desk], R]) -> R:
    return ask(connection_of(channel, live=True), lambda port: question(cast(Desk, port)))
