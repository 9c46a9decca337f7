"""Reading Yahoo!'s XML without stumbling, and writing it (値の読み書き). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hanjo.channels.malls.port import Answer, Unreachable


def said(answer: Answer) -> dict[str, Any]:
    """The answer's elements as mappings and lists; a mall that answers something else did not answer."""
    try:
        root = fromstring(answer.body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreachable(f"not XML: {answer.status}") from error
    if _plain(root.tag) not in ("ResultSet", "Error"):
        raise Unreachable(f"unknown answer: {answer.status}")
    found = _values(root)
    attributes = {name: value for name, value in root.attrib.items() if name.startswith("total")}
    return {**attributes, **found} if isinstance(found, dict) else attributes


def _values(element: Element) -> Any:
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name, value = _plain(child.tag), _values(child)
        if name in found:
            known = found[name]
            found[name] = [*known, value] if isinstance(known, list) else [known, value]
        else:
            found[name] = value
    return found


def _plain(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def xml(name: str, value: Any) -> str:
    """An element out of texts and mappings; what is empty is left out."""
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(xml(key, one) for key, one in value.items() if one not in ('', None))}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def listed(values: Any, *path: str) -> list[dict[str, Any]]:
    """The elements at a path, whether there are none, one or many."""
    for name in path:
        values = values.get(name) if isinstance(values, dict) else None
    found = values if isinstance(values, list) else [values]
    return [one for one in found if isinstance(one, dict)]


def text(values: Any, *path: str) -> str:
    """A text at a path; empty when there is none."""
    for name in path:
        values = values.get(name) if isinstance(values, dict) else None
    return "" if values is None or isinstance(values, dict | list) else str(values).strip()


def whole(values: Any, *path: str) -> int | None:
    """A whole number at a path; None when there is none."""
    written = text(values, *path)
    return int(written) if written.lstrip("-").isdigit() else None
