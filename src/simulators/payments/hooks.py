"""Send webhooks: signed as each company signs, and late, twice or out of order as the scenario says."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import queue
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from simulators.payments import deferred, komoju, stripe
from simulators.payments.world import Account, Payment, World

MAKERS = {"stripe": stripe.event, "komoju": komoju.event, "deferred": deferred.event}
TOGETHER_SECONDS = 0.3
TRIES = 3


class Sender:
    """A thread that sends what the companies have to tell."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.waiting: queue.Queue[tuple[Account, dict[str, Any]] | None] = queue.Queue()
        self.idle = threading.Event()
        self.idle.set()
        self.sent: list[tuple[str, str, int]] = []  # company, event id, what the shop answered
        self.thread = threading.Thread(target=self._run, daemon=True)
        world.tell = self.tell

    def tell(self, payment: Payment, what: str) -> None:
        """Queue the company's event for what just happened."""
        account = self.world.accounts[payment.company]
        if not account.hook_url or self.world.scenario.drop_hooks:
            return
        event = MAKERS[payment.company](self.world, payment, what)
        self.idle.clear()
        self.waiting.put((account, event))
        if self.world.scenario.happens(self.world.scenario.duplicate_hooks):
            self.waiting.put((account, event))

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until everything was sent."""
        self.idle.wait(seconds)

    def stop(self) -> None:
        """End the thread."""
        self.waiting.put(None)
        self.thread.join(5)

    def _run(self) -> None:
        while True:
            batch = [self.waiting.get()]
            scenario = self.world.scenario
            time.sleep(max(scenario.hook_delay, TOGETHER_SECONDS if scenario.shuffle_hooks else 0))
            while not self.waiting.empty():
                batch.append(self.waiting.get())
            if scenario.shuffle_hooks:
                scenario.dice.shuffle(batch)
            for one in batch:
                if one is not None:
                    self._send(*one)
            if None in batch:
                return
            if self.waiting.empty():
                self.idle.set()

    def _send(self, account: Account, event: dict[str, Any]) -> None:
        body = json.dumps(event).encode()
        headers = {"Content-Type": "application/json", **signature(account, event, body)}
        for attempt in range(TRIES):
            status = _post(account.hook_url, headers, body)
            self.sent.append((account.company, str(event["id"]), status))
            if 200 <= status < 500:
                return
            time.sleep(0.2 * 2**attempt)


def signature(account: Account, event: dict[str, Any], body: bytes) -> dict[str, str]:
    """The headers by which a shop knows the company."""
    secret = account.hook_secret.encode()
    if account.company == "komoju":
        return {
            "X-Komoju-ID": str(event["id"]),
            "X-Komoju-Event": str(event["type"]),
            "X-Komoju-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest(),
            "User-Agent": "Komoju-Webhook",
        }
    stamp = str(int(time.time()))
    made = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    name = "Stripe-Signature" if account.company == "stripe" else "X-Deferred-Signature"
    return {name: f"t={stamp},v1={made}"}


def _post(url: str, headers: dict[str, str], body: bytes) -> int:
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        line.request("POST", parts.path, body, headers)
        response = line.getresponse()
        response.read()
        return response.status
    except OSError:
        return 599
    finally:
        line.close()
