"""Give the wheel the dependencies of requirements.in: one list, read by the lock and by the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomMetadataHook(MetadataHookInterface):
    """Named in pyproject.toml; hatchling calls it when it builds."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in `dependencies`."""
        lines = (Path(self.root) / "requirements.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [
            line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()
        ]
