"""A refusal is an answer, not an accident (お断り)."""

from __future__ import annotations

from typing import ClassVar

from hanjo.kernel.speech import say


class Refusal(Exception):
    """What a command answers when it may not do what was asked, in words for the person who asked.

    `code` is for programs, `message` is the Japanese sentence (a format string over the facts), `fix` says
    what to do next. Pages show it in place with status 422, the API as problem+json.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "この操作はできません。"
    fix: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The sentence shown to people, in their language."""
        return say(self.message).format(**self.facts)

    @property
    def advice(self) -> str:
        """What the person can do about it; empty when the sentence already says so."""
        return say(self.fix).format(**self.facts)


class NotFound(Refusal):
    """What was asked for is not there."""

    code = "not_found"
    message = "{what}「{key}」は見つかりません。"


class Stale(Refusal):
    """Somebody else changed the thing first; nothing was overwritten."""

    code = "stale"
    message = "{what}は、ほかの操作で先に変わっています。"
    fix = "最新の内容を開き直してから、もう一度お試しください。"


class Busy(Refusal):
    """A lock was not free in time; nothing was written."""

    code = "busy"
    message = "ほかの処理が同じデータを使っています。"
    fix = "数秒おいて、もう一度お試しください。"
