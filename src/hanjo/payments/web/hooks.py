"""The one door for payment companies: what they tell is proven, kept, and looked into by a worker."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hanjo.kernel.refusal import NotFound
from hanjo.payments import commands
from hanjo.payments.terms import BadHook
from hanjo.staff.web.guard import public

LARGEST_BYTES = 256 * 1024

log = logging.getLogger("hanjo.payments")


@csrf_exempt  # no session stands behind it: the signature is the proof
@require_POST
@public
def hook(request: HttpRequest, account: str) -> HttpResponse:
    """Take a webhook. The log gets the reason of a refusal, never what was sent."""
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > LARGEST_BYTES:
        return HttpResponse(status=413)
    try:
        commands.receive_webhook(account, request.headers, request.body)
    except NotFound:
        return HttpResponse(status=404)
    except BadHook as refusal:
        log.warning("決済の通知を受け付けませんでした（%s）: %s", account, refusal.text)
        return HttpResponse(status=400)
    return HttpResponse(status=204)
