"""The verbs of channels."""

from hanjo.channels.commands._stock_answers import PushedStock
from hanjo.channels.commands.apply_sales import apply_sales
from hanjo.channels.commands.approve_catch_up import approve_catch_up
from hanjo.channels.commands.ask_inquiries import (
    read_question,
    read_questions,
    reply_to_question,
    unfit_reply,
)
from hanjo.channels.commands.ask_malls import (
    ask_once,
    ask_to_apply_sales,
    ask_to_bind,
    ask_to_cancel,
    ask_to_catch_up,
    ask_to_check,
    ask_to_confirm,
    ask_to_fill,
    ask_to_hear,
    ask_to_listen,
    ask_to_price,
    ask_to_prove,
    ask_to_publish,
    ask_to_pull,
    ask_to_read_back,
    ask_to_report,
)
from hanjo.channels.commands.back_fill import back_fill
from hanjo.channels.commands.bind_listings import Bound, bind_listings
from hanjo.channels.commands.catch_up import catch_up
from hanjo.channels.commands.check_listings import Checked, check_listings
from hanjo.channels.commands.collect_inbox import collect_inbox, waiting_files
from hanjo.channels.commands.confirm_orders import confirm_orders
from hanjo.channels.commands.forget_messages import forget_messages
from hanjo.channels.commands.hear_mall import hear_mall
from hanjo.channels.commands.import_file import Imported, import_file
from hanjo.channels.commands.learn_sales import learn_sales
from hanjo.channels.commands.list_skus import list_skus
from hanjo.channels.commands.listen_to_mall import Listening, door_of, help_of, listen_to_mall, listens
from hanjo.channels.commands.match_cancellations import match_cancellations
from hanjo.channels.commands.note_cancelled import note_cancelled
from hanjo.channels.commands.note_oversells import note_oversells
from hanjo.channels.commands.note_shipped import note_shipped
from hanjo.channels.commands.note_stock import note_all_stock, note_stock
from hanjo.channels.commands.note_withheld import NotedWithheld, note_withheld
from hanjo.channels.commands.pause_connection import pause_connection
from hanjo.channels.commands.plan_catch_up import plan_catch_up
from hanjo.channels.commands.prove_connection import prove_connection
from hanjo.channels.commands.prove_later import prove_later
from hanjo.channels.commands.prove_orders import prove_orders
from hanjo.channels.commands.publish_listings import Published, publish_listings
from hanjo.channels.commands.pull_orders import Pulled, pull_numbers, pull_orders
from hanjo.channels.commands.push_stock import push_stock
from hanjo.channels.commands.queue_letters import ShopLetter, queue_letters
from hanjo.channels.commands.queue_mails import Wanted, ask_to_send, mail_key, queue_mails
from hanjo.channels.commands.read_back import ReadBack, read_back
from hanjo.channels.commands.replay import replay
from hanjo.channels.commands.replay_message import Replayed, reads_of, replay_message
from hanjo.channels.commands.report_cancels import report_cancels
from hanjo.channels.commands.report_shipments import Reported, report_shipments
from hanjo.channels.commands.save_alarms import save_alarms
from hanjo.channels.commands.save_channel import save_channel
from hanjo.channels.commands.save_connection import save_connection
from hanjo.channels.commands.save_keep_back import save_keep_back
from hanjo.channels.commands.save_listing import save_listing
from hanjo.channels.commands.save_listing_draft import save_listing_draft
from hanjo.channels.commands.save_mapping import save_mapping
from hanjo.channels.commands.save_rush import drop_rush, save_rush
from hanjo.channels.commands.save_stock_rule import KEEP, save_stock_rule
from hanjo.channels.commands.save_template import reset_template, save_template
from hanjo.channels.commands.schedule_prices import (
    PriceWish,
    cancel_prices,
    schedule_prices,
    try_prices_again,
)
from hanjo.channels.commands.see_message import Bodies, see_message
from hanjo.channels.commands.send_mails import FORGOTTEN, Posted, is_set_up, send_mails
from hanjo.channels.commands.send_prices import Repriced, send_prices
from hanjo.channels.commands.send_sample import send_sample
from hanjo.channels.commands.settle_mail import settle_mail
from hanjo.channels.commands.settle_oversell import Means, settle_oversell
from hanjo.channels.commands.start_back_fill import start_back_fill
from hanjo.channels.commands.start_binding import start_binding
from hanjo.channels.commands.start_proof import start_proof
from hanjo.channels.commands.start_publishing import start_publishing
from hanjo.channels.commands.store_file import store_file
from hanjo.channels.commands.take_back_drafts import take_back_drafts
from hanjo.channels.commands.take_in import take_in
from hanjo.channels.commands.take_in_documents import TakenIn, take_in_documents
from hanjo.channels.commands.use_mapping import use_mapping
from hanjo.channels.commands.watch_malls import Watched, watch_malls
from hanjo.channels.commands.write_mail import Letter, draft_mail, seal_mail, write_mail
from hanjo.channels.commands.write_report import Report, write_report
from hanjo.kernel.command import declare

