"""How Yahoo! answers: XML, errors as one element, times in Tokyo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from simulators.malls.world import Reply

JST = timezone(timedelta(hours=9))
TYPE = {"Content-Type": "application/xml; charset=UTF-8"}


class Fault(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        self.reply = Reply(status, body.encode(), TYPE)
        super().__init__(code)


def xml(name: str, value: Any) -> str:
    """An element out of texts, mappings and lists."""
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(xml(key, inner) for key, inner in value.items())}</{name}>"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(xml(name, one) for one in value)
    text = {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
    return f"<{name}>{escape(str(text))}</{name}>"


def answer(inner: str, *, found: int = 1, attributes: bool = True) -> Reply:
    """A ResultSet."""
    counts = f' totalResultsAvailable="{found}" totalResultsReturned="{found}" firstResultPosition="1"'
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><ResultSet{counts if attributes else ""}>{inner}</ResultSet>'
    )
    return Reply(200, body.encode(), TYPE)


def asked(body: bytes) -> ElementTree.Element:
    """The request; refuses what is no XML."""
    if b"<!" in body:
        raise Fault(400, "od-00001", "Invalid XML")
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Fault(400, "od-00001", "Invalid XML") from error


def iso(at: float) -> str:
    """A moment as answers write it."""
    return datetime.fromtimestamp(at, JST).isoformat(timespec="seconds")


def moment(text: str) -> float:
    """A moment as conditions write it: yyyyMMddHHmmss in Tokyo."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=JST).timestamp()
    except ValueError as error:
        raise Fault(400, "od-00002", f"Invalid time: {text}") from error
