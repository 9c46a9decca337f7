"""通信記録: what went over the line, newest first; bodies only for who may see them, and every look is written down."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from hanjo.channels import commands, queries_messages
from hanjo.channels.queries_messages import Wanted
from hanjo.channels.web.bodies import readable
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.kernel.refusal import NotFound
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

DIRECTIONS = (("out", "こちらから"), ("in", "モールから"))
SEE = "channels.see_messages"


@require_GET
@page("channels.look")
def messages_of(request: StaffRequest, channel: str) -> HttpResponse:
    """The messages of a mall, by endpoint, direction, failure, or a number."""
    state = mall_of(channel)
    asked = request.GET
    before = asked.get("before", "")
    wanted = Wanted(
        endpoint=asked.get("endpoint", ""), direction=asked.get("direction", ""), is_failed=asked.get("failed") == "1",
        text=asked.get("text", "").strip(), before=int(before) if before.isdigit() and len(before) < 19 else 0,
    )  # fmt: skip
    rows = queries_messages.messages(state.channel, wanted)
    shown = rows[: queries_messages.PAGE]
    kept = {name: asked[name] for name in ("endpoint", "direction", "failed", "text") if asked.get(name)}
    context = {
        **frame(request, state, "mall-messages"),
        "rows": shown,
        "wanted": wanted,
        "is_narrowed": bool(kept),
        "endpoints": [(one, one) for one in queries_messages.endpoints(state.channel)],
        "directions": DIRECTIONS,
        "next_url": f"?{urlencode({**kept, 'before': shown[-1]['pk']})}"
        if len(rows) > queries_messages.PAGE
        else "",
    }
    return render(request, "channels/mall_messages.html", context)


@page("channels.look", post=SEE)
def message(request: StaffRequest, channel: str, pk: int) -> HttpResponse:
    """One message; its bodies are opened by a press, which is written down."""
    state = mall_of(channel)
    row = queries_messages.message(state.channel, pk)
    if row is None:
        raise NotFound(what="通信記録", key=pk)
    bodies = []
    if request.method == "POST":
        opened = commands.see_message(channel, pk, by=request.actor)
        named = (("送った本文", opened.sent), ("返ってきた本文", opened.answered))
        if row["direction"] == "in":
            named = (("届いた本文", opened.sent), ("こちらの返事", opened.answered))
        bodies = [(name, readable(text)) for name, text in named]
    context = {
        **frame(request, state, "mall-messages"),
        "one": row,
        "bodies": bodies,
        "back": reverse("mall-messages", args=[channel]),
        "may_see": request.may(SEE),
    }
    answer = render(request, "channels/mall_message.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
