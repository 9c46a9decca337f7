"""Collect styles, scripts and pictures into the home when they have changed."""

from __future__ import annotations

import hashlib

from hanjo.cli.say import note
from hanjo.config.home import Home

STAMP = ".collected"


def collect_assets(place: Home) -> bool:
    """Write hashed and compressed copies; tell whether there was anything to do."""
    from django.core.management import call_command

    stamp = place.static / STAMP
    now = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    note("画面の部品を集めています…")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return a digest over names, sizes and times of all source files: a new version changes it."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    return digest.hexdigest()
