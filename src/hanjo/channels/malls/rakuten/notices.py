"""システムイベント通知 of 楽天: an XML message for each new order, proven by the authKey in it (楽天の注文通知)."""

from __future__ import annotations

import hmac
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hanjo.channels.malls.port import Heard, Refused


def heard(body: bytes, key: str) -> list[Heard]:
    """Who speaks, and of which order. Refuses a message without our key, and every message while we have none."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("not_xml", "通知を XML として読めません") from error
    if not key or not hmac.compare_digest(_text(root, "authKey").encode(), key.encode()):
        raise Refused("not_proven", "通知の認証キーが一致しません")
    number = _text(root, "orderNumber")
    if not number:
        raise Refused("no_order", "通知に注文番号がありません")
    return [Heard(key=f"{number}:{_text(root, 'seqId')}", kind="order", keys=(number,))]


def _text(root: Any, name: str) -> str:
    """The text of the first element of this name, whatever namespace it is in."""
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] == name:
            return (element.text or "").strip()
    return ""
