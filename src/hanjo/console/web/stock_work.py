"""What is done to the stock of one SKU: adjust, move, receive, shelve, stop; and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import queries as catalogue
from hanjo.console.web.stock import BY_HAND, CAUSES
from hanjo.inventory import commands, queries
from hanjo.inventory.models import Movement
from hanjo.inventory.terms import Cause
from hanjo.kernel import text
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page

MOST = 1_000_000


class NothingToUndo(Refusal):
    """Only what was done by hand on these pages can be taken back here."""

    code = "nothing_to_undo"
    message = "取り消せる操作が見つかりません。"
    fix = "在庫調整で、逆の数を入れてください。"


class WorkForm(forms.Form):
    """What every form of the stock page sends: a token that makes a second press harmless."""

    ref = forms.RegexField(rf"^{BY_HAND}[0-9a-f]{{32}}$")
    location = forms.IntegerField()
    quantity = forms.IntegerField(min_value=-MOST, max_value=MOST)
    note = forms.CharField(max_length=255, required=False)
    cause = forms.ChoiceField(choices=[(str(cause), cause.label) for cause in CAUSES], required=False)
    target = forms.IntegerField(required=False)
    cost = forms.IntegerField(min_value=0, max_value=10**9, required=False)


View = Callable[[StaffRequest, int], HttpResponse]


def _in_place(view: View) -> View:
    """Show a refusal on the page of the SKU; nothing was written then."""

    @wraps(view)
    def shown(request: StaffRequest, pk: int) -> HttpResponse:
        if pk not in catalogue.cards_by_id([pk]):
            raise NotFound(what="SKU", key=pk)
        try:
            return view(request, pk)
        except Refusal as refusal:
            messages.error(request, f"{refusal.text}{refusal.advice}")
            return _back(pk)

    return shown


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console-stock-sku", args=[pk]))


def _said(request: StaffRequest, pk: int, sentence: str, ref: str) -> HttpResponse:
    undo = reverse("console-stock-undo", args=[pk, ref])
    messages.success(request, sentence, extra_tags=f"undo={undo}")
    return _back(pk)


def _typed(request: StaffRequest) -> WorkForm | None:
    typed = {name: text.narrow(value) for name, value in request.POST.items() if isinstance(value, str)}
    typed["note"] = text.tidy(request.POST.get("note", ""))
    form = WorkForm(typed)
    if form.is_valid() and any(place.pk == form.cleaned_data["location"] for place in queries.locations()):
        return form
    messages.error(request, "入力を確かめてください。数は半角の整数で、場所は一覧から選びます。")
    return None


@require_POST
@page("inventory.adjust")
@_in_place
def adjust(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct a count with its reason."""
    form = _typed(request)
    if form is None:
        return _back(pk)
    given = form.cleaned_data
    if not given["quantity"]:
        messages.error(request, "増減の数を入れてください（減らすときは −3 のように）。")
        return _back(pk)
    cause = Cause(given["cause"] or Cause.CORRECTED)
    now = commands.adjust(
        pk,
        given["location"],
        given["quantity"],
        cause=cause,
        note=given["note"],
        ref=given["ref"],
        by=request.actor,
    )
    return _said(
        request, pk, f"在庫を {given['quantity']:+,} 個調整しました（実在庫 {now:,}）。", given["ref"]
    )


@require_POST
@page("inventory.transfer")
@_in_place
def transfer(request: StaffRequest, pk: int) -> HttpResponse:
    """Move free pieces to another place."""
    form = _typed(request)
    if form is None:
        return _back(pk)
    given = form.cleaned_data
    if given["quantity"] < 1 or given["target"] in {None, given["location"]}:
        messages.error(request, "移動は 1 個以上、別の場所へ行います。")
        return _back(pk)
    commands.transfer(
        pk, given["location"], given["target"], given["quantity"], ref=given["ref"], by=request.actor
    )
    return _said(request, pk, f"{given['quantity']:,} 個を移動しました。", given["ref"])


@require_POST
@page("inventory.receive")
@_in_place
def receive(request: StaffRequest, pk: int) -> HttpResponse:
    """Put goods that arrived on their shelf; orders that waited get theirs."""
    form = _typed(request)
    if form is None:
        return _back(pk)
    given = form.cleaned_data
    if given["quantity"] < 1:
        messages.error(request, "入庫は 1 個以上です。")
        return _back(pk)
    line = commands.ReceiveLine(
        sku_id=pk, location_id=given["location"], quantity=given["quantity"], ref=given["ref"],
        unit_cost_yen=given["cost"] or 0,
    )  # fmt: skip
    commands.receive([line], by=request.actor)
    return _said(request, pk, f"{given['quantity']:,} 個を入庫しました。", given["ref"])


@require_POST
@page("inventory.place_in_bin")
@_in_place
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the SKU its shelf address in a place; an empty one takes it away."""
    location = text.digits(request.POST.get("location", ""))
    code = text.narrow(request.POST.get("bin", ""))
    if not location or len(code) > 20 or not any(one.pk == int(location) for one in queries.locations()):
        messages.error(request, "棚番は 20 文字までです。")
        return _back(pk)
    commands.place_in_bin(int(location), [(pk, code)], by=request.actor)
    messages.success(request, f"棚番を「{code}」にしました。" if code else "棚番を外しました。")
    return _back(pk)


@require_POST
@page("inventory.flag")
@_in_place
def flag(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a SKU whose books disagree, or let it go again."""
    if request.POST.get("verb") == "unflag":
        commands.unflag(pk, by=request.actor)
        messages.success(request, "引当を再開しました。")
    else:
        because = text.tidy(request.POST.get("because", "")) or "担当者が停止"
        commands.flag(pk, because=because, by=request.actor)
        messages.success(request, "この SKU の引当を止めました。")
    return _back(pk)


@require_POST
@page("inventory.adjust")
def undo(request: StaffRequest, pk: int, ref: str) -> HttpResponse:
    """Take back what was just done by hand: the counter-movement, once."""
    try:
        with transaction.atomic():
            _counter(request, pk, ref)
    except Refusal as refusal:
        messages.error(request, f"取り消せませんでした。{refusal.text}")
    else:
        messages.success(request, "取り消しました。")
    return _back(pk)


def _counter(request: StaffRequest, pk: int, ref: str) -> None:
    made = {
        Cause(one.cause): one
        for one in Movement.objects.filter(level__sku=pk, ref=ref).select_related("level")
        if ref.startswith(BY_HAND)
    }
    if not made:
        raise NothingToUndo
    back = f"undo:{ref}"
    if Cause.MOVED_OUT in made:
        out, into = made[Cause.MOVED_OUT].level, made[Cause.MOVED_IN].level
        quantity = made[Cause.MOVED_IN].delta
        commands.transfer(pk, into.location_id, out.location_id, quantity, ref=back, by=request.actor)
        return
    for one in made.values():
        commands.adjust(
            pk,
            one.level.location_id,
            -one.delta,
            cause=Cause.CORRECTED,
            note="取り消し",
            ref=back,
            by=request.actor,
        )
