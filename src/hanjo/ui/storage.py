"""Static files as the browser gets them: hashed names, compressed, one stylesheet in one request (静的ファイル).

At `collectstatic` a stylesheet that is a list of `@import "x.css" layer(y);` becomes one file of `@layer y{…}` blocks,
and relative imports between our own ES modules get hashed names. In development the browser follows both itself.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped]  # ships no types
    CompressedManifestStaticFilesStorage,
)

IMPORT = re.compile(r'@import\s+"(?P<file>[\w.-]+\.css)"\s+layer\((?P<layer>[\w-]+)\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
# Django keeps its rules for ES modules behind a switch for all files; taken for all, they read comments of other
# people's scripts as code. The attribute is private: test_storage.py fails loudly if it moves.
MODULE_RULES = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class Bundle:
    """A source that answers with a text made here instead of the file on disk."""

    def __init__(self, text: str) -> None:
        self.text = text

    def open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        """Give the text as if it were the file."""
        del mode
        return ContentFile(self.text.encode(), name=name)


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped base, see above
    """The storage of collected static files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the module rules for the scripts of our own modules only."""
        own = [app.split(".")[1] for app in settings.INSTALLED_APPS if app.startswith("hanjo.")]
        rules = tuple((f"{name}/js/*.js", MODULE_RULES) for name in own)
        self.patterns = CompressedManifestStaticFilesStorage.patterns + rules
        super().__init__(*args, **kwargs)

    def post_process(self, paths: dict[str, Any], *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Bundle first, so that the hash covers what is inside."""
        yield from super().post_process({**paths, **bundled(paths)}, *args, **kwargs)


def bundled(paths: Mapping[str, tuple[Any, str]]) -> dict[str, tuple[Bundle, str]]:
    """Find the stylesheets that are lists of imports and write each as one text."""
    found: dict[str, tuple[Bundle, str]] = {}
    for name, (storage, path) in paths.items():
        if not name.endswith(".css"):
            continue
        text = _read(storage, path)
        if IMPORT.search(text):
            found[name] = (Bundle(_inline(text, name, paths)), path)
    return found


def _inline(text: str, name: str, paths: Mapping[str, tuple[Any, str]]) -> str:
    folder = PurePosixPath(name).parent

    def block(match: re.Match[str]) -> str:
        part = str(folder / match["file"])
        if part not in paths:
            raise FileNotFoundError(f"{name} imports {part}, which is not among the collected files")
        body = COMMENT.sub("", _read(*paths[part])).strip()
        return f"@layer {match['layer']}{{{body}}}\n"

    return COMMENT.sub("", IMPORT.sub(block, text))


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as source:
        return str(source.read().decode("utf-8"))
