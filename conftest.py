"""What every test may use: people, clients, a browser, a mail server, a counter of SQL statements."""

from __future__ import annotations

import email
import gc
import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext

from hanjo.kernel.actor import Actor

# Playwright's own loop runs in the thread of the test; Django would take a test's queries for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Tests that start processes of their own start them on this source.
os.environ["PYTHONPATH"] = str(Path(__file__).parent / "src")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"], "resultTypes": ["violations"], "preload": False}
"""What axe looks for; what it finds in order is not described at length, nobody reads it."""
TESTER = Actor.system("test")
PASSWORD = "himitsu-no-kagi-2026"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Five thousand tests are collected, and all of it stays: it is never looked through for rubbish."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests begin first: one that begins last keeps a single process busy while the others are done.

    Whole houses begin last. Each is half a dozen processes of its own, which have to be up within seconds: they get
    the cores when the other files need them less.
    """
    long = Counter(
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("slow", "race", "browser"))
    )
    items.sort(key=lambda item: (item.path.name == "test_whole_house.py", -long[item.path]))


@pytest.fixture(autouse=True, scope="session")
def _quick_and_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Passwords are hashed quickly, pictures go into a folder of the run."""
    django_settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *django_settings.PASSWORD_HASHERS,
    ]
    django_settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True, scope="session")
def _emptied_quickly() -> Iterator[None]:
    """After a test whose transactions were real, what it wrote is taken out; all other tables are left alone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


def _empty(test_case: TransactionTestCase) -> None:
    """Empty every table, the queue's too; kinds and rights, which never change, stay.

    Django's own way makes 900 files anew whatever a test has written: that took a second, this takes a hundredth.
    Like it, this waits for whoever still writes. Triggers rest meanwhile, which only a superuser may order.
    """
    installed = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted({*installed, *QUEUE} - {"django_content_type", "auth_permission"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            cursor.execute(EMPTYING.format(tables=", ".join(f"'{table}'" for table in tables)))
        else:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


QUEUE = (
    "procrastinate_jobs",
    "procrastinate_workers",
    "procrastinate_events",
    "procrastinate_periodic_defers",
)
EMPTYING = """DO $$
DECLARE
    one text;
    tables text[] := ARRAY[{tables}];
BEGIN
    SET LOCAL session_replication_role = replica;
    EXECUTE 'LOCK TABLE ' || array_to_string(tables, ', ') || ' IN ACCESS EXCLUSIVE MODE';
    FOREACH one IN ARRAY tables LOOP
        IF pg_relation_size(one) > 4194304 THEN  -- what was large leaves no dead rows behind
            EXECUTE 'TRUNCATE ' || one || ' CASCADE';
        ELSIF pg_relation_size(one) > 0 THEN
            EXECUTE 'DELETE FROM ' || one;
        END IF;
    END LOOP;
END $$"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Every process copies its database from one that bin/test has migrated, if it has, and migrates none itself."""
    if "HANJO_TEST_TEMPLATE" in os.environ:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ["HANJO_TEST_TEMPLATE"]


# --- people ------------------------------------------------------------------------------------------


def _person(login: str, name: str, roles: list[str]) -> Any:
    from hanjo.staff import commands

    commands.make_starting_roles(TESTER)
    return commands.create_staff(login, name, PASSWORD, roles, by=TESTER)


@pytest.fixture
def hana(db: None) -> Any:
    """Hana runs the shop: she may do everything (店長)."""
    return _person("hana", "花田 はな", ["manager"])


@pytest.fixture
def ken(db: None) -> Any:
    """Ken works in the warehouse (倉庫)."""
    return _person("ken", "剣持 けん", ["warehouse"])


@pytest.fixture
def sora(db: None) -> Any:
    """Sora takes care of the orders (受注担当)."""
    return _person("sora", "空木 そら", ["orders"])


@pytest.fixture
def mei(db: None) -> Any:
    """Mei has just begun and may do nothing yet."""
    return _person("mei", "芽吹 めい", [])


@pytest.fixture
def hana_client(hana: Any) -> Client:
    """Hana's browser."""
    return _client(hana)


@pytest.fixture
def ken_client(ken: Any) -> Client:
    """Ken's browser."""
    return _client(ken)


@pytest.fixture
def sora_client(sora: Any) -> Client:
    """Sora's browser."""
    return _client(sora)


