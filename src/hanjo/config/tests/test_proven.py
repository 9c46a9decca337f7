"""The nightly proof keeps what it found, so that the page can show it in the morning."""

from __future__ import annotations

import pytest
from django.db import connection

from hanjo.config.upkeep import proofs, prove_everything
from hanjo.kernel import setting
from hanjo.kernel.proof import PROVEN


@pytest.mark.django_db
def test_the_nightly_run_keeps_every_verdict_with_its_evidence() -> None:
    prove_everything(0)
    checks = setting.get(PROVEN, {})["checks"]
    assert [one["name"] for one in checks] == [proof.name for proof in proofs()]
    assert not any(one["broken"] for one in checks)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'lost', 'failed')"
        )
    prove_everything(0)
    (broken,) = [one for one in setting.get(PROVEN, {})["checks"] if one["broken"]]
    assert broken["name"] == "jobs.none_lost"
    assert broken["examples"][0]["task_name"] == "lost"
