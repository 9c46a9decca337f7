"""One host is spoken to over as many kept lines as a worker has."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hanjo.kernel import wire

AT_ONCE = 15  # 12 lines of the malls' lane and 3 of the house: `hanjo worker`


def test_no_line_is_thrown_away_while_a_whole_worker_speaks_to_one_host(
    caplog: pytest.LogCaptureFixture,
) -> None:
    together = threading.Barrier(AT_ONCE, timeout=30)

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            together.wait()
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        with caplog.at_level(logging.WARNING, "urllib3"), ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in range(2):
                asked = [pool.submit(wire.ask, "GET", url, headers={}) for _ in range(AT_ONCE)]
                assert {one.result().status for one in asked} == {200}
        server.shutdown()
    assert [record.getMessage() for record in caplog.records] == []
