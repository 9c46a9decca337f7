"""The API does not change by accident: its description is kept beside the code."""

from __future__ import annotations

import json
from pathlib import Path

from tools.openapi import description


def test_the_kept_description_is_the_present_one(repository: Path) -> None:
    kept = json.loads((repository / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert kept == description(), "run: .venv/bin/python -m tools.openapi"
