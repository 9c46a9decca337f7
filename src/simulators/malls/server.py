"""Serve simulated malls over HTTP, each under its own path."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from simulators.malls.world import Mall, Order, Person, Reply, Request, World

LARGEST = 20_000_000


class Malls:
    """Running malls. `with Malls(world) as it: it.url("rakuten")`."""

    def __init__(self, world: World, *, port: int = 0) -> None:
        self.world = world

        class Bound(Handler):
            pass

        Bound.world = world
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Bound)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def url(self, code: str) -> str:
        """Where this mall is."""
        return f"{self.root}/{code}"

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One request: `/CODE/…` goes to a mall, `/_sim/CODE/…` to whoever steers it."""

    world: World
    protocol_version = "HTTP/1.1"
    server_version = "Simulator"
    timeout = 60
    disable_nagle_algorithm = True  # an answer goes out at once, not when the last packet was acknowledged

    def do_GET(self) -> None:
        """Read."""
        self._serve()

    def do_POST(self) -> None:
        """Write."""
        self._serve()

    def do_PUT(self) -> None:
        """Replace."""
        self._serve()

    def do_PATCH(self) -> None:
        """Change."""
        self._serve()

    def do_DELETE(self) -> None:
        """Take away."""
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: a request may hold what a log must not."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LARGEST))
        parts = urlsplit(self.path)
        first, _, rest = parts.path.lstrip("/").partition("/")
        query = parse_qs(parts.query, keep_blank_values=True)
        if first == "_sim":
            self._reply(steer(self.world, rest, json.loads(body or b"{}")))
            return
        mall = self.world.malls.get(first)
        if mall is None:
            self._reply(Reply(404, b"no such mall"))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = mall.handle(Request(self.command, f"/{rest}", query, headers, body))
        if reply is None:
            self.close_connection = True
            self.connection.close()
            return
        self._reply(reply)

    def _reply(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)


def steer(world: World, path: str, values: dict[str, Any]) -> Reply:
    """What a person or a test does to the simulated world: plug, unplug, buy, look, let the buyers rest."""
    code, _, verb = path.partition("/")
    if (code, verb) in (("buyers", "rest"), ("buyers", "come")):
        world.is_resting = verb == "rest"
        return _json({"resting": world.is_resting})
    mall = world.malls.get(code)
    if mall is None:
        return _json({"malls": {name: _state(one) for name, one in world.malls.items()}})
    if verb in ("unplug", "plug"):
        mall.scenario.unplugged = verb == "unplug"
    elif verb == "buy":
        wants = [(str(code), int(pieces)) for code, pieces in values["wants"]]
        buyer = Person(**{"family": "見本", "given": "花子", **values.get("buyer", {})})
        order = mall.buy(wants, buyer)
        return _json({"number": order.number if order else None})
    elif verb == "show":
        mall.set_shown(str(values["code"]), int(values["quantity"]))
    elif verb == "cancel":
        mall.call_off(mall.orders[str(values["number"])])
    elif verb == "all":
        return _json({"shown": {code: one.shown for code, one in list(mall.goods.items())}})
    elif verb == "orders":
        return _json({"orders": [_order(mall, order) for order in list(mall.orders.values())]})
    return _json(_state(mall))


def _state(mall: Mall) -> dict[str, Any]:
    return {
        "kind": mall.kind,
        "unplugged": mall.scenario.unplugged,
        "orders": len(mall.orders),
        "shown": {code: one.shown for code, one in list(mall.goods.items())[:200]},
        **mall.counts,
    }


def _order(mall: Mall, order: Order) -> dict[str, Any]:
    """An order as whoever lays two books side by side needs it."""
    return {
        "number": order.number,
        "placed": order.placed,
        "hidden": order.visible_at > mall.now or mall.holds_back(order),
        "total_yen": order.total_yen,
        "cancelled": order.cancelled,
        "parcels": len(order.shipments),
    }


def _json(values: Any) -> Reply:
    return Reply(200, json.dumps(values, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
