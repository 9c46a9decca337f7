"""Files on their way in: kept and queued as one step, never too large, never lost from the inbox."""

import io
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.channels import commands, jobs
from hanjo.channels.models import ImportFile
from hanjo.channels.terms import Format, UnreadableFile
from hanjo.inventory.tests.makers import BY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rakuten():
    return commands.save_channel(
        "rakuten", name="楽天市場店", letter="楽", prefix="R", format=Format.RAKUTEN, by=BY
    )


def queued() -> int:
    return ProcrastinateJob.objects.filter(task_name="channels.import_file").count()


def test_a_kept_file_is_always_queued():
    jobs.receive([("a.csv", io.BytesIO(b"x"))], channel="rakuten", by=BY)
    assert (ImportFile.objects.count(), queued()) == (1, 1)


def test_when_queueing_breaks_nothing_is_kept(monkeypatch):
    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(jobs, "start_import", broken)
    with pytest.raises(RuntimeError):
        jobs.receive([("a.csv", io.BytesIO(b"x"))], channel="rakuten", by=BY)
    assert (ImportFile.objects.count(), queued()) == (0, 0)


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing_behind(settings):
    settings.UPLOAD_LARGEST_BYTES = 3 * 1024 * 1024
    with pytest.raises(UnreadableFile):
        jobs.receive([("a.csv", io.BytesIO(b"x" * 4 * 1024 * 1024))], channel="rakuten", by=BY)
    assert ImportFile.objects.count() == 0
    folder = Path(settings.MEDIA_ROOT) / "imports"
    assert not [path for path in folder.glob("*") if path.stat().st_size > 1024 * 1024]


def test_the_inbox_is_cleared_only_by_what_was_surely_kept(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.INBOX_ROOT = tmp_path
    waiting = tmp_path / "rakuten" / "morning.csv"
    waiting.parent.mkdir()
    waiting.write_bytes(b"x")
    with django_capture_on_commit_callbacks() as callbacks:
        assert len(jobs.receive_inbox(by=BY)) == 1
    assert waiting.exists()
    for callback in callbacks:
        callback()
    assert not waiting.exists()
    assert jobs.receive_inbox(by=BY) == []
