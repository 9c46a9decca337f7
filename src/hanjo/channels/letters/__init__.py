"""Every letter that leaves the house by itself or by a person's hand (メールの文面).

Each kind stands in one list: what it is called, when it goes, what its text may say, and the text as delivered, in
every language. The editor shows this list; what is not in it cannot be queued.
Start reading at: occasion.py, then steps.py (orders), members.py (accounts), own_orders.py (returns), talk.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from hanjo.channels.letters.asking import ASKING
from hanjo.channels.letters.house import HOUSE
from hanjo.channels.letters.members import MEMBERS
from hanjo.channels.letters.occasion import FIRST, LANGUAGES, Field, Occasion
from hanjo.channels.letters.own_orders import OWN_ORDERS
from hanjo.channels.letters.prepaid import PREPAID
from hanjo.channels.letters.steps import STEPS
from hanjo.channels.letters.talk import TALK

OCCASIONS: Mapping[str, Occasion] = {
    one.code: one for one in (*STEPS, *PREPAID, *MEMBERS, *OWN_ORDERS, *TALK, *ASKING, *HOUSE)
}

__all__ = ["FIRST", "LANGUAGES", "OCCASIONS", "Field", "Occasion"]
