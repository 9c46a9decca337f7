"""Carriers are found by their code, ours and other people's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hanjo.fulfilment.carriers import registry, yamato
from hanjo.fulfilment.carriers.registry import UnknownCarrier, carrier, carrier_codes
from hanjo.fulfilment.carriers.services import SERVICES
from hanjo.fulfilment.carriers.terms import LabelBatch, LabelPolicy
from hanjo.fulfilment.carriers.tests.made_up import ACCOUNT, TODAY

FOREIGN = """
CARRIER = "{code}"
windows = None
def write_labels(labels, *, account, today, policy=None): return None
{rest}
"""


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    carrier.cache_clear()
    yield
    carrier.cache_clear()


def declare(folder: Path, code: str, rest: str) -> None:
    (folder / f"carrier_{code}.py").write_text(FOREIGN.format(code=code, rest=rest), encoding="utf-8")
    info = folder / f"carrier_{code}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: carrier-{code}\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{code} = carrier_{code}\n", encoding="utf-8")


def test_every_carrier_of_the_house_has_the_one_shape() -> None:
    for code in registry.OURS:
        found = carrier(code)
        assert code == found.CARRIER
        assert found.write_labels([], account=ACCOUNT, today=TODAY, policy=LabelPolicy()) == LabelBatch(
            (), ()
        )
        assert found.read_results(b"")
    assert carrier("yamato") is yamato


def test_every_service_belongs_to_a_carrier_that_answers() -> None:
    assert {service.carrier for service in SERVICES} <= set(carrier_codes())
    assert all(service.code.startswith(f"{service.carrier}.") for service in SERVICES)


def test_an_unknown_carrier_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownCarrier) as refused:
        carrier("pigeon")
    assert "yamato" in refused.value.advice


def test_another_package_brings_its_carrier_by_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path, "pigeon", "def read_results(data): return []")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert carrier("pigeon").CARRIER == "pigeon"
    assert "pigeon" in carrier_codes()


def test_a_package_without_the_whole_shape_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path, "snail", "")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UnknownCarrier):
        carrier("snail")
