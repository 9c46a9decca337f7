"""The thirty days before the morning: what was sold, to whom, and who cancels (過去の受注)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from hanjo.demo.maker import JST, Maker
from hanjo.demo.morning import TOTALS, morning
from hanjo.demo.neutral import DemoOrder
from hanjo.demo.people import Town
from hanjo.demo.trouble_people import CANCELLER

DAYS = 30
REGULARS = 0.3  # share of past orders that somebody of this morning placed too
FIRST_PERSON = 3000


@lru_cache(maxsize=2)
def history(business_date: date) -> tuple[DemoOrder, ...]:
    """Orders of the thirty days before the evening that the morning begins with, oldest first."""
    rng = Random(f"hanjo-history-{business_date:%Y%m%d}")
    town = Town("hanjo-town-past", first=FIRST_PERSON)
    regulars = [order.buyer for order in morning(business_date) if not order.trouble]
    made: list[DemoOrder] = []
    for back in range(DAYS, 0, -1):
        day = business_date - timedelta(days=back)
        maker = Maker(day, town)
        weekend = 1.3 if day.weekday() >= 5 else 1.0
        for mall in rng.choices(list(TOTALS), list(TOTALS.values()), k=round(rng.randint(18, 26) * weekend)):
            buyer = rng.choice(regulars) if rng.random() < REGULARS else town.person()
            made.append(maker.order(mall, buyer=buyer, ordered_at=_moment(day, rng)))
        if back in CANCELLED_ON:
            lines = [maker.line("rakuten", CANCELLED_ON[back])]
            order = maker.order(
                "rakuten", lines, buyer=CANCELLER, ordered_at=_moment(day, rng), cancelled=True
            )
            made.append(order)
    return tuple(made)


CANCELLED_ON = {23: "DOG-010", 12: "UTW-019", 5: "KRU-008-KN"}


def _moment(day: date, rng: Random) -> datetime:
    """Some time of the day before the shop's evening, when the morning's orders begin."""
    return datetime.combine(day, time(7, 0), JST) + timedelta(minutes=rng.randrange(530))
