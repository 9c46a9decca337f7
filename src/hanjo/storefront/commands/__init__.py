"""The verbs of the shop."""

from hanjo.kernel.command import declare
from hanjo.storefront.commands._figures import figures, promise_to
from hanjo.storefront.commands.abandon import abandon
from hanjo.storefront.commands.change_cart import change_cart
from hanjo.storefront.commands.complete import complete
from hanjo.storefront.commands.confirm import confirm
from hanjo.storefront.commands.count_try import count_try
from hanjo.storefront.commands.index_goods import index_goods
from hanjo.storefront.commands.prepare import prepare
from hanjo.storefront.commands.put_in_cart import put_in_cart
from hanjo.storefront.commands.refresh_cards import note_mark, products_of, refresh_cards
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.commands.save_entry import save_entry
from hanjo.storefront.commands.set_shop import set_shop

declare("storefront.look", "ネットショップの設定を見る")

__all__ = [
    "abandon",
    "change_cart",
    "complete",
    "confirm",
    "count_try",
    "figures",
    "index_goods",
    "note_mark",
    "prepare",
    "products_of",
    "promise_to",
    "put_in_cart",
    "refresh_cards",
    "renew",
    "save_entry",
    "set_shop",
]
