"""What a buyer does on the hosted pages: GET shows, POST acts, then back to the shop."""

from __future__ import annotations

import re

from simulators.payments import pages
from simulators.payments.world import Payment, Refused, World

Reply = tuple[int, str, str]  # status, html, where to go


def visit(world: World, method: str, path: list[str], form: dict[str, str]) -> Reply:
    """One page."""
    match [method, *path]:
        case ["GET", "page", name]:
            return _show(world.get(name), f"/page/{name}")
        case ["POST", "page", name]:
            return _submit(world, world.get(name), f"/page/{name}", form)
        case ["POST", "page", name, "leave"]:
            return 303, "", world.get(name).return_url
        case ["POST", "page", name, "challenge"]:
            payment = world.get(name)
            if payment.state == "challenge" and form.get("answer") == "yes":
                world.authorise(payment, challenged=True)
                return 303, "", payment.return_url
            if payment.state == "challenge":
                world.decline(payment, "payment_intent_authentication_failure")
            return 303, "", f"/page/{name}"
        case ["GET", "voucher", name]:
            return 200, pages.voucher(world.get(name), f"/voucher/{name}"), ""
        case ["POST", "voucher", name]:
            world.pay(world.get(name))
            return 303, "", f"/voucher/{name}"
    raise Refused("not_found", "no such page", 404)


def _show(payment: Payment, here: str) -> Reply:
    if payment.page_state != "open":
        return 410, pages.over(payment), ""
    if payment.state == "challenge":
        return 200, pages.challenge(payment, here), ""
    if payment.method != "card":
        return 200, pages.choose_store(payment, here), ""
    return 200, pages.card(payment, here), ""


def _submit(world: World, payment: Payment, here: str, form: dict[str, str]) -> Reply:
    if payment.page_state != "open":
        return 410, pages.over(payment), ""
    if payment.method != "card":
        payment.store, payment.state, payment.page_state = form.get("store", ""), "waiting", "complete"
        world.tell(payment, "authorised")
        return 303, "", f"/voucher/{payment.id}"
    number = re.sub(r"\D", "", form.get("number", ""))
    month, _, year = form.get("exp", "").partition("/")
    payment.card = {
        "brand": "visa",
        "last4": number[-4:],
        "exp_month": int(month) if month.strip().isdigit() else 12,
        "exp_year": 2000 + int(year) if year.strip().isdigit() else 2034,
    }
    if number in pages.DECLINED or len(number) < 13:
        world.decline(payment, pages.DECLINED.get(number, "card_declined"))
        return 303, "", here
    if number == pages.CHALLENGED:
        payment.state, payment.error = "challenge", ""
        return 303, "", here
    world.authorise(payment, challenged=False)
    return 303, "", payment.return_url
