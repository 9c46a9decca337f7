"""The modules of the house, lower ones first, and what each of them brings."""

import importlib
from pathlib import Path

MODULES = (
    "kernel",
    "ui",
    "staff",
    "catalogue",
    "inventory",
    "pricing",
    "customers",
    "orders",
    "payments",
    "fulfilment",
    "channels",
    "content",
    "support",
    "reviews",
    "console",
    "storefront",
    "demo",
)

SOURCE = Path(__file__).resolve().parent.parent


def has(module: str, part: str) -> bool:
    """Tell whether a module brings this part (`apps.py`, `web/urls.py`, `api.py`)."""
    return (SOURCE / module / part).exists()


def load_commands() -> None:
    """Import every module's verbs, so that the registry of permissions is complete."""
    for module in MODULES:
        if has(module, "commands/__init__.py"):
            importlib.import_module(f"hanjo.{module}.commands")
