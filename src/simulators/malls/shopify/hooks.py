"""Subscriptions to messages: what an app registered, by topic, each to an address that speaks HTTPS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simulators.malls.shopify import values

if TYPE_CHECKING:
    from simulators.malls.shopify.mall import Shopify


def subscriptions(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """Those of the wanted topics."""
    topics = given.get("topics") or []
    rows = [(one["id"], one) for one in mall.hooks.values() if not topics or one["topic"] in topics]
    return values.connection(rows, given, what="webhookSubscriptions")


def create(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """A new one; the same topic to the same address is refused."""
    topic, uri = given["topic"], given["webhookSubscription"].get("uri") or ""
    if wrong := _wrong(mall, topic, uri):
        return _refused(wrong)
    made = {"id": values.gid("WebhookSubscription", 7_000_000 + mall.hook_serial), "topic": topic, "uri": uri}
    mall.hook_serial += 1
    mall.hooks[made["id"]] = made
    return {"webhookSubscription": made, "userErrors": []}


def update(mall: Shopify, given: dict[str, Any]) -> dict[str, Any]:
    """Lead one elsewhere."""
    known, uri = mall.hooks.get(given["id"]), given["webhookSubscription"].get("uri") or ""
    if known is None:
        return _refused("Webhook subscription does not exist")
    if wrong := _wrong(mall, known["topic"], uri):
        return _refused(wrong)
    known["uri"] = uri
    return {"webhookSubscription": known, "userErrors": []}


def _wrong(mall: Shopify, topic: str, uri: str) -> str:
    parts = urlsplit(uri)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        return "Address is invalid"
    if any((one["topic"], one["uri"]) == (topic, uri) for one in mall.hooks.values()):
        return "Address for this topic has already been taken"
    return ""


def _refused(message: str) -> dict[str, Any]:
    error = {"field": ["webhookSubscription", "uri"], "message": message}
    return {"webhookSubscription": None, "userErrors": [error]}
