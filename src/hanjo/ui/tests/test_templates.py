"""Every template of the house compiles and keeps the rules that a strict policy and a calm page need."""

import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import Environment

import hanjo

HOUSE = Path(hanjo.__file__).parent if hanjo.__file__ else Path(next(iter(hanjo.__path__)))
PAGES = sorted(HOUSE.glob("*/templates/**/*.html"))
PAPERS = sorted(HOUSE.glob("**/*.typ"))
SCRIPTS = sorted(HOUSE.glob("*/static/**/*.js"))

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(
        r"\son(click|change|submit|load|input|keydown|focus|blur)\s*=", re.IGNORECASE
    ),
    "an asset from outside": re.compile(r"""(?:src|href|action)\s*=\s*["']\s*(?:https?:)?//"""),
    "hx-disable": re.compile(r"\bhx-disable\b"),
    "hx-on": re.compile(r"\bhx-on[:\-=]"),
    # Data for search engines (JSON-LD) is no script: nothing in it is ever run.
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?! type=\"application/ld\+json\")[^>]*>"),
    "an inline stylesheet": re.compile(r"<style\b"),
    "evaluated hx-vals": re.compile(r"""hx-(?:vals|headers)\s*=\s*["']js:"""),
}


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.fixture(scope="module")
def env() -> Environment:
    return engines["jinja2"].env


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_template_compiles(path: Path, env: Environment) -> None:
    assert env.compile(path.read_text(encoding="utf-8"), name=path.name)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_template_keeps_the_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_the_paper_needs_no_network(path: Path) -> None:
    assert "@preview" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_the_script_names_no_outside_address_and_evaluates_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    assert not re.search(r"\beval\(|new Function\(", text)


def test_only_the_glue_knows_the_events_of_htmx() -> None:
    users = {path.name for path in SCRIPTS if '"htmx:' in path.read_text(encoding="utf-8")}
    assert users == {"htmx-glue.js"}
