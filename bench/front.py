"""The own shop for the benchmarks: opened through its commands, served by real web processes."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import database, measure

TYPED = {
    "email": "hanako@example.jp", "b_family": "見本", "b_given": "花子", "b_postal": "650-0001",
    "b_prefecture": "兵庫県", "b_city": "神戸市中央区", "b_street": "加納町1-2-3", "b_phone": "090-0000-0000",
    "to": "self", "method": "cod",
}  # fmt: skip
CARD = re.compile(r'href="/shop/p/([^"/]+)/')
FIELD = re.compile(r'name="(key|digest)"\s+value="([^"]+)"|value="([^"]+)"\s+name="(key|digest)"')


def open_shop(by: Any) -> int:
    """Its channel, its legal page, its doors, a card for every product; answers how many cards."""
    from hanjo.channels import commands as channels
    from hanjo.channels.terms import Format
    from hanjo.demo.planting.front import LEGAL
    from hanjo.kernel import setting
    from hanjo.storefront import commands

    channels.save_channel(
        "shop", by=by, name="計測商店", letter="店", colour="m6", prefix="S", format=Format.OWN, sender_name="計測商店",
        sender_email="shop@example.jp", position=5, settings={},
    )  # fmt: skip
    commands.set_shop({"name": "計測商店"}, by=by)
    commands.save_legal(LEGAL, by=by)
    setting.put("shop.open", True, by=by)  # past the gate, which asks for more than a benchmark needs
    return commands.refresh_cards()


class Web:
    """`hanjo web` for one database, with its processor time."""

    def __init__(self, name: str, home: Path, processes: int = 2) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hanjo.cli", "web", "--port", str(self.port), "--workers", str(processes)],
            env={**database.environment(name), "HANJO_HOME": str(home)},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + 300
        while self.ask("GET", "/healthz")[0] != 200:
            if time.monotonic() > end:
                self.end()
                raise AssertionError("the web server did not start")
            time.sleep(0.1)

    def ask(
        self, method: str, path: str, *, cookie: str = "", source: int = 1, body: Any = None
    ) -> tuple[int, str, str]:
        """One request: status, text, cookie that was set."""
        where = f"127.{1 + source // 40_000}.{source // 200 % 200}.{source % 200 + 1}"
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(where, 0))
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, urlencode(body) if body is not None else None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
            return answer.status, text, (answer.headers.get("Set-Cookie") or "").split(";")[0]
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()

    def buy(self, wants: list[tuple[str, int]], source: int) -> bool:
        """A guest from the empty cart to the order: add, type, look at the confirmation, press."""
        cookie = ""
        for code, pieces in wants:
            status, _, set_ = self.ask("POST", "/shop/cart/add", cookie=cookie, source=source,
                                       body={"sku": code, "quantity": pieces})  # fmt: skip
            cookie = set_ or cookie
            if status != 302:
                return False
        status, text, _ = self.ask("POST", "/shop/checkout/", cookie=cookie, source=source, body=TYPED)
        if status != 302:
            why = re.findall(r'class="[^"]*err[^"]*"[^>]*>([^<]+)<', text)
            raise AssertionError(f"the checkout answered {status}: {why}")
        status, text, _ = self.ask("GET", "/shop/checkout/confirm/", cookie=cookie, source=source)
        fields = {a or d: unescape(b or c) for a, b, c, d in FIELD.findall(text)}
        if status != 200 or set(fields) != {"key", "digest"}:
            raise AssertionError(f"the confirmation answered {status} with {sorted(fields)}")
        return (
            self.ask("POST", "/shop/checkout/confirm/", cookie=cookie, source=source, body=fields)[0] == 302
        )

    def cpu(self) -> float:
        """Processor seconds of all its processes so far."""
        group = os.getpgid(self.process.pid)
        total = 0.0
        for place in Path("/proc").iterdir():
            if place.name.isdigit():
                try:
                    if os.getpgid(int(place.name)) == group:
                        total += measure.server_seconds(int(place.name)) or 0.0
                except OSError:
                    continue
        return total

    def end(self) -> None:
        """Stop it and what it started."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
