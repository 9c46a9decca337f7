"""The way out of letters that need a yes: a page from the mail, and one press of a mail program (配信停止)."""

from __future__ import annotations

from django.http import HttpResponse

from hanjo.customers import commands as customers
from hanjo.customers import queries as people
from hanjo.customers.terms import DeadUnsubscribe
from hanjo.storefront.web.door import ShopRequest, form, show


@form(often="stop", most=60, anywhere=True)
def stop(request: ShopRequest, token: str) -> HttpResponse:
    """Stop letters of one purpose to one address, without signing in, at once (配信停止).

    A mail program presses by itself and comes from no page of ours (RFC 8058); the link is the proof. Looking
    changes nothing, so that programs that open every link stop nothing.
    """
    found = people.read_unsubscribe(token)
    if found is None:
        raise DeadUnsubscribe
    email, purpose = found
    done = request.method == "POST"
    if done:
        customers.unsubscribe(token, address=request.visitor.address, agent=request.visitor.agent)
    answer = show(request, "stop", {"email": email, "purpose": purpose, "done": done})
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
