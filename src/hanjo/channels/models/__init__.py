"""Tables of channels: what came in, what goes out, and how a channel is joined to its mall."""

from hanjo.channels.models.alarm import Alarm
from hanjo.channels.models.connection import Budget, Connection, Exchange
from hanjo.channels.models.intake import (
    CancelledGoods,
    CancelReport,
    Channel,
    ImportFile,
    Listing,
    MailTemplate,
    Mapping,
    OutgoingMail,
    RawOrder,
    RowNote,
    SeenOrder,
    ShipmentReport,
)
from hanjo.channels.models.offer import ListingDraft, ListingSent, PriceOrder
from hanjo.channels.models.proof import CatchUp, OrderProof
from hanjo.channels.models.rush import Rush
from hanjo.channels.models.stock import Drift, DueStock, ListedStock, Oversell
from hanjo.channels.models.withheld import Withheld

__all__ = [
    "Alarm",
    "Budget",
    "CancelReport",
    "CancelledGoods",
    "CatchUp",
    "Channel",
    "Connection",
    "Drift",
    "DueStock",
    "Exchange",
    "ImportFile",
    "ListedStock",
    "Listing",
    "ListingDraft",
    "ListingSent",
    "MailTemplate",
    "Mapping",
    "OrderProof",
    "OutgoingMail",
    "Oversell",
    "PriceOrder",
    "RawOrder",
    "RowNote",
    "Rush",
    "SeenOrder",
    "ShipmentReport",
    "Withheld",
]
