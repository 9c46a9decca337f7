"""One command over many orders: the preview, the run, what became of each, the way back."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.channels.mail import BY_HAND, MailKind
from hanjo.console import commands
from hanjo.console.commands import VERBS, Verb
from hanjo.console.models import BulkRun
from hanjo.console.queries import bulk as reads
from hanjo.console.terms import EmptySelection, UnknownVerb
from hanjo.console.web import orders_words as words
from hanjo.console.web.orders import plain
from hanjo.console.web.orders_filters import filters_of
from hanjo.console.web.orders_letters import letter_context
from hanjo.fulfilment.models import Instruction
from hanjo.fulfilment.terms import InstructionState
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as order_commands
from hanjo.orders import queries as orders
from hanjo.orders.models import Order
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, refused, render

MOST_IN_DIALOG = 12


@require_POST
@page("orders.look")
def preview(request: StaffRequest, verb: str) -> HttpResponse:
    """Say what a command would do to the chosen orders, before it is done; the choice is kept on the server."""
    act = _on_board(request, verb)
    if act is None:
        return _turned_away(request, verb)
    numbers = chosen(request.POST)
    kept = commands.select(numbers, query=request.POST.get("query", ""), by=request.actor)
    seen = reads.preview(verb, kept.numbers)
    context = {
        "verb": act,
        "seen": seen,
        "token": kept.token,
        "key": uuid4().hex,
        "query": request.POST.get("query", ""),
        "reasons": [
            (word, number, _kept_link(seen.cannot[word], request) if number else "")
            for word, number in seen.reasons[:MOST_IN_DIALOG]
        ],
        "people": words.people(),
        "services": [(code, card.name) for code, card in words.services().items()],
        "tags": [tag for tag, _ in orders.choices()["tag"]],
        "letters": [(word.value, word.label) for word in BY_HAND if word is not MailKind.FREE],
        "merge": _rehearse(seen.can, request) if verb == "merge" else None,
        **(letter_context(seen.can, MailKind.ASK, 0, kept.token, request.actor) if verb == "mail" else {}),
        "inline": len(seen.can) <= commands.INLINE,
        "typed": request.POST,
    }
    return render(request, "console/orders_bulk.html", context, block="dialog_content")


def chosen(posted: QueryDict) -> list[str]:
    """The numbers a form means: ticked rows, or everything of the view without the unticked rows."""
    if posted.get("all"):
        unticked = [int(one) for one in posted.getlist("unticked") if one.isdecimal() and len(one) < 18]
        numbers = orders.numbers(filters_of(QueryDict(posted.get("query", ""))), but=unticked)
    else:
        ids = [int(one) for one in posted.getlist("ids") if one.isdecimal() and len(one) < 18]
        rows = Order.objects.filter(pk__in=ids).order_by("-ordered_at", "-id")
        numbers = list(rows.values_list("number", flat=True))
    if not numbers:
        raise EmptySelection
    return numbers


def _verb(request: StaffRequest, name: str) -> Verb | None:
    if name not in VERBS:
        raise UnknownVerb(what="一括操作", key=name)
    return VERBS[name] if request.may(VERBS[name].permission) else None


def _on_board(request: StaffRequest, name: str) -> Verb | None:
    act = _verb(request, name)
    if act is not None and act.own_page:
        raise UnknownVerb(what="一括操作", key=name)
    return act


def _turned_away(request: StaffRequest, name: str) -> HttpResponse:
    text = f"「{VERBS[name].label}」の権限がありません。"
    return refused(request, text, fix="必要なときは、店長に役割の変更を頼んでください。", status=403)


def _kept_link(numbers: list[str], request: StaffRequest) -> str:
    if len(numbers) <= 30:
        return f"{reverse('orders-board')}?q={'+'.join(numbers)}"
    kept = commands.select(numbers, by=request.actor)
    return f"{reverse('orders-board')}?sel={kept.token}"


def _rehearse(numbers: list[str], request: StaffRequest) -> dict[str, object]:
    """What the money of a merge would be, found by doing it and taking it back in the same breath."""
    before = list(Order.objects.filter(number__in=numbers).order_by("ordered_at", "id"))
    answer: dict[str, object] = {"orders": before, "before": sum(order.total_yen for order in before)}
    try:
        with transaction.atomic():
            leader = order_commands.merge(numbers, by=request.actor, drop_shipping=True)
            after = dict(Order.objects.filter(number__in=numbers).values_list("number", "total_yen"))
            transaction.set_rollback(True)
    except Refusal as refusal:
        return {**answer, "refusal": refusal.text}
    return {**answer, "refusal": "", "leader": leader, "after": after, "total": sum(after.values())}


@require_POST
@page("fulfilment.look")
def papers(request: StaffRequest) -> HttpResponse:
    """Lead to the papers of the chosen orders: they are printed wave by wave, in pick order."""
    numbers = chosen(request.POST)
    rows = Instruction.objects.filter(order__number__in=numbers).exclude(state=InstructionState.CANCELLED)
    waves = list(
        rows.values_list("wave__number", "wave__label").annotate(orders=Count("order")).order_by("-wave")
    )
    context = {"waves": waves, "asked": len(numbers), "found": sum(row[2] for row in waves)}
    return render(request, "console/orders_papers.html", context, block="dialog_content")


@require_POST
@page("orders.look")
def run(request: StaffRequest, verb: str) -> HttpResponse:
    """Carry a previewed command out; pressing twice does one thing."""
    act = _on_board(request, verb)
    if act is None:
        return _turned_away(request, verb)
    kept = reads.selection(request.POST.get("token", ""))
    seen = reads.preview(verb, kept.numbers)
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    options = {name: typed[name][:200] for name in OPTIONS if name in typed}
    numbers = seen.can if verb != "instruct" else list(kept.numbers)
    key = typed.get("key") or uuid4().hex
    done = BulkRun.objects.filter(key=f"{request.actor}:{key}"[:80]).first()  # the second press of one
    made = done or commands.start_bulk(verb, numbers, options=options, key=key, by=request.actor)
    back = f"{reverse('orders-board')}?{typed.get('query', '')}".rstrip("?")
    if made.state in ("queued", "running"):
        return go(request, reverse("orders-run", args=[made.pk]))
    _tell(request, act, made, len(kept.numbers))
    return go(request, typed["back"] if typed.get("back", "").startswith("/orders/") else back)


OPTIONS = ("because", "tag", "off", "assignee", "service", "drop_shipping", "kind", "letter", "wait")


def _tell(request: StaffRequest, act: Verb, made: BulkRun, asked: int) -> None:
    reached = [row for row in made.results if row[1] == "ok"]
    missed = [row for row in made.results if row[1] != "ok"]
    if reached:
        undo = f"undo={reverse('orders-run-undo', args=[made.pk])}" if act.back else ""
        one = f"{reached[0][0]} を" if len(reached) == 1 else f"{len(reached):,} 件を"
        messages.success(request, f"{one}{act.done}。", extra_tags=undo)
    if missed:
        first = missed[0]
        more = " ほか" if len(missed) > 1 else ""
        messages.warning(request, f"{len(missed):,} 件はできません: {first[0]} {first[2]}{more}")
    if asked > made.total:
        messages.info(request, f"対象外の {asked - made.total:,} 件は変わっていません。")


@require_GET
@page("orders.look")
def result(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how far a run is and what became of each order; the card asks again by itself."""
    made = reads.run(pk)
    missed = [row for row in made.results if row[1] != "ok"]
    groups: dict[str, list[list[object]]] = {}
    for row in missed:
        groups.setdefault(str(row[2]).partition(":")[0][:60] if row[1] != "ok" else "", []).append(row)
    context = {
        "run": made,
        "verb": VERBS[made.verb],
        "missed": missed,
        "reached": len(made.results) - len(missed),
        "rows": (missed + [row for row in made.results if row[1] == "ok"])[:300],
        "state": _state(made, missed),
        "may_stop": request.may("console.stop_bulk") or request.may(VERBS[made.verb].permission),
    }
    return render(request, "console/orders_run.html", context, block="job")


