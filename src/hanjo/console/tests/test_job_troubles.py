"""A job that failed says why on the page, in words, with the record folded under them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection
from django.test import Client

from hanjo.console.tests.test_jobs_audit import job, status
from hanjo.kernel import clock, trouble
from hanjo.kernel.models import JobTrouble
from hanjo.kernel.refusal import NotFound


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_a_worker_keeps_why_a_job_failed(hana_client: Client) -> None:
    pk = job("todo")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 50 WHERE id = %s", [pk])
    place = settings.DATABASES["default"]
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(trouble.__file__).parents[2]),
        "HANJO_DATABASE_URL": f"postgresql://{place.get('USER', '')}@/{connection.settings_dict['NAME']}"
        f"?host={place.get('HOST', '')}",
    }
    command = [sys.executable, "-m", "hanjo.cli", "worker", "--once"]
    subprocess.run(command, env=env, check=True, timeout=60, capture_output=True)
    assert status(pk) == "failed"
    kept = JobTrouble.objects.get(job_id=pk)
    assert "Traceback" in kept.error
    text = hana_client.get("/jobs/?status=failed").text
    assert kept.says in text
    assert "<summary" in text
    assert "51 回試行" in text
    assert f"/jobs/{pk}/retry/" in text


@pytest.mark.django_db
def test_what_a_job_said_is_shown_as_text_and_the_newest_reason_counts(hana_client: Client) -> None:
    pk = job("failed")
    for error in (ValueError("first"), NotFound(what="取込ファイル", key="<script>7")):
        trouble.keep(pk, error)
    text = hana_client.get("/jobs/").text
    assert "取込ファイル「&lt;script&gt;7」は見つかりません" in text
    assert "ValueError" not in text
    assert JobTrouble.objects.count() == 1


@pytest.mark.django_db
def test_a_job_without_a_reason_says_that_too(hana_client: Client) -> None:
    job("failed")
    assert "理由の記録がありません" in hana_client.get("/jobs/").text


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OperationalError("could not connect"), "データベースにつながらないか"),
        (IntegrityError("violates"), "データベースの決まりに合わない"),
        (TimeoutError(), "時間切れ"),
        (ConnectionRefusedError(), "つながりませんでした"),
        (FileNotFoundError("x"), "必要なファイルがありません"),
        (OSError("disk"), "空き容量"),
        (KeyError("x"), "思わぬエラーで止まりました（KeyError）"),
    ],
)
def test_errors_are_told_in_words(error: Exception, says: str) -> None:
    assert says in trouble.in_words(error)


@pytest.mark.django_db
def test_the_failure_still_reaches_the_queue_and_old_reasons_are_forgotten() -> None:
    class Given:
        job: Any = type("Job", (), {"id": 5})

    def breaks() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        trouble.keeping(breaks, Given(), None)
    assert trouble.keeping(lambda: 7, Given(), None) == 7
    trouble.forget(before=clock.now() - timedelta(days=1))
    assert JobTrouble.objects.count() == 1
    trouble.forget(before=clock.now() + timedelta(days=1))
    assert not JobTrouble.objects.exists()
