"""The worker and the web server themselves are killed: the job is done once, the upload happened or it did not."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.channels.jobs import start_import
from hanjo.channels.models import ImportFile
from hanjo.kernel.actor import Actor
from hanjo.orders.models import Order
from tests.races.crew import ROOT, broken, surroundings
from tests.races.shop import each_once, open_shop, order_file, store, totals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race, pytest.mark.slow]
ORDERS = 2000


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own, whose media the test and the servers share."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def started(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A real `hanjo` process in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "hanjo.cli", *arguments],
        cwd=ROOT,
        env=surroundings(HANJO_HOME=str(home)),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(process: subprocess.Popen[bytes]) -> None:
    """It and what it started: nobody gets to say goodbye."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def until(seen: Callable[[], Any], seconds: float) -> bool:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if seen():
            return True
        time.sleep(0.05)
    return False


def test_a_killed_worker_leaves_its_job_to_the_next_who_does_the_rest_once(home: Path) -> None:
    open_shop()
    file = store(order_file(ORDERS) + order_file(6000, first=ORDERS).split(b"\n", 1)[1])
    start_import(file.pk, by=Actor.system("test"))
    worker = started(home, "worker", "--concurrency", "1")
    assert until(lambda: ImportFile.objects.get(pk=file.pk).state == "running", 60)
    assert until(Order.objects.exists, 60)
    killed(worker)
    file.refresh_from_db()
    assert 0 < file.done_groups < ORDERS + 6000
    assert Order.objects.count() == file.done_groups
    assert ProcrastinateJob.objects.get(task_name="channels.import_file").status == "doing"
    again = started(home, "worker", "--concurrency", "1")
    try:
        assert until(lambda: ImportFile.objects.get(pk=file.pk).state == "done", 120)
        job = ProcrastinateJob.objects.filter(task_name="channels.import_file", status="succeeded")
        assert until(job.exists, 10)
    finally:
        killed(again)
    assert totals(file) == {"created": ORDERS + 6000, "updated": 0, "unchanged": 0, "cancelled": 0}
    each_once(ORDERS + 6000)
    assert broken().keys() <= {
        "jobs.none_lost"
    }  # the second worker was killed, too, at whatever upkeep it did


def test_a_web_server_killed_in_the_middle_of_an_upload_keeps_the_file_whole_or_not_at_all(
    home: Path, hana: Any
) -> None:
    open_shop()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    session = SessionStore()
    session["_auth_user_id"] = str(hana.pk)
    session["_auth_user_backend"] = django_settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = hana.get_session_auth_hash()
    session.save()
    (home / "keys").mkdir()
    (home / "keys" / "session").write_text(django_settings.SECRET_KEY)  # the session below is signed with it
    before = ProcrastinateJob.objects.filter(task_name="channels.import_file").count()
    content = order_file(200)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="channel"\r\n\r\nown\r\n--x\r\nContent-Disposition: form-data;'
        b' name="csrfmiddlewaretoken"\r\n\r\n' + b"a" * 32 + b"\r\n--x\r\nContent-Disposition: form-data;"
        b' name="files"; filename="a.csv"\r\n\r\n' + content + b"\r\n--x--\r\n"
    )
    cookie = f"{django_settings.SESSION_COOKIE_NAME}={session.session_key}"
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(len(body)),
        "Cookie": f"{cookie}; {django_settings.CSRF_COOKIE_NAME}={'a' * 32}",
    }

    def posting(part: int) -> http.client.HTTPConnection:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        line.putrequest("POST", "/imports/")
        for name, value in headers.items():
            line.putheader(name, value)
        line.endheaders()
        line.send(body[:part])
        return line

    def alive() -> bool:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False

    for part, pause in ((len(body) // 2, 0.2), (len(body), 0.01), (len(body), 0)):
        web = started(home, "web", "--port", str(port), "--workers", "1")
        assert until(alive, 60)
        line = posting(part)
        if pause:
            time.sleep(pause)
        else:  # as soon as the file is there
            known = ImportFile.objects.count()
            assert until(lambda known=known: ImportFile.objects.count() > known, 20)
        killed(web)
        line.close()
        stored = ImportFile.objects.count()
        jobs = ProcrastinateJob.objects.filter(task_name="channels.import_file").count() - before
        assert 0 <= stored - jobs <= 1
        assert part == len(body) or stored == 0
        for file in ImportFile.objects.all():
            assert (home / "media" / file.path).read_bytes() == content
    assert broken() == {}