declare("channels.look", "取込と店舗を見る")

__all__ = [
    "FORGOTTEN",
    "KEEP",
    "Bodies",
    "Bound",
    "Checked",
    "Imported",
    "Letter",
    "Listening",
    "Means",
    "NotedWithheld",
    "Posted",
    "PriceWish",
    "Published",
    "Pulled",
    "PushedStock",
    "ReadBack",
    "Replayed",
    "Report",
    "Reported",
    "Repriced",
    "ShopLetter",
    "TakenIn",
    "Wanted",
    "Watched",
    "apply_sales",
    "approve_catch_up",
    "ask_once",
    "ask_to_apply_sales",
    "ask_to_bind",
    "ask_to_cancel",
    "ask_to_catch_up",
    "ask_to_check",
    "ask_to_confirm",
    "ask_to_fill",
    "ask_to_hear",
    "ask_to_listen",
    "ask_to_price",
    "ask_to_prove",
    "ask_to_publish",
    "ask_to_pull",
    "ask_to_read_back",
    "ask_to_report",
    "ask_to_send",
    "back_fill",
    "bind_listings",
    "cancel_prices",
    "catch_up",
    "check_listings",
    "collect_inbox",
    "confirm_orders",
    "door_of",
    "draft_mail",
    "drop_rush",
    "forget_messages",
    "hear_mall",
    "help_of",
    "import_file",
    "is_set_up",
    "learn_sales",
    "list_skus",
    "listen_to_mall",
    "listens",
    "mail_key",
    "match_cancellations",
    "note_all_stock",
    "note_cancelled",
    "note_oversells",
    "note_shipped",
    "note_stock",
    "note_withheld",
    "pause_connection",
    "plan_catch_up",
    "prove_connection",
    "prove_later",
    "prove_orders",
    "publish_listings",
    "pull_numbers",
    "pull_orders",
    "push_stock",
    "queue_letters",
    "queue_mails",
    "read_back",
    "read_question",
    "read_questions",
    "reads_of",
    "replay",
    "replay_message",
    "reply_to_question",
    "report_cancels",
    "report_shipments",
    "reset_template",
    "save_alarms",
    "save_channel",
    "save_connection",
    "save_keep_back",
    "save_listing",
    "save_listing_draft",
    "save_mapping",
    "save_rush",
    "save_stock_rule",
    "save_template",
    "schedule_prices",
    "seal_mail",
    "see_message",
    "send_mails",
    "send_prices",
    "send_sample",
    "settle_mail",
    "settle_oversell",
    "start_back_fill",
    "start_binding",
    "start_proof",
    "start_publishing",
    "store_file",
    "take_back_drafts",
    "take_in",
    "take_in_documents",
    "try_prices_again",
    "unfit_reply",
    "use_mapping",
    "waiting_files",
    "watch_malls",
    "write_mail",
    "write_report",
]
