"""Payment companies are found by their code, ours and other people's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hanjo.payments.providers import registry
from hanjo.payments.providers.registry import UnknownProvider, provider, provider_codes

FOREIGN = """
PROVIDER, LABEL, METHODS, BASE_URL = "{code}", "{code}", (), "https://pay.example"
{rest}
"""


@pytest.fixture(autouse=True)
def _ask_anew() -> Iterator[None]:
    provider.cache_clear()
    yield
    provider.cache_clear()


def declare(folder: Path, code: str, rest: str) -> None:
    (folder / f"pay_{code}.py").write_text(FOREIGN.format(code=code, rest=rest), encoding="utf-8")
    info = folder / f"pay_{code}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pay-{code}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{code} = pay_{code}\n", "utf-8")


def test_every_company_of_the_house_has_the_one_shape() -> None:
    for code in registry.OURS:
        found = provider(code)
        assert code == found.PROVIDER
        assert found.METHODS


def test_another_package_brings_its_company_by_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path, "pigeon", "def connect(access): return None")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert provider("pigeon").PROVIDER == "pigeon"
    assert "pigeon" in provider_codes()


def test_an_unknown_company_and_one_without_the_whole_shape_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(tmp_path, "snail", "")
    monkeypatch.syspath_prepend(str(tmp_path))
    for code in ("snail", "nobody"):
        with pytest.raises(UnknownProvider) as refused:
            provider(code)
        assert "stripe" in refused.value.advice
