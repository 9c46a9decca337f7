"""tantivy beside us: the same grams in an embedded index, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import measure

WANTED = "tantivy==0.27.0"


def run(
    stock: list[Any], asked: dict[str, tuple[str, ...]], say: Callable[[str], None]
) -> list[measure.Figure]:
    """Index the folded names there, ask the same words; left out when it cannot be installed."""
    from hanjo.storefront.search.fold import key

    place = Path(os.environ.get("HANJO_BENCH_TANTIVY", Path(tempfile.gettempdir()) / "hanjo-bench-tantivy"))
    python = place / "bin" / "python"
    try:
        if not python.exists():
            say("  installing tantivy from the package index …")
            venv.create(place, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", WANTED], check=True, capture_output=True, timeout=300
        )
    except (subprocess.SubprocessError, OSError) as error:
        say(f"  tantivy cannot be installed here, its figures are left out: {error}")
        return []
    with tempfile.TemporaryDirectory(prefix="hanjo-bench-") as folder:
        given = Path(folder) / "given.json"
        given.write_text(
            json.dumps({
                "texts": ["\n".join(map(key, (name, maker, code, kind))) for code, name, maker, kind in stock],
                "asked": {
                    kind: [[key(part) for part in words.split()] for words in each] for kind, each in asked.items()
                },
            })
        )  # fmt: skip
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))
        }
        answer = subprocess.run(
            [python, Path(__file__).with_name("p11_tantivy.py"), given, folder],
            env=clean, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if answer.returncode:
        say(f"  tantivy stopped, its figures are left out: {answer.stderr[-400:]}")
        return []
    told = json.loads(answer.stdout)
    say(f"  tantivy found {told['counts']}")
    say(f"  tantivy: {told['bytes'] / 1e6:.0f} MB, built in {told['built']:.0f} s")
    return [
        measure.figure("P11", f"{kind}, tantivy ranked (bm25): p95", [p95], goal="–", met=None, unit="ms")
        for kind, p95 in told["p95"].items()
    ]
