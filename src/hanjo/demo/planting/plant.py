"""Enter the whole shop, once, into an empty house (デモ店の投入)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hanjo.catalogue.models import Product
from hanjo.channels.models import Channel
from hanjo.demo.morning import write_morning
from hanjo.demo.planting.front import plant_front
from hanjo.demo.planting.history import plant_history
from hanjo.demo.planting.laws import plant_laws
from hanjo.demo.planting.logins import plant_staff
from hanjo.demo.planting.reading import plant_reading
from hanjo.demo.planting.selling import plant_channels, plant_habits, plant_listings
from hanjo.demo.planting.shelf import plant_shelf
from hanjo.demo.planting.shipping import plant_shipping
from hanjo.demo.planting.stock import plant_stock
from hanjo.demo.prices import plant_prices
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from hanjo.storefront import commands as shop

Say = Callable[[str], object]


def is_empty() -> bool:
    """Whether nothing was ever sold, listed or opened here, so that the demo can move in."""
    return not (Product.objects.exists() or Order.objects.exists() or Channel.objects.exists())


def demo_folder() -> Path:
    """Where the afternoon's files are laid: `HANJO_HOME/demo`."""
    return Path(settings.MEDIA_ROOT).parent / "demo"


def inbox() -> Path:
    """Where the malls' files wait to be taken in (受け取りフォルダ)."""
    return Path(settings.INBOX_ROOT)


def plant(say: Say, *, by: Actor) -> dict[str, int]:
    """Open はんじょう商店: people, goods, stock, carriers, malls, and this morning's files (デモ店の投入).

    All or nothing, in one transaction. In a house that is not empty nothing happens and the answer is empty.
    """
    if not is_empty():
        return {}
    today = clock.business_date()
    done: dict[str, int] = {}
    with transaction.atomic():
        done["staff"] = plant_staff(by)
        say("担当者と役割を登録しました")
        done["skus"] = plant_shelf(today, by)
        say(f"商品を登録しました（{done['skus']} SKU）")
        done["on_sale"] = plant_prices(by)
        done["pieces"] = plant_stock(today, by)
        say(f"在庫を入れました（{done['pieces']:,} 点）")
        done["services"] = plant_shipping(today, by)
        done["channels"] = plant_channels(by)
        done["listings"] = plant_listings(by)
        plant_habits(by)
        done["cards"] = plant_front(by)
        done["stated"] = plant_laws(by)
        done["texts"] = plant_reading(by)
        say("店舗・配送・支払方法を設定しました")
        done["history"] = plant_history(today, by)
        shop.count_sold()  # what sold in those thirty days leads the shop's lists
        say(f"過去 30 日の受注を入れました（{done['history']} 件）")
        _draw_later()
    done["files"] = len(write_morning(inbox(), today))
    say(f"けさの受注ファイルを受け取りフォルダに置きました（{inbox()}）")
    return done


def _draw_later() -> None:
    """Enqueued in the same transaction as the goods: pictures without goods are never asked for."""
    from hanjo.demo.jobs import draw_pictures

    draw_pictures.configure(queueing_lock="demo.draw_pictures").defer()
