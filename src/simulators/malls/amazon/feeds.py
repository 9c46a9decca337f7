"""Feeds API 2021-06-30: JSON_LISTINGS_FEED, worked on after a while, with a processing report."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulators.malls.amazon import listings
from simulators.malls.amazon.said import Fault, invalid, iso, told
from simulators.malls.world import Reply, Request

if TYPE_CHECKING:
    from simulators.malls.amazon.mall import Amazon

MOST = 25_000  # messages in one feed
UPLOAD_SECONDS = 300  # how long the address of an upload lives


@dataclass(slots=True)
class Feed:
    """A feed and how far it is."""

    id: str
    kind: str
    document: str
    created: float
    due: float
    state: str = "IN_QUEUE"
    result: str = ""


def create_document(mall: Amazon, request: Request, _: str) -> Reply:
    """An address to upload to, for five minutes."""
    if not json.loads(request.body or b"{}").get("contentType"):
        raise Fault(400, "400", "Invalid input", "contentType")
    name = f"amzn1.tortuga.4.{secrets.token_hex(8)}"
    mall.documents[f"until:{name}"] = str(mall.now + UPLOAD_SECONDS).encode()
    return told({"feedDocumentId": name, "url": address(mall, request, name)}, 201)


def create(mall: Amazon, request: Request, _: str) -> Reply:
    """Hand a document over to be worked on."""
    body = json.loads(request.body or b"{}")
    name = str(body.get("inputFeedDocumentId", ""))
    if not body.get("feedType") or mall.marketplace not in body.get("marketplaceIds", ()):
        raise Fault(400, "400", "Invalid input", "feedType or marketplaceIds")
    if name not in mall.documents:
        raise Fault(400, "400", "Invalid input", "nothing was uploaded to this document")
    feed = Feed(
        id=str(50_000_000_000 + next(mall.numbers)), kind=body["feedType"], document=name, created=mall.now,
        due=mall.now + mall.feed_seconds,
    )  # fmt: skip
    mall.feeds[feed.id] = feed
    return told({"feedId": feed.id}, 202)


def get(mall: Amazon, request: Request, name: str) -> Reply:
    """How far a feed is."""
    feed = mall.feeds.get(name)
    if feed is None:
        raise Fault(404, "404", "The specified resource does not exist.")
    found = {
        "feedId": feed.id, "feedType": feed.kind, "marketplaceIds": [mall.marketplace],
        "createdTime": iso(feed.created), "processingStatus": feed.state,
    }  # fmt: skip
    if feed.result:
        found |= {"processingEndTime": iso(feed.due), "resultFeedDocumentId": feed.result}
    return told(found)


def get_document(mall: Amazon, request: Request, name: str) -> Reply:
    """Where a document can be read."""
    if name not in mall.documents:
        raise Fault(404, "404", "The specified resource does not exist.")
    return told({"feedDocumentId": name, "url": address(mall, request, name)})


def address(mall: Amazon, request: Request, name: str) -> str:
    """The address of a document, which needs no token: it is a secret itself."""
    root = mall.root or f"http://{request.headers.get('host', '127.0.0.1')}/{mall.code}"
    return f"{root}/_documents/{name}"


def document(mall: Amazon, request: Request, name: str) -> Reply:
    """Store or hand out a document."""
    until = mall.documents.get(f"until:{name}")
    if request.method == "PUT":
        if until is None or float(until) < mall.now:
            return Reply(
                403, b"<Error><Code>AccessDenied</Code></Error>", {"Content-Type": "application/xml"}
            )
        mall.documents[name] = request.body
        return Reply(200)
    if name not in mall.documents:
        return Reply(404, b"<Error><Code>NoSuchKey</Code></Error>", {"Content-Type": "application/xml"})
    return Reply(200, mall.documents[name], {"Content-Type": "application/octet-stream"})


def work(mall: Amazon) -> None:
    """Work on feeds that are due."""
    for feed in mall.feeds.values():
        if feed.state == "IN_QUEUE" and feed.due <= mall.now:
            report, feed.state = _worked(mall, feed)
            feed.result = f"amzn1.tortuga.4.{secrets.token_hex(8)}"
            mall.documents[feed.result] = json.dumps(report, ensure_ascii=False).encode()


def _worked(mall: Amazon, feed: Feed) -> tuple[dict[str, Any], str]:
    try:
        body = json.loads(mall.documents[feed.document])
        header, messages = body["header"], body["messages"]
        if feed.kind != "JSON_LISTINGS_FEED" or header["version"] != "2.0" or len(messages) > MOST:
            raise invalid("feed")
    except (ValueError, KeyError, TypeError, Fault):
        return {
            "issues": [{"code": "4000000", "severity": "ERROR", "message": "The feed cannot be read."}]
        }, "FATAL"
    issues = [
        {"messageId": message.get("messageId"), "sku": message.get("sku"), **issue}
        for message in messages
        for issue in _message(mall, message)
    ]
    wrong = {issue["messageId"] for issue in issues}
    summary = {
        "errors": len(issues), "warnings": 0, "messagesProcessed": len(messages),
        "messagesAccepted": len(messages) - len(wrong), "messagesInvalid": len(wrong),
    }  # fmt: skip
    head = {"sellerId": header["sellerId"], "version": "2.0", "feedId": feed.id}
    return {"header": head, "issues": issues, "summary": summary}, "DONE"


def _message(mall: Amazon, message: dict[str, Any]) -> list[dict[str, Any]]:
    goods = mall.goods.get(str(message.get("sku")))
    if goods is None:
        return [{"code": "90000900", "severity": "ERROR", "message": "The SKU does not match any listing."}]
    if message.get("operationType") != "PATCH" or not message.get("productType"):
        return [
            {
                "code": "4000002",
                "severity": "ERROR",
                "message": "Only PATCH with a product type is simulated.",
            }
        ]
    return listings.change(mall, goods, message, False)
