"""Commands on one order that need no more words than a press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from hanjo.console.web.order import list_query, show
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.orders import commands, queries
from hanjo.orders.models import Change, Hold, Order
from hanjo.payments import commands as payments
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, refused


@dataclass(frozen=True, slots=True)
class Done:
    """What is said afterwards, and the press that takes it back."""

    text: str
    back: str = ""
    hold: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A command with the permission it asks."""

    permission: str
    act: Callable[[Order, int, Actor], Done]


def _hold_of(order: Order, pk: int) -> Hold:
    found = Hold.objects.filter(pk=pk, order=order).first()
    if found is None:
        raise NotFound(what="止まった理由", key=pk)
    return found


def _newest(order: Order) -> int:
    made = Change.objects.filter(order=order, undone_at__isnull=True).order_by("-id").first()
    return made.pk if made else 0


def _fix(order: Order, pk: int, by: Actor) -> Done:
    hold = _hold_of(order, pk)
    before = _newest(order)
    commands.apply_fix(hold.pk, by=by)
    after = _newest(order)
    text = f"{hold.fix_label or '提案どおりにしました'}（{order.number}）"
    return Done(text, change=after) if after != before else Done(text, back="unlift", hold=hold.pk)


def _lift(order: Order, pk: int, by: Actor) -> Done:
    hold = _hold_of(order, pk)
    commands.lift([hold.pk], by=by)
    return Done(f"「{hold.reason}」を確認済みにしました", back="unlift", hold=hold.pk)


def _unlift(order: Order, pk: int, by: Actor) -> Done:
    hold = _hold_of(order, pk)
    commands.unlift([hold.pk], by=by)
    return Done(f"「{hold.reason}」の確認を取り消しました")


def _resume(order: Order, pk: int, by: Actor) -> Done:
    commands.resume([order.number], by=by)
    return Done(f"{order.number} の保留を解きました", back="hold_again")


def _hold_again(order: Order, pk: int, by: Actor) -> Done:
    commands.hold([order.number], because="", by=by)
    return Done(f"{order.number} を保留に戻しました")


def _recheck(order: Order, pk: int, by: Actor) -> Done:
    commands.recheck([order.pk], by=by)
    order.refresh_from_db()
    return Done(f"再チェックしました: {order.get_stage_display()}")


def _restore(order: Order, pk: int, by: Actor) -> Done:
    commands.restore([order.number], by=by)
    return Done(f"{order.number} の取消を戻しました")


def _unmerge(order: Order, pk: int, by: Actor) -> Done:
    numbers = [order.number] if order.merged_into_id else list(order.merged.values_list("number", flat=True))
    commands.unmerge(numbers, by=by)
    return Done(f"{'、'.join(numbers)} の同梱を戻しました")


def _split_temperature(order: Order, pk: int, by: Actor) -> Done:
    made = commands.split_by_temperature(order.number, by=by)
    return Done(f"{order.number} を温度帯で分けました（{'、'.join(made)}）", change=_newest(order))


def _authorise(order: Order, pk: int, by: Actor) -> Done:
    payments.authorise(order.number, key=f"hand:{order.pk}:{order.version}", by=by)
    return Done(f"{order.number} を与信OKにしました")


STEPS: dict[str, Step] = {
    "fix": Step("orders.apply_fix", _fix),
    "lift": Step("orders.lift", _lift),
    "unlift": Step("orders.unlift", _unlift),
    "resume": Step("orders.resume", _resume),
    "hold_again": Step("orders.hold", _hold_again),
    "recheck": Step("orders.recheck", _recheck),
    "restore": Step("orders.restore", _restore),
    "unmerge": Step("orders.unmerge", _unmerge),
    "split_temperature": Step("orders.split_by_temperature", _split_temperature),
    "authorise": Step("payments.authorise", _authorise),
}


@require_POST
@page("orders.look")
def do(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    """Carry one command out; a refusal is shown on the order's own page, where it was pressed."""
    step = STEPS.get(verb)
    if step is None:
        raise NotFound(what="操作", key=verb)
    if not request.may(step.permission):
        text = "この操作の権限がありません。"
        return refused(request, text, fix="必要なときは、店長に役割の変更を頼んでください。", status=403)
    order = queries.get(number)
    asked = request.POST.get("hold", "") or request.GET.get("hold", "")
    try:
        done = step.act(order, int(asked) if asked.isdecimal() and len(asked) < 18 else 0, request.actor)
    except Refusal as refusal:
        return show(request, number, status=422, trouble=refusal)
    messages.success(request, done.text, extra_tags=_way_back(order, done))
    return go(request, _page(request, number))


def _way_back(order: Order, done: Done) -> str:
    if done.change:
        return f"undo={reverse('orders-undo', args=[order.number, done.change])}"
    if done.back:
        query = f"?{urlencode({'hold': done.hold})}" if done.hold else ""
        return f"undo={reverse('orders-do', args=[order.number, done.back])}{query}"
    return ""


@require_POST
@page("orders.undo")
def undo(request: StaffRequest, number: str, change: int) -> HttpResponse:
    """Take one change back, from its toast or from the list of changes."""
    made = Change.objects.filter(pk=change, order__number=number).first()
    if made is None:
        raise NotFound(what="変更", key=change)
    try:
        commands.undo(made.pk, by=request.actor)
    except Refusal as refusal:
        return show(request, number, status=422, trouble=refusal)
    messages.success(request, f"{number} の変更を元に戻しました")
    came = request.headers.get("Referer", "").partition(request.get_host())[2]
    return go(request, came if came.startswith("/") and not came.startswith("//") else _page(request, number))


def _page(request: StaffRequest, number: str) -> str:
    listed = list_query(request)
    address = reverse("orders-order", args=[number])
    return f"{address}?{urlencode({'list': listed})}" if listed else address
