"""The one door for malls that tell us something: it is proven, kept, and looked into by a worker."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hanjo.channels import commands
from hanjo.channels.terms import NotJoined, UnknownChannel, UnprovenMessage
from hanjo.staff.web.guard import public

LARGEST_BYTES = 2 * 1024 * 1024  # an order with hundreds of lines

log = logging.getLogger("hanjo.channels")


@csrf_exempt  # no session stands behind it: the signature is the proof
@require_POST
@public
def hook(request: HttpRequest, channel: str) -> HttpResponse:
    """Take a message of a mall. The log gets the reason of a refusal, never what was sent."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > LARGEST_BYTES:
        return HttpResponse(status=413)
    try:
        commands.hear_mall(channel, request.headers, request.body)
    except (UnknownChannel, NotJoined):
        return HttpResponse(status=404)
    except UnprovenMessage as refusal:
        log.warning("モールの通知を受け付けませんでした（%s）: %s", channel, refusal.text)
        return HttpResponse(status=401)
    return HttpResponse(status=200)
