"""The verbs of stock."""

from hanjo.inventory.commands.adjust import adjust
from hanjo.inventory.commands.adjust_many import AdjustLine, adjust_many
from hanjo.inventory.commands.end_holds import end_holds, lapse_holds
from hanjo.inventory.commands.expect import Expected, expect
from hanjo.inventory.commands.fill_shortages import fill_shortages
from hanjo.inventory.commands.flag import flag, unflag
from hanjo.inventory.commands.hand_over import hand_over
from hanjo.inventory.commands.hold import hold
from hanjo.inventory.commands.hold_in_turn import hold_in_turn
from hanjo.inventory.commands.keep_back import keep_back
from hanjo.inventory.commands.receive import ReceiveLine, receive
from hanjo.inventory.commands.release import release
from hanjo.inventory.commands.reserve import reserve
from hanjo.inventory.commands.save_location import place_in_bin, save_location
from hanjo.inventory.commands.serve_demands import serve_demands
from hanjo.inventory.commands.ship import ship
from hanjo.inventory.commands.take_back import BackLine, take_back
from hanjo.inventory.commands.transfer import transfer
from hanjo.kernel.command import declare

declare("inventory.look", "在庫を見る")

__all__ = [
    "AdjustLine",
    "BackLine",
    "Expected",
    "ReceiveLine",
    "adjust",
    "adjust_many",
    "end_holds",
    "expect",
    "fill_shortages",
    "flag",
    "hand_over",
    "hold",
    "hold_in_turn",
    "keep_back",
    "lapse_holds",
    "place_in_bin",
    "receive",
    "release",
    "reserve",
    "save_location",
    "serve_demands",
    "ship",
    "take_back",
    "transfer",
    "unflag",
]
