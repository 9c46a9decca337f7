"""One folder per outside format, all of one shape: `translate.py` is pure, `samples/`, `tests/`.

`plan` is the way in: tables in, format found, groups out.
"""

from hanjo.channels.malls.plan import Plan, plan, recognise, translator_for

__all__ = ["Plan", "plan", "recognise", "translator_for"]
