"""Keep picture."""

from __future__ import annotations

from hanjo.catalogue import pictures
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command


@command("content.keep_picture", "ページの画像")
def keep_picture(data: bytes, *, by: Actor) -> str:
    """Draw an uploaded picture anew and keep it for pages (ページの画像); answers its path below the media folder.

    The same picture again lands in the same place. Refuses what is no picture or is too large.
    """
    kept = pictures.keep(data, folder="content")
    audit.record(by, "content.keep_picture", [kept.file], width=kept.width, height=kept.height)
    return kept.file
