"""Sentences in the language of whoever reads them (ことば).

Rules and terms are pure and write Japanese; they hand their sentences to `say`, which the house teaches other
languages once it runs. Until then, and for a text nobody has translated, what is written is what is said.
"""

from __future__ import annotations

from collections.abc import Callable


class _Voice:
    speak: Callable[[str], str] | None = None


def say(text: str, **facts: object) -> str:
    """A sentence in the reader's language, with its facts put in (文言)."""
    words = _Voice.speak(text) if _Voice.speak and text else text
    return words.format(**facts) if facts else words


def teach(speak: Callable[[str], str]) -> None:
    """From now on sentences are said by this."""
    _Voice.speak = speak
