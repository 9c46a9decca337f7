"""Write docs/openapi.json, the kept description of the API: `.venv/bin/python -m tools.openapi`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def description() -> dict[str, Any]:
    """Return the description as plain values."""
    from hanjo.config.api import api

    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return schema


def main() -> int:
    """Write the file."""
    sys.path.insert(0, str(FILE.parent.parent / "src"))
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanjo.config.settings")
    django.setup()
    FILE.write_text(
        json.dumps(description(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