@pytest.fixture
def mei_client(mei: Any) -> Client:
    """Mei's browser."""
    return _client(mei)


def _client(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def api_token(hana: Any) -> Callable[..., dict[str, str]]:
    """Make the headers of a program with these scopes."""

    def make(*scopes: str) -> dict[str, str]:
        from hanjo.staff import commands

        secret = commands.issue_token("試験用", scopes, issued_by=hana, by=TESTER)
        return {"Authorization": f"Bearer {secret}"}

    return make


# --- SQL ---------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """The statements that ran; savepoints are not work."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


@pytest.fixture
def count_sql(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[Seen]]:
    """Count the SQL statements of a block, COPY included."""
    from hanjo.kernel import bulk

    stream = bulk._stream

    @contextmanager
    def counting() -> Iterator[Seen]:
        seen = Seen()

        def copy(statement: str, lines: Iterable[str]) -> None:
            stream(statement, lines)
            connection.queries_log.append({"sql": statement, "time": ""})

        with CaptureQueriesContext(connection) as captured, monkeypatch.context() as patched:
            patched.setattr(bulk, "_stream", copy)
            yield seen
        statements = (str(query["sql"]) for query in captured.captured_queries)
        beside = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")
        seen.statements = [sql for sql in statements if not sql.startswith(beside)]

    return counting


# --- mail --------------------------------------------------------------------------------------------


@dataclass
class Postbox:
    """What a real SMTP server was given."""

    messages: list[EmailMessage] = field(default_factory=list)
    refuse: Callable[[EmailMessage], str | None] = lambda message: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        refusal = self.refuse(message)
        if refusal:
            return refusal
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def smtp(settings: Any) -> Iterator[Postbox]:
    """A mail server on the loopback; Django sends to it."""
    from aiosmtpd.controller import Controller

    postbox = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield postbox
    controller.stop()


# --- browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet; if it is there the one without windows, which loads pages for a third of the work."""
    known = ("chromium-headless-shell", "chromium", "chromium-browser")
    found = os.environ.get("HANJO_CHROMIUM") or next(filter(None, map(shutil.which, known)), None)
    quiet = ["background-networking", "component-update", "sync", "default-apps", "domain-reliability"]
    args = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {"executable_path": found, "args": args, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A desk in Japan."""
    return {
        "locale": "ja-JP",
        "timezone_id": "Asia/Tokyo",
        "viewport": {"width": 1440, "height": 900},
        "color_scheme": "light",
    }


@dataclass
class Watch:
    """What went wrong in the browser while nobody looked."""

    trouble: list[str] = field(default_factory=list)

    def request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {
            "localhost",
            "127.0.0.1",
        }:
            self.trouble.append(f"leaves the host: {request.url}")

    def console(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.trouble.append(message.text)

    def error(self, error: Any) -> None:
        self.trouble.append(f"script: {error.error}")


@pytest.fixture
def watch() -> Watch:
    """The notes of the browser."""
    return Watch()


@pytest.fixture
def browser_page(page: Any, watch: Watch) -> Iterator[Any]:
    """A page that fails the test when a request leaves the host, a script breaks or the CSP is hurt."""
    page.context.on("request", watch.request)
    page.context.on("weberror", watch.error)
    page.context.on("console", watch.console)
    yield page
    assert not watch.trouble, watch.trouble


@pytest.fixture
def accessible(watch: Watch) -> Callable[[Any, str], None]:
    """Check a page: `accessible(browser_page, "login")`. WCAG 2 A and AA by axe, and no sideways scrolling.

    With HANJO_PICTURES=FOLDER it keeps a picture there. Axe and the camera put styles of their own into the
    page, which the policy refuses: what is noted while they are at work is not the page's fault.
    """
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any, name: str) -> None:
        before = list(watch.trouble)
        folder = os.environ.get("HANJO_PICTURES")
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
        found = Axe().run(page, options=RULES)
        page.wait_for_timeout(20)
        watch.trouble[:] = before
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{name} is too wide"
        )

    return check


@pytest.fixture
def sign_in() -> Callable[[Any, Any, Any], None]:
    """Put somebody's session into a browser: `sign_in(browser_page, live_server, hana)`."""

    def put(page: Any, live_server: Any, staff: Any) -> None:
        cookie = _client(staff).cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
        )

    return put


@pytest.fixture
def repository() -> Path:
    """The folder of the source."""
    return Path(__file__).parent
