"""What payments tell upwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanjo.kernel.fact import Fact


@dataclass(frozen=True, kw_only=True)
class IntentMoved(Fact):
    """The money of a checkout moved on (決済の進み). `late`: it had been given up before (期限後の入金)."""

    intent_id: int
    key: str
    state: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class IntentReminded(Fact):
    """A buyer has not paid yet and the deadline comes near (支払期限のお知らせ)."""

    intent_id: int
    key: str
    expires_at: str
    order_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class IntentReissued(Fact):
    """A buyer who has not paid yet is to pay less, by a new number (お支払い番号の出し直し)."""

    intent_id: int
    key: str
    yen: int
    order_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class IntentDisputed(Fact):
    """A card holder disputes a payment (チャージバック)."""

    intent_id: int
    key: str
    order_ids: list[int] = field(default_factory=list)
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class ErrandRefused(Fact):
    """A payment company refused a capture, void or refund; a person has to look (決済の依頼が断られた)."""

    intent_id: int
    key: str
    verb: str
    because: str = ""
    errand: str = ""  # the errand's own key


@dataclass(frozen=True, kw_only=True)
class MoneyPaidBack(Fact):
    """A payment company has paid back what it was asked to (返金の完了). `errand` is the key it was asked under.

    `surplus`: the buyer had paid at the till for an order that was cancelled before, or at the same moment.
    """

    errand: str
    order_id: int
    yen: int
    surplus: bool = False
