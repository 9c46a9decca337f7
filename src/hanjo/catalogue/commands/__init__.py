"""Verbs of the catalogue, one file each."""

from hanjo.catalogue.commands.add_image import add_image
from hanjo.catalogue.commands.apply_file import apply_file
from hanjo.catalogue.commands.look_through_file import look_through_file
from hanjo.catalogue.commands.receive_file import receive_file
from hanjo.catalogue.commands.remove_image import remove_image
from hanjo.catalogue.commands.rename_category import rename_category
from hanjo.catalogue.commands.reorder_images import reorder_images
from hanjo.catalogue.commands.save_bundle import save_bundle
from hanjo.catalogue.commands.save_category import save_category
from hanjo.catalogue.commands.save_products import save_products
from hanjo.catalogue.commands.set_active import set_active
from hanjo.catalogue.commands.start_file import start_file
from hanjo.kernel.command import declare

declare("catalogue.look", "商品を見る")

__all__ = [
    "add_image",
    "apply_file",
    "look_through_file",
    "receive_file",
    "remove_image",
    "rename_category",
    "reorder_images",
    "save_bundle",
    "save_category",
    "save_products",
    "set_active",
    "start_file",
]
