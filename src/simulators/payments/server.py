"""The HTTP server: who asks, with which key, what goes wrong, and which company answers."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from simulators.payments import buyers, deferred, komoju, stripe
from simulators.payments.hooks import Sender
from simulators.payments.scenario import Scenario
from simulators.payments.world import Account, Payment, Refused, World

API = {"stripe": ("v1", stripe), "komoju": ("api/v1", komoju), "deferred": ("deferred", deferred)}
LARGEST = 1_000_000


class Simulator:
    """A running simulator. `with Simulator(accounts) as it: it.url`."""

    def __init__(self, accounts: list[Account], scenario: Scenario | None = None, *, port: int = 0) -> None:
        self.world = World(accounts, scenario)
        world = self.world

        class Bound(Handler):
            pass

        Bound.world = world
        self.server = ThreadingHTTPServer(("127.0.0.1", port), Bound)
        self.server.daemon_threads = True
        self.url = world.base_url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.hooks = Sender(world)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self.hooks.thread.start()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.hooks.stop()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    world: World
    protocol_version = "HTTP/1.1"
    server_version = "Simulator"
    timeout = 30

    def do_GET(self) -> None:
        """Read."""
        self._serve()

    def do_POST(self) -> None:
        """Write."""
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: a request may hold what a log must not."""

    def _serve(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        parts = urlsplit(self.path)
        path = [one for one in parts.path.split("/") if one]
        query = dict(parse_qsl(parts.query))
        for company, (prefix, module) in API.items():
            names = prefix.split("/")
            if path[: len(names)] == names and company in self.world.accounts:
                self._api(company, module, path[len(names) :], query, body)
                return
        try:
            with self.world.lock:
                if path[:1] == ["_sim"]:
                    self._json(200, self._steer(path[1:], json.loads(body or b"{}")))
                    return
                form = dict(parse_qsl(body.decode()))
                status, html, target = buyers.visit(self.world, self.command, path, form)
            self._reply(
                status, "text/html; charset=utf-8", html.encode(), {"Location": target} if target else {}
            )
        except Refused as refused:
            self._json(refused.status, {"error": refused.message})

    def _api(self, company: str, module: Any, path: list[str], query: dict[str, str], body: bytes) -> None:
        scenario = self.world.scenario
        time.sleep(scenario.answer_delay)
        if scenario.take("refuse_next"):
            self._json(503, {"error": {"message": "しばらくお待ちください"}})
            return
        if not self._known(company):
            self._json(401, {"error": {"message": "Invalid API Key", "code": "unauthorized"}})
            return
        status, answer = self._once(company, module, path, query, body)
        if self.command == "POST" and scenario.take("lose_next"):
            self.close_connection = True  # the work is done, its answer never arrives
            self.connection.close()
            return
        self._json(status, answer)

    def _once(
        self, company: str, module: Any, path: list[str], query: dict[str, str], body: bytes
    ) -> tuple[int, Any]:
        """The same key answers the same, as companies with idempotency keys do."""
        key = self.headers.get("Idempotency-Key", "") if company != "komoju" else ""
        asked = f"{'/'.join(path)}\n{body.decode()}"
        with self.world.lock:
            known = self.world.answers.get((company, key)) if key else None
            if known is not None and known[0] != asked:
                again = Refused("idempotency_error", "Keys can only be used with the same parameters.", 400)
                return again.status, module.problem(again)
            if known is not None:
                return known[1], known[2]
            try:
                values = self._values(company, query, body)
                status, answer = 200, module.answer(self.world, self.command, path, values)
            except Refused as refused:
                status, answer = refused.status, module.problem(refused)
            except (KeyError, ValueError, TypeError) as error:
                status, answer = (
                    400,
                    module.problem(Refused("parameter_invalid", f"missing or wrong: {error}")),
                )
            if key:
                self.world.answers[(company, key)] = (asked, status, answer)
            return status, answer

    def _values(self, company: str, query: dict[str, str], body: bytes) -> dict[str, Any]:
        if company == "stripe":
            return nested([*query.items(), *parse_qsl(body.decode())])
        return query if self.command == "GET" else json.loads(body or b"{}")

    def _known(self, company: str) -> bool:
        secret = self.world.accounts[company].secret
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        if company == "komoju":
            wanted = base64.b64encode(f"{secret}:".encode()).decode()
            return kind == "Basic" and hmac.compare_digest(wanted, given)
        return kind == "Bearer" and hmac.compare_digest(secret, given)

    def _steer(self, path: list[str], values: dict[str, Any]) -> dict[str, Any]:
        """The scenario's own door: what buyers, banks and clocks do elsewhere."""
        world = self.world
        if path == ["scenario"]:
            world.scenario = Scenario.from_json(values)
            return {"ok": True}
        if path == ["payments"]:
            return {
                "data": [
                    {"id": one.id, "key": one.key, "state": one.state} for one in world.payments.values()
                ]
            }
        if len(path) == 2:
            payment = world.get(path[1])
            deeds: dict[str, Callable[[Payment], None]] = {
                "pay": world.pay,
                "expire": world.expire,
                "dispute": world.dispute,
                "accept": lambda one: deferred.decide(world, one, True),
                "reject": lambda one: deferred.decide(world, one, False),
            }
            if path[0] in deeds:
                deeds[path[0]](payment)
                return {"id": payment.id, "state": payment.state}
        raise Refused("not_found", "/_sim/{pay,expire,dispute,accept,reject}/{id}", 404)

    def _json(self, status: int, answer: Any) -> None:
        self._reply(status, "application/json", json.dumps(answer, ensure_ascii=False).encode(), {})

    def _reply(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Form fields as nested values: `a[b][0]=c`."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        steps = name.replace("]", "").split("[")
        place = found
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value
    return found
