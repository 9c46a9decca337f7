"""A carrier's result file is known by our keys in it, whoever wrote the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hanjo.fulfilment import commands
from hanjo.fulfilment.carriers.registry import GROUP, carrier
from hanjo.fulfilment.commands import RateDraft, ServiceDraft
from hanjo.fulfilment.models import Parcel, ResultFile
from hanjo.fulfilment.terms import UnreadableResult
from hanjo.fulfilment.tests import made_up
from hanjo.fulfilment.tests.made_up import BY

pytestmark = pytest.mark.django_db

PIGEON = """
from hanjo.fulfilment.carriers.terms import CarrierResult
CARRIER = "pigeon"
windows = None
def write_labels(labels, *, account, today, policy=None): return None
def read_results(data):
    rows = [line.split("|") for line in data.decode("ascii").splitlines()]
    return [CarrierResult(at, CARRIER, key, number) for at, (_, key, number) in enumerate(rows, start=1)]
"""


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A carrier that another package brings by an entry point."""
    (tmp_path / "carrier_pigeon_post.py").write_text(PIGEON, encoding="utf-8")
    info = tmp_path / "carrier_pigeon_post-1.0.dist-info"
    info.mkdir()
    told = "Metadata-Version: 2.1\nName: carrier-pigeon-post\nVersion: 1.0\n"
    (info / "METADATA").write_text(told, encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\npigeon = carrier_pigeon_post\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    carrier.cache_clear()
    yield
    carrier.cache_clear()


def parcel_by_pigeon() -> Parcel:
    made_up.shop()
    draft = ServiceDraft(
        code="pigeon.air", carrier="pigeon", name="はと便", max_size_cm=160, max_weight_g=30_000, position=9
    )
    commands.save_service(draft, by=BY)
    rates = [RateDraft(zone="", size_cm=size, price_yen=10, valid_from=made_up.TODAY) for size in (60, 80)]
    commands.save_rates("pigeon.air", rates, by=BY)
    [row] = made_up.instruct(made_up.order("1", {"CUP": 1}, service="pigeon.air"))
    assert row.service.carrier == "pigeon"
    return row.parcels.get()


@pytest.mark.usefixtures("pigeon")
def test_a_result_file_of_a_carrier_that_was_added_is_recognised_without_naming_it() -> None:
    parcel = parcel_by_pigeon()
    done = commands.load_results("", f"coo|{parcel.key}|P-77".encode(), by=BY, name="hato.txt")
    parcel.refresh_from_db()
    assert (done.counts, parcel.tracking_number) == ({"set": 1}, "P-77")
    assert ResultFile.objects.get().carrier == "pigeon"


@pytest.mark.usefixtures("pigeon")
def test_a_reader_that_stumbles_over_a_foreign_file_keeps_nobody_from_reading_it() -> None:
    parcel = parcel_by_pigeon()
    with pytest.raises(UnreadableResult):
        commands.load_results("", "お客様管理番号,伝票番号\n知らない,1\n".encode("cp932"), by=BY)
    parcel.refresh_from_db()
    assert parcel.tracking_number is None
    assert not ResultFile.objects.exists()
