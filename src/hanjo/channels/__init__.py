"""Channels (モール・カート): what the outside told us, kept before it is understood, and what we tell it back.

Owns: Channel, Listing, Mapping, ImportFile, RawOrder, RowNote, CancelledGoods, ShipmentReport, MailTemplate,
OutgoingMail; Connection, Budget, Exchange, OrderProof, CatchUp, CancelReport; ListedStock, DueStock, Drift,
Oversell; ListingDraft, ListingSent, PriceOrder; Alarm, Withheld; Rush; SeenOrder.
Promises: a file taken in twice changes nothing; a wrong translation is replayed, not retyped; every row is
accounted for; no mail and no report leaves twice. A mall that is joined by its interface is asked within its
limits, every message is kept, and an outage of one is no other's.
Start reading at: commands/take_in.py, malls/, malls/port.py, commands/pull_orders.py
"""