def _state(made: BulkRun, missed: list[list[object]]) -> str:
    if made.state == "queued":
        return "waiting"
    if made.state == "running":
        return "running"
    if made.state == "stopped" or (missed and len(missed) < made.total):
        return "partial"
    return "failed" if missed else "done"


@require_POST
@page("orders.look")
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    """End a run after the orders that it has in hand."""
    made = reads.run(pk)
    if _verb(request, made.verb) is None:
        return _turned_away(request, made.verb)
    commands.stop_bulk(pk, by=request.actor)
    messages.info(request, "中止しました。済んだものはそのままです。")
    return go(request, reverse("orders-run", args=[pk]))


@require_POST
@page("orders.look")
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a run back."""
    made = reads.run(pk)
    act = VERBS[made.verb]
    if not request.may(act.permission):
        return _turned_away(request, made.verb)
    try:
        commands.undo_bulk(pk, by=request.actor)
        messages.success(request, f"「{act.label}」を元に戻しました。")
    except Refusal as refusal:
        messages.error(request, f"{refusal.text}{refusal.advice}")
    back = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/orders/"
    return go(
        request,
        back.removeprefix(f"{request.scheme}://{request.get_host()}") if back.startswith(own) else "/orders/",
    )


@require_POST
@page("orders.look")
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose the orders of a run that did not make it, on the board."""
    made = reads.run(pk)
    numbers = [str(row[0]) for row in made.results if row[1] != "ok"]
    kept = commands.select(numbers, by=request.actor)
    return go(request, f"{reverse('orders-board')}?sel={kept.token}")


@require_GET
@page("orders.look")
def table(request: StaffRequest, pk: int) -> HttpResponse:
    """The outcome of each order as CSV."""
    made = reads.run(pk)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["受注番号", "結果", "内容"])
    for row in made.results:
        writer.writerow([row[0], "済" if row[1] == "ok" else "できない", plain(str(row[2]))])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="bulk-{pk}.csv"'
    return answer
