"""ジョブ・監査ログ・証明: what runs, what failed and runs again, who did what, whether the sums hold."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from hanjo.console import commands
from hanjo.console.terms import JobGoesOn
from hanjo.kernel import audit, setting
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry
from hanjo.kernel.proof import PROVEN
from hanjo.kernel.refusal import NotFound

pytestmark = pytest.mark.django_db
BY = Actor("staff", "hana")


def job(status: str, task: str = "channels.import_file") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
            VALUES ('channels', %s, '{"file_id": 7}', %s::procrastinate_job_status, 5) RETURNING id
            """,
            [task, status],
        )
        return int(cursor.fetchone()[0])


def status(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("size", [0, 120])
def test_jobs_log_and_proofs_stay_flat(hana_client, count_sql, size: int) -> None:
    for _ in range(size):
        job("failed")
        audit.record(BY, "orders.hold", ["H-1"], because="電話待ち")
    for page in ("jobs", "audit", "proofs"):
        with count_sql() as seen:
            answer = hana_client.get(f"/{page}/")
        assert answer.status_code == 200
        assert seen.count <= 15, seen.statements


def test_failures_stand_first_with_their_names_and_run_again_on_a_press(hana_client) -> None:
    failed = job("failed")
    text = hana_client.get("/jobs/").text
    assert "受注ファイルの取込" in text
    assert "欠品の引当" in text, "who hears of what"
    hana_client.post(f"/jobs/{failed}/retry/")
    assert status(failed) == "todo"
    assert AuditEntry.objects.filter(command="console.retry_job").count() == 1


@pytest.mark.parametrize("state", ["todo", "doing", "succeeded"])
def test_a_job_that_did_not_fail_is_left_alone(state: str) -> None:
    pk = job(state)
    with pytest.raises(JobGoesOn):
        commands.retry_job(pk, by=BY)
    with pytest.raises(NotFound):
        commands.retry_job(pk + 1000, by=BY)
    assert status(pk) == state
    assert not AuditEntry.objects.exists()


def test_the_log_is_filtered_by_person_command_and_thing(hana_client) -> None:
    audit.record(BY, "orders.hold", ["H-100001"], because="電話待ち")
    audit.record(Actor.system("worker"), "orders.cancel", ["H-100002"], because="重複")
    every = hana_client.get("/audit/").text
    assert "花田 はな" in every
    assert "自動（worker）" in every
    assert "理由" in every
    for query, inside, outside in (
        ("actor=staff:hana", "電話待ち", "重複"),
        ("command=orders.cancel", "重複", "電話待ち"),
        ("ref=H-100001", "電話待ち", "重複"),
    ):
        text = hana_client.get(f"/audit/?{query}").text
        assert inside in text
        assert outside not in text


def test_the_log_pages_through_everything_once(hana_client) -> None:
    for n in range(250):
        audit.record(BY, "orders.hold", [f"T-{n:05}"])
    address, seen = "/audit/?command=orders.hold", []
    for _ in range(5):
        text = hana_client.get(address).text
        seen += re.findall(r"T-\d{5}", text)
        onward = re.search(r'href="([^"]*before=\d+[^"]*)"', text)
        if not onward:
            break
        address = "/audit/" + onward.group(1).replace("&amp;", "&").removeprefix("/audit/")
    assert len(seen) == len(set(seen)) == 250


def test_the_last_run_of_the_proofs_is_shown_with_its_evidence(hana_client) -> None:
    assert "まだ結果がありません" in hana_client.get("/proofs/").text
    check = {"name": "a.b", "says": "合計は等しい", "checked": 1200, "broken": 0, "examples": []}
    kept = {"at": "2026-11-22T03:30:00+09:00", "seconds": 0.4, "checks": [check]}
    setting.put(PROVEN, kept, by=BY)
    text = hana_client.get("/proofs/").text
    assert "すべて合っています" in text
    assert "1,200 件" in text
    broken = {**check, "broken": 1, "examples": [{"number": "H-100001", "total_yen": "12"}]}
    setting.put(PROVEN, {**kept, "checks": [broken]}, by=BY)
    text = hana_client.get("/proofs/").text
    assert "合わないものが 1 種類あります" in text
    assert "H-100001" in text


def test_asking_twice_for_proofs_queues_one_run(hana_client) -> None:
    hana_client.post("/proofs/")
    hana_client.post("/proofs/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'config.prove_everything'")
        assert cursor.fetchone()[0] == 1


def test_who_may_only_look_starts_nothing(ken_client, mei_client) -> None:
    failed = job("failed")
    assert ken_client.get("/jobs/").status_code == 200
    for page in ("jobs", "audit", "proofs"):
        assert mei_client.get(f"/{page}/").status_code == 403
    assert ken_client.post(f"/jobs/{failed}/retry/").status_code == 403
    assert ken_client.post("/proofs/").status_code == 403
    assert status(failed) == "failed"
