"""The verbs of shipping."""

from hanjo.fulfilment.commands.cancel_instruction import cancel_instruction
from hanjo.fulfilment.commands.change_parcels import add_parcel, remove_parcel, set_size
from hanjo.fulfilment.commands.change_service import change_service
from hanjo.fulfilment.commands.dispatch import Dispatched, NotDispatched, dispatch, dispatch_wave
from hanjo.fulfilment.commands.instruct import Instructed, instruct
from hanjo.fulfilment.commands.load_results import Loaded, load_results
from hanjo.fulfilment.commands.print_papers import make_print, order_prints
from hanjo.fulfilment.commands.save_sender import save_sender
from hanjo.fulfilment.commands.save_service import RateDraft, ServiceDraft, save_rates, save_service
from hanjo.fulfilment.commands.scan import scan
from hanjo.fulfilment.commands.set_tracking import set_tracking
from hanjo.fulfilment.commands.undo_scan import undo_scan
from hanjo.kernel.command import declare

declare("fulfilment.look", "出荷を見る")
declare("fulfilment.dispatch_unverified", "検品せずに出荷確定")

__all__ = [
    "Dispatched",
    "Instructed",
    "Loaded",
    "NotDispatched",
    "RateDraft",
    "ServiceDraft",
    "add_parcel",
    "cancel_instruction",
    "change_service",
    "dispatch",
    "dispatch_wave",
    "instruct",
    "load_results",
    "make_print",
    "order_prints",
    "remove_parcel",
    "save_rates",
    "save_sender",
    "save_service",
    "scan",
    "set_size",
    "set_tracking",
    "undo_scan",
]
