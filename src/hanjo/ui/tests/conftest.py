"""A browser and the story page alone: no sign-in, no database, the same templates, scripts and policy."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page

ALONE = {
    "ROOT_URLCONF": "hanjo.ui.web.urls",
    "MIDDLEWARE": ["hanjo.ui.csp.middleware", "django.middleware.csrf.CsrfViewMiddleware"],
    "HANJO_SHELL_CONTEXT": [],
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
    "DEBUG": False,
    "ALLOWED_HOSTS": ["*"],
}

Open = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test report readable."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with override_settings(**ALONE):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Open]:
    contexts = []

    def open_page(*, width: int = 1440, scheme: Any = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site}/_kit/")
        return page

    yield open_page
    for context in contexts:
        context.close()
