"""通信記録: what went over the line, newest first; bodies only for who may see them, and every look is written down."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels import commands, queries_messages
from hanjo.channels.commands import Replayed
from hanjo.channels.malls.port import Limited, Refused
from hanjo.channels.queries_messages import Wanted
from hanjo.channels.rules import why_not_again
from hanjo.channels.web.bodies import readable
from hanjo.channels.web.mall_frame import frame, mall_of
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

DIRECTIONS = (("out", "こちらから"), ("in", "モールから"))
SEE = "channels.see_messages"
AGAIN = "channels.replay"


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
        "may_again": request.may(AGAIN),
        "why_not": why_not_again(
            row["direction"], row["endpoint"], row["status"], commands.reads_of(state.joined)
        ),
    }
    answer = render(request, "channels/mall_message.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@page(AGAIN)
def again(request: StaffRequest, channel: str, pk: int) -> HttpResponse:
    """Take a message in once more, and say what became of it."""
    try:
        messages.success(request, _said(commands.replay_message(channel, pk, by=request.actor)))
    except Limited as limited:
        wait = f"{limited.seconds + 1:.0f} 秒ほどおいて、もう一度試してください。"
        messages.warning(request, f"モールの回数制限のため、まだ読み直せません。{wait}")
    except Refused as refused:
        messages.error(request, f"モールが断りました: {refused.text or refused.code}")
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    return go(request, reverse("mall-message", args=[channel, pk]))


def _said(done: Replayed) -> str:
    """What became of the orders of a message, in a sentence."""
    parts = [
        f"{word} {count:,} 件"
        for word, count in (
            ("新しい受注", done.created), ("内容の変更", done.updated), ("変わりなし", done.unchanged),
            ("読み取れない注文", done.refused), ("より新しい内容が届いている注文", done.older),
        )
        if count
    ]  # fmt: skip
    later = f"{done.asked_for:,} 件の注文を、順にモールから読み直しています。" if done.asked_for else ""
    if not parts:
        return later or "もう一度取り込みましたが、モールにその注文はもうありません。"
    return f"もう一度取り込みました（{'、'.join(parts)}）。{later}"
