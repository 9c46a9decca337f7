"""The verbs of channels."""

from hanjo.channels.commands.match_cancellations import match_cancellations
from hanjo.channels.commands.replay import replay
from hanjo.channels.commands.save_channel import save_channel
from hanjo.channels.commands.save_listing import save_listing
from hanjo.channels.commands.save_mapping import save_mapping
from hanjo.channels.commands.store_file import store_file
from hanjo.channels.commands.take_in import take_in

__all__ = [
    "match_cancellations",
    "replay",
    "save_channel",
    "save_listing",
    "save_mapping",
    "store_file",
    "take_in",
]
