"""What a connection does by itself, and how often (接続の運用設定): defaults, and what staff changed of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """One connection's habits. Kept in `Connection.policy`, only what differs from here."""

    pull_seconds: int = 60  # how often orders are asked for
    first_days: int = 3  # how far the first pull reaches back
    confirms: bool = True  # 注文確認 by itself
    pushes_stock: bool = True
    reports_shipments: bool = True
    tells_cancellations: bool = True  # what is called off here is called off there, too
    cancel_minutes: int = 10  # … so much later: until then it can be taken back
    risk: float = 0.00001  # oversells that are accepted, per order
    read_back_per_hour: int = 200  # listings whose shown stock is looked at again
    silent_minutes: int = 20  # a silence longer than this needs a catch-up plan
    catches_up_alone: bool = False  # carries the plan out without being asked
    alone_up_to: int = 500  # … when it has no more than so many orders
    follows_sales: bool = False  # a sale's price is shown there while it runs
    sale_lead_minutes: int = 0  # … told so much ahead of its start
    late_mail_hours: int = 24  # a mail that waited longer through an outage is asked about
    keep_days: int = 90  # messages

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The policy with what staff changed; what is not known is left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def changes(self) -> dict[str, Any]:
        """What differs from the defaults: what is kept."""
        usual = asdict(type(self)())
        return {name: value for name, value in asdict(self).items() if value != usual[name]}
