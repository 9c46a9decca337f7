"""Tell the job queue what it can do: every module's jobs, the listeners of `wiring`, and the upkeep."""

from __future__ import annotations

import importlib

from procrastinate import App
from procrastinate.contrib.django import procrastinate_app

from hanjo.config.modules import MODULES, has


def ready(app: App) -> None:
    """Load the entry points that workers may be asked for."""
    for module in MODULES:
        if has(module, "jobs.py"):
            importlib.import_module(f"hanjo.{module}.jobs")
    importlib.import_module("hanjo.config.wiring")
    importlib.import_module("hanjo.config.upkeep")
    # Until this returns, `procrastinate.contrib.django.app` is a blueprint that only collects: hand over what it has.
    collected = procrastinate_app.current_app
    if set(collected.tasks) - set(app.tasks):
        app.add_tasks_from(collected, namespace="")
