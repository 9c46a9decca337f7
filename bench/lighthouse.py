"""LIGHTHOUSE: the demo shop as Lighthouse sees it on a slow phone, and how soon its largest part is painted.

Lighthouse comes from npm into a folder of its own and drives the browser that is there. Where either cannot be had the
figures are left out, and it says so.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from operator import ge
from pathlib import Path
from typing import Any

from bench import database, measure
from bench.front import Web

NAME = "bench_lighthouse"
WANTED = "lighthouse@12.8.2"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL_SCORE, GOAL_LCP, GOAL_CLS = 95, 1.5, 0.05  # design budgets, laboratory values on a phone


def run(options: Any) -> list[measure.Figure]:
    """Every page in a fresh browser; the median of the rounds (three at the most: it is slow)."""
    place = _install(options.say)
    if place is None:
        return []
    with tempfile.TemporaryDirectory(prefix="hanjo-lighthouse") as folder:
        database.fresh(NAME)
        home = Path(folder)
        environment = {**database.environment(NAME), "HANJO_HOME": folder}
        for words in (["hanjo.cli", "demo", "seed"], ["django", "collectstatic", "--no-input", "-v0"]):
            subprocess.run(
                [sys.executable, "-m", *words],
                env=environment,
                cwd=database.SOURCE,
                check=True,
                capture_output=True,
            )
        web = Web(NAME, home)
        try:
            return _figures(place, web, min(options.rounds, 3), options.say)
        finally:
            web.end()
            database.drop(NAME)


def _install(say: Any) -> Path | None:
    place = Path(tempfile.gettempdir()) / "hanjo-bench-lighthouse"
    program = place / "node_modules" / ".bin" / "lighthouse"
    if not _browser():
        say("  no Chromium was found; the figures are left out")
        return None
    if program.exists():
        return program
    try:
        say("  installing Lighthouse from npm …")
        place.mkdir(exist_ok=True)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(place), WANTED],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        say(f"  Lighthouse cannot be installed here, its figures are left out: {error}")
        return None
    return program


def _browser() -> str:
    return (
        os.environ.get("HANJO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    )


def _pages(web: Web) -> dict[str, str]:
    """One page of each kind; the product and the shelf are the first that the list shows."""
    _, listed, _ = web.ask("GET", "/shop/all/")
    product = re.search(r'href="(/shop/p/[^"?]+)"', listed)
    shelf = re.search(r'href="(/shop/c/[^"?]+)"', listed)
    if product is None or shelf is None:
        raise AssertionError("the list shows no product")
    return {
        "top": "/shop/",
        "list": shelf[1],
        "product": product[1],
        "search": "/shop/all/?q=%E8%8C%B6",
    }  # 茶


def _figures(program: Path, web: Web, rounds: int, say: Any) -> list[measure.Figure]:
    found = []
    for name, path in _pages(web).items():
        web.ask("GET", path)  # kept from now on, as for every visitor but the first
        runs = [_look(program, f"http://127.0.0.1:{web.port}{path}") for _ in range(rounds)]
        say(f"  {name}: {[one['scores'] for one in runs]}")
        for category in CATEGORIES:
            scores = [one["scores"][category] for one in runs]
            found.append(
                measure.figure(
                    "LIGHTHOUSE",
                    f"{name}: {category}",
                    scores,
                    goal="≥ 95",
                    met=lambda m: m >= GOAL_SCORE,
                    unit="",
                )
            )
        for what, key, goal, unit in (
            ("largest paint", "lcp", GOAL_LCP, "s"),
            ("layout shift", "cls", GOAL_CLS, ""),
        ):
            found.append(
                measure.figure(
                    "LIGHTHOUSE",
                    f"{name}: {what}",
                    [one[key] for one in runs],
                    goal=f"≤ {goal} {unit}".strip(),
                    met=partial(ge, goal),
                    unit=unit,
                )
            )
    return found


def _look(program: Path, address: str) -> dict[str, Any]:
    done = subprocess.run(
        [str(program), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}",
         f"--only-categories={','.join(CATEGORIES)}"],
        env={**os.environ, "CHROME_PATH": _browser()}, check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(f"Lighthouse gave up on {address}: {done.stderr[-400:]}")
    answer = json.loads(done.stdout)
    audits = answer["audits"]
    return {
        "scores": {one: round(answer["categories"][one]["score"] * 100) for one in CATEGORIES},
        "lcp": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "cls": audits["cumulative-layout-shift"]["numericValue"],
    }
