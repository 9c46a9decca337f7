"""The verbs of content."""

from hanjo.content.commands.keep_picture import keep_picture
from hanjo.content.commands.order_pages import order_pages
from hanjo.content.commands.publish_page import publish_page
from hanjo.content.commands.remove_page import remove_page
from hanjo.content.commands.restore_page import restore_page
from hanjo.content.commands.save_block import order_blocks, remove_block, save_block
from hanjo.content.commands.save_group import order_groups, remove_group, save_group
from hanjo.content.commands.save_menu import Entry, save_menu
from hanjo.content.commands.save_page import save_page
from hanjo.content.commands.withdraw_page import withdraw_page
from hanjo.kernel.command import declare

declare("content.look", "ページ・読みものを見る")

__all__ = [
    "Entry",
    "keep_picture",
    "order_blocks",
    "order_groups",
    "order_pages",
    "publish_page",
    "remove_block",
    "remove_group",
    "remove_page",
    "restore_page",
    "save_block",
    "save_group",
    "save_menu",
    "save_page",
    "withdraw_page",
]
