"""The verbs of the shop."""

from hanjo.kernel.command import declare
from hanjo.storefront.commands._delivery import reach
from hanjo.storefront.commands._figures import Figures, figures
from hanjo.storefront.commands.abandon import abandon
from hanjo.storefront.commands.ask_return import answer_return, ask_return
from hanjo.storefront.commands.ask_reviews import ask_reviews
from hanjo.storefront.commands.cancel_own import cancel_own
from hanjo.storefront.commands.change_cart import change_cart
from hanjo.storefront.commands.complete import complete
from hanjo.storefront.commands.confirm import confirm
from hanjo.storefront.commands.count_sold import count_sold
from hanjo.storefront.commands.count_try import count_try, forget_tries
from hanjo.storefront.commands.disclose import answer_disclosure, ask_disclosure
from hanjo.storefront.commands.end_unpaid import end_unpaid
from hanjo.storefront.commands.index_goods import index_goods, mirror_cards
from hanjo.storefront.commands.join import join
from hanjo.storefront.commands.judge_goods import judge_goods
from hanjo.storefront.commands.learn_words import learn_words
from hanjo.storefront.commands.merge_carts import merge_carts
from hanjo.storefront.commands.move_mail import begin_mail, finish_mail
from hanjo.storefront.commands.note_searches import note_searches
from hanjo.storefront.commands.open_doors import close_doors, open_doors
from hanjo.storefront.commands.order_again import Again, order_again
from hanjo.storefront.commands.prepare import prepare
from hanjo.storefront.commands.purge import forget_photos, forget_searches, purge, set_keeping
from hanjo.storefront.commands.put_in_cart import put_in_cart
from hanjo.storefront.commands.receive_return import close_return, receive_return
from hanjo.storefront.commands.refresh_cards import note_mark, products_of, refresh_cards, refresh_stock
from hanjo.storefront.commands.refund_return import (
    ERRAND,
    end_refund,
    issue_return_invoice,
    pay_return,
    redirect_refund,
    refund_return,
)
from hanjo.storefront.commands.rename_shelf import rename_shelf
from hanjo.storefront.commands.renew import note_turned, renew
from hanjo.storefront.commands.save_entry import save_entry
from hanjo.storefront.commands.save_goods import save_goods
from hanjo.storefront.commands.save_goods_law import save_goods_law, set_shelf_law
from hanjo.storefront.commands.save_legal import save_legal
from hanjo.storefront.commands.save_licence import save_licence
from hanjo.storefront.commands.save_move import remove_move, save_move
from hanjo.storefront.commands.save_text import save_text, save_texts
from hanjo.storefront.commands.save_theme import publish_theme, save_theme
from hanjo.storefront.commands.send_reset import send_reset
from hanjo.storefront.commands.set_shop import set_shop
from hanjo.storefront.commands.slow_cards import note_declined
from hanjo.storefront.commands.tell_member import tell_member
from hanjo.storefront.commands.tell_points import tell_points
from hanjo.storefront.commands.tell_prepaid import tell_prepaid
from hanjo.storefront.commands.tell_prices import tell_prices
from hanjo.storefront.commands.tell_restock import tell_restock
from hanjo.storefront.commands.try_order import try_order
from hanjo.storefront.commands.tune_search import remove_synonym, save_synonym, tune_search

declare("storefront.look", "ネットショップの設定を見る")

__all__ = [
    "ERRAND",
    "Again",
    "Figures",
    "abandon",
    "answer_disclosure",
    "answer_return",
    "ask_disclosure",
    "ask_return",
    "ask_reviews",
    "begin_mail",
    "cancel_own",
    "change_cart",
    "close_doors",
    "close_return",
    "complete",
    "confirm",
    "count_sold",
    "count_try",
    "end_refund",
    "end_unpaid",
    "figures",
    "finish_mail",
    "forget_photos",
    "forget_searches",
    "forget_tries",
    "index_goods",
    "issue_return_invoice",
    "join",
    "judge_goods",
    "learn_words",
    "merge_carts",
    "mirror_cards",
    "note_declined",
    "note_mark",
    "note_searches",
    "note_turned",
    "open_doors",
    "order_again",
    "pay_return",
    "prepare",
    "products_of",
    "publish_theme",
    "purge",
    "put_in_cart",
    "reach",
    "receive_return",
    "redirect_refund",
    "refresh_cards",
    "refresh_stock",
    "refund_return",
    "remove_move",
    "remove_synonym",
    "rename_shelf",
    "renew",
    "save_entry",
    "save_goods",
    "save_goods_law",
    "save_legal",
    "save_licence",
    "save_move",
    "save_synonym",
    "save_text",
    "save_texts",
    "save_theme",
    "send_reset",
    "set_keeping",
    "set_shelf_law",
    "set_shop",
    "tell_member",
    "tell_points",
    "tell_prepaid",
    "tell_prices",
    "tell_restock",
    "try_order",
    "tune_search",
]
