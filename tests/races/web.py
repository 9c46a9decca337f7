"""Web processes that sell, and buyers who press at the same moment."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.storefront import commands as shop
from hanjo.storefront.models import Cart, Checkout
from hanjo.storefront.queries.cart import fingerprint
from hanjo.storefront.rules import Entry, Receiver
from tests.races.crew import ROOT, surroundings

AT_ONCE = 64
PATIENCE = 60  # seconds until a web server answers
BUYER = Receiver(
    family="見本", given="花子", postal="6500001", prefecture="兵庫県", city="神戸市中央区", street="加納町1-2-3",
    phone="09000000000",
)  # fmt: skip


@dataclass(frozen=True)
class Press:
    """A buyer in front of the confirmation: the cart's key, and what the button carries."""

    cart: str
    key: str
    digest: str


def front(name: str, wants: Sequence[tuple[int, int]], *, coupon: str = "", customer: int = 0, points: int = 0,
          method: str = "cod") -> Press:  # fmt: skip
    """One buyer who has put things into the cart, typed everything and sees the confirmation."""
    codes = dict(Sku.objects.filter(pk__in=[sku_id for sku_id, _ in wants]).values_list("pk", "code"))
    key = f"cart-of-{name}".ljust(24, "-")
    for sku_id, pieces in wants:
        shop.put_in_cart(key, codes[sku_id], pieces)
    carts = Cart.objects.filter(fingerprint=fingerprint(key))
    carts.update(coupons=[coupon] if coupon else [], customer_id=customer or None)
    entry = Entry(
        email=f"{name}@example.jp", buyer=BUYER, to="self", receivers=(), method=method, points=points
    )
    shop.save_entry(key, entry, address="127.0.0.1", customer_id=customer or None)
    ready = shop.prepare(key)
    return Press(key, ready.checkout.key, ready.confirmation.digest())


def crowd(first: Press, count: int) -> list[Press]:
    """So many buyers just like this one: what is shown names nobody, so their confirmations are the same."""
    model = Checkout.objects.get(key=first.key)
    copies = [Press(f"{first.cart}-{n}", f"{first.key[:16]}-{n}", first.digest) for n in range(count - 1)]
    names = [[fingerprint(one.cart) for one in copies], [one.key for one in copies]]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
                INSERT INTO storefront_cart (fingerprint, customer_id, coupons, prefecture, made_at, touched_at)
                SELECT d.fingerprint, c.customer_id, c.coupons, c.prefecture, c.made_at, c.touched_at
                FROM unnest(%s::text[]) AS d(fingerprint), storefront_cart c WHERE c.id = %s RETURNING id
            )
            INSERT INTO storefront_cartline (cart_id, sku_id, quantity, later, added_at)
            SELECT made.id, l.sku_id, l.quantity, l.later, l.added_at
            FROM made, storefront_cartline l WHERE l.cart_id = %s
            """,
            [names[0], model.cart_id, model.cart_id],
        )
    carts = dict(Cart.objects.filter(fingerprint__in=names[0]).values_list("fingerprint", "pk"))
    for one, print_ in zip(copies, names[0], strict=True):
        model.pk, model.key, model.cart_id = None, one.key, carts[print_]
        model._state.adding = True
        model.save(force_insert=True)
    return [first, *copies]


class Web:
    """Web processes of ours on a port of their own."""

    def __init__(self, home: Path, processes: int, **more: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.races.serve", str(self.port), str(processes)],
            cwd=ROOT,
            env=surroundings(HANJO_HOME=str(home), **more),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        while self.ask("GET", "/healthz") != 200:
            if time.monotonic() > end:
                self.kill()
                raise AssertionError("the web server did not start")
            time.sleep(0.1)

    def ask(self, method: str, path: str, *, cart: str = "", source: int = 1, body: str = "") -> int:
        """One request from an address of its own; answers the status, 0 when there was none."""
        where = f"127.1.{source // 200}.{source % 200 + 1}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90, source_address=(where, 0))
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": f"hanjo_cart={cart}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body or None, headers)
            return line.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()

    def press(self, one: Press, source: int = 1) -> int:
        """Press 注文を確定する."""
        body = urlencode({"key": one.key, "digest": one.digest})
        return self.ask("POST", reverse("shop-confirm"), cart=one.cart, source=source, body=body)

    def at_once(self, presses: Sequence[Press]) -> Counter[int]:
        """Everybody presses; answers how often which status came."""
        with ThreadPoolExecutor(AT_ONCE) as crew:
            return Counter(crew.map(self.press, presses, range(len(presses))))

    def kill(self) -> None:
        """It and what it started: nobody gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def serving(home: Path, processes: int, **more: str) -> Iterator[Web]:
    """Web processes for the time of the block."""
    web = Web(home, processes, **more)
    try:
        yield web
    finally:
        if web.process.poll() is None:
            web.kill()
