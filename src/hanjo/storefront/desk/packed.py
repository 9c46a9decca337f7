"""A file between the page that shows what it would do and the button that does it, sealed in the form."""

from __future__ import annotations

import base64
import zlib

from django.core import signing

from hanjo.kernel.refusal import Refusal

SALT = "shop.desk.packed"
SECONDS = 3600
MOST_BYTES = 5_000_000


class SeenTooLongAgo(Refusal):
    """The page with the preview was opened long ago, or somebody changed what it carries."""

    code = "preview_too_old"
    message = "確認の画面を開いてから時間がたっています。"
    fix = "もう一度ファイルを選んでください。"


def closed(data: bytes) -> str:
    """A file as one sealed word of a form."""
    return signing.dumps(base64.b64encode(zlib.compress(data, 9)).decode(), salt=SALT)


def opened(word: str) -> bytes:
    """The file again; refuses a word that is not ours or an hour old."""
    try:
        data = base64.b64decode(signing.loads(word, salt=SALT, max_age=SECONDS))
    except signing.BadSignature as error:
        raise SeenTooLongAgo from error
    return zlib.decompressobj().decompress(data, MOST_BYTES)
