"""A process that is killed between sending a mail and writing it down never sends it again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from hanjo.channels import commands
from hanjo.channels.models import Channel, OutgoingMail
from hanjo.channels.reactions import note_shipments
from hanjo.channels.tests.test_shipments import left, order
from hanjo.kernel.actor import Actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = Actor.system("test")

SENDER = """
import sys, django
django.setup()
from django.conf import settings
settings.SMTP_CONFIGURED = True
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
from hanjo.channels import commands
from hanjo.kernel.actor import Actor
commands.send_mails("rakuten", by=Actor.system("mail"))
"""


def send_in_a_process(port: int) -> subprocess.Popen[bytes]:
    """A worker of its own, against the database of the test."""
    place = django_settings.DATABASES["default"]
    name = connection.settings_dict["NAME"]
    host, user = place.get("HOST", ""), place.get("USER", "")
    source = str(Path(commands.__file__).resolve().parents[3])
    env = {
        **os.environ,
        "PYTHONPATH": source,
        "DJANGO_SETTINGS_MODULE": "hanjo.config.settings",
        "HANJO_DATABASE_URL": f"postgresql://{user}@/{name}?host={host}",
    }
    return subprocess.Popen([sys.executable, "-c", SENDER, str(port)], env=env)


def test_a_kill_between_sending_and_writing_it_down_never_sends_twice(smtp: Any, settings: Any) -> None:
    settings.SMTP_CONFIGURED = True
    Channel.objects.create(
        code="rakuten",
        name="楽天市場店",
        letter="楽",
        prefix="R",
        format="rakuten",
        sender_email="s@example.jp",
    )
    note_shipments([left(order(f"R-{n}"), f"R-{n}-1") for n in range(3)])
    worker: list[subprocess.Popen[bytes]] = []
    taken: list[str] = []

    def kill(letter: Any) -> str | None:
        """The server has the first mail; the sender dies before it hears the answer."""
        taken.append(letter["To"])
        if len(taken) == 1:
            worker[0].send_signal(signal.SIGKILL)
            worker[0].wait()
        return None

    smtp.refuse = kill
    worker.append(send_in_a_process(settings.EMAIL_PORT))
    worker[0].wait(60)
    for _ in range(100):
        if taken:
            break
        time.sleep(0.05)
    assert OutgoingMail.objects.get(order__number="R-0").state == "sending"
    posted = commands.send_mails("rakuten", by=BY)
    assert (posted.sent, posted.uncertain) == (2, 1)
    commands.send_mails("rakuten", by=BY)
    assert taken == ["r-0@example.jp", "r-1@example.jp", "r-2@example.jp"]
    assert dict(OutgoingMail.objects.values_list("order__number", "state")) == {
        "R-0": "uncertain",
        "R-1": "sent",
        "R-2": "sent",
    }


def test_two_processes_at_once_send_every_mail_once(smtp: Any, settings: Any) -> None:
    Channel.objects.create(
        code="rakuten",
        name="楽天市場店",
        letter="楽",
        prefix="R",
        format="rakuten",
        sender_email="s@example.jp",
    )
    note_shipments([left(order(f"R-{n}"), f"R-{n}-1") for n in range(12)])
    workers = [send_in_a_process(settings.EMAIL_PORT) for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    settings.SMTP_CONFIGURED = True
    commands.send_mails("rakuten", by=BY)
    assert sorted(letter["To"] for letter in smtp.messages) == sorted(f"r-{n}@example.jp" for n in range(12))
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
