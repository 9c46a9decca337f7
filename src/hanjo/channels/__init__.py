"""Channels (モール・カート): what the outside told us, kept before it is understood, and what we tell it back.

Owns: Channel, Listing, Mapping, ImportFile, RawOrder, RowNote, CancelledGoods, ShipmentReport, MailTemplate,
OutgoingMail.
Promises: a file taken in twice changes nothing; a wrong translation is replayed, not retyped; every row is
accounted for; no mail and no report leaves twice.
Start reading at: commands/take_in.py, malls/
"""
