"""Every connector is of one shape: it holds the contract, has recorded answers, a simulated mall, and one line out."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hanjo.channels.malls import registry
from hanjo.channels.malls.tests import test_port_contract
from simulators.malls import Mall

MALLS = Path(registry.__file__).parent
OURS = sorted(registry.OURS)
LINES = {"client.py", "line.py", "speaking.py"}  # what asks a mall, and what it was split into
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "subprocess", "urllib3",
}  # fmt: skip
OWN_WIRE = "hanjo.kernel.wire"
#: What the contract must try on every mall → the test that does.
CASES = {
    "happy": "test_an_order_comes_with_its_goods_and_its_money",
    "empty": "test_a_quiet_time_has_no_orders",
    "paged": "test_a_thousand_orders_come_once_each_over_many_pages",
    "limited": "test_a_mall_that_wants_fewer_calls_says_when_to_come_again",
    "expired": "test_a_key_that_ran_out_stops_every_question",
    "malformed": "test_an_answer_that_cannot_be_read_is_unreachable",
    "unknown codes": "test_a_status_nobody_knows_is_no_reason_to_lose_an_order",
    "huge": "test_a_thousand_orders_come_once_each_over_many_pages",
}


def contract(code: str) -> type[test_port_contract.Contract]:
    """The class that runs the contract on a mall."""
    found: list[Any] = []
    for file in sorted((MALLS / code / "tests").glob("test_*.py")):
        module = import_module(f"hanjo.channels.malls.{code}.tests.{file.stem}")
        found += [
            one
            for name, one in vars(module).items()
            if name.startswith("Test")
            and isinstance(one, type)
            and issubclass(one, test_port_contract.Contract)
        ]
    assert [one.code for one in found] == [code], f"{code} has no class of its own that runs the contract"
    return found[0]  # type: ignore[no-any-return]  # of the list above


def sources(code: str) -> list[Path]:
    """The connector's own files, without its tests."""
    return sorted((MALLS / code).glob("*.py"))


def imported(file: Path) -> set[str]:
    """The modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}", *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def asks(file: Path) -> bool:
    """Whether a file uses the way out that a connector is given."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.Attribute) and node.attr == "wire" for node in ast.walk(tree))


def test_every_folder_that_speaks_to_a_mall_is_in_the_registry() -> None:
    folders = {file.parent.name for file in MALLS.glob("*/client.py")}
    assert folders == set(registry.OURS)
    assert set(registry.mall_codes()) >= folders


@pytest.mark.parametrize("code", OURS)
def test_every_connector_runs_the_contract_with_all_its_cases(code: str) -> None:
    made = contract(code)
    for case, name in CASES.items():
        shared = getattr(test_port_contract.Contract, name)
        own = getattr(made, name)
        assert callable(own), f"{code}: {case}"
        if own is not shared:  # a mall that has no such thing says what happens instead
            written = inspect.getsource(own)
            assert "assert" in written or "pytest.raises" in written, f"{code} leaves out {case}"
    skipped = [name for name in dir(made) if name.startswith("test_") and getattr(made, name) is None]
    assert skipped == []


@pytest.mark.parametrize("code", OURS)
def test_every_connector_has_recorded_answers_that_its_tests_read(code: str) -> None:
    samples = [one for one in (MALLS / code / "samples" / "api").iterdir() if one.stat().st_size]
    assert samples
    tests = "".join(file.read_text(encoding="utf-8") for file in (MALLS / code / "tests").glob("*.py"))
    assert [one.name for one in samples if one.name not in tests] == []


@pytest.mark.parametrize("code", OURS)
def test_every_connector_has_a_simulated_mall(code: str) -> None:
    module: ModuleType = import_module(f"simulators.malls.{code}")
    found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Mall)]
    assert code in [one.kind for one in found]


@pytest.mark.parametrize("code", OURS)
def test_only_the_line_of_a_connector_goes_out_and_only_by_what_it_is_given(code: str) -> None:
    files = sources(code)
    assert {file.name for file in files if asks(file)} <= LINES
    assert any(asks(file) for file in files)
    for file in files:
        roots = {name.partition(".")[0] for name in imported(file)}
        assert not roots & NETWORK, f"{file.name} opens a line of its own"
        assert not roots & {"django"}, f"{file.name} knows the database"
        assert not {name for name in imported(file) if name.startswith(("urllib.request", OWN_WIRE))}, (
            file.name
        )


@pytest.mark.parametrize("code", OURS)
def test_what_translates_never_asks(code: str) -> None:
    lines = {f"hanjo.channels.malls.{code}.{name.removesuffix('.py')}" for name in LINES}
    for file in (MALLS / code).glob("translate*.py"):
        assert not asks(file)
        assert not imported(file) & lines, f"{file.name} knows the line"
