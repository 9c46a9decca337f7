"""The verbs of the shop."""

from hanjo.kernel.command import declare
from hanjo.storefront.commands._figures import figures, promise_to
from hanjo.storefront.commands.abandon import abandon
from hanjo.storefront.commands.change_cart import change_cart
from hanjo.storefront.commands.complete import complete
from hanjo.storefront.commands.confirm import confirm
from hanjo.storefront.commands.count_try import count_try, forget_tries
from hanjo.storefront.commands.index_goods import index_goods
from hanjo.storefront.commands.join import join
from hanjo.storefront.commands.merge_carts import merge_carts
from hanjo.storefront.commands.move_mail import begin_mail, finish_mail
from hanjo.storefront.commands.join import join
from hanjo.storefront.commands.merge_carts import merge_carts
from hanjo.storefront.commands.move_mail import begin_mail, finish_mail
from hanjo.storefront.commands.prepare import prepare
from hanjo.storefront.commands.put_in_cart import put_in_cart
from hanjo.storefront.commands.refresh_cards import note_mark, products_of, refresh_cards
from hanjo.storefront.commands.renew import note_turned, renew
from hanjo.storefront.commands.save_entry import save_entry
from hanjo.storefront.commands.send_reset import send_reset
from hanjo.storefront.commands.send_reset import send_reset
from hanjo.storefront.commands.set_shop import set_shop

declare("storefront.look", "ネットショップの設定を見る")

__all__ = [
    "abandon",
    "begin_mail",
    "change_cart",
    "complete",
    "confirm",
    "count_try",
    "figures",
    "finish_mail",
    "finish_mail",
    "forget_tries",
    "index_goods",
    "join",
    "merge_carts",
    "join",
    "merge_carts",
    "note_mark",
    "note_turned",
    "prepare",
    "products_of",
    "promise_to",
    "put_in_cart",
    "refresh_cards",
    "renew",
    "save_entry",
    "send_reset",
    "set_shop",
]
