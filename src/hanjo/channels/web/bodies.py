"""A message's body as people can read it: indented, cut where it gets long (通信記録の本文). Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass

from defusedxml import ElementTree, minidom
from defusedxml.common import DefusedXmlException

LONGEST = 100_000  # characters that a page shows
BROKEN = (ElementTree.ParseError, DefusedXmlException, ValueError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Shown:
    """A body on a page."""

    kind: str  # JSON, XML, テキスト, 空
    text: str
    size: int  # characters of the whole body
    is_cut: bool


def readable(body: str) -> Shown:
    """A body with its lines broken where its format breaks them; one that is too long is cut, and says so."""
    kind, text = _parted(body)
    return Shown(kind, text[:LONGEST], len(body), len(text) > LONGEST)


def _parted(body: str) -> tuple[str, str]:
    begins = body.lstrip()[:1]
    if not begins:
        return "空", ""
    if len(body) > 20 * LONGEST:
        return "テキスト", body  # parsing it would cost more than the look is worth
    if begins in "{[":
        try:
            return "JSON", json.dumps(json.loads(body), indent=2, ensure_ascii=False)
        except ValueError:
            return "テキスト", body
    if begins == "<":
        try:
            lines = minidom.parseString(body.encode()).toprettyxml(indent="  ").splitlines()
            return "XML", "\n".join(line for line in lines if line.strip())
        except BROKEN:
            return "テキスト", body
        except Exception as error:  # expat's own error is no subclass of the others
            if type(error).__name__ != "ExpatError":
                raise
            return "テキスト", body
    return "テキスト", "".join(one if one.isprintable() or one in "\r\n\t" else "·" for one in body)
