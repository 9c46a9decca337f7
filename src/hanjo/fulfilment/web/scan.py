"""検品: one table, one order, scans that are facts of the server."""

from __future__ import annotations

import io
from uuid import uuid4

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hanjo.fulfilment import commands, queries, rules
from hanjo.fulfilment.queries import ScanState
from hanjo.fulfilment.terms import InstructionNotFound, OrderNotDone, ScanResult, UnknownCode, WrongGoods
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

MOST_FRAME = 400_000
MOST_PIXELS = 4_000_000


@page("fulfilment.look", post="fulfilment.scan")
def start(request: StaffRequest) -> HttpResponse:
    """Wait for a slip: order number, parcel key or tracking number."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            found = queries.find_instruction(request.POST.get("code", ""))
        except InstructionNotFound as error:
            refusal = error
        else:
            return go(request, reverse("fulfilment-scan-order", args=[found]))
    context = {"refusal": refusal, "waves": queries.waves(limit=20)}
    return render(
        request, "fulfilment/scan_start.html", context, block="scan_state", status=422 if refusal else 200
    )


@page("fulfilment.look", post="fulfilment.scan")
def table(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one order on the table; each scan is one POST."""
    if request.method != "POST":
        return _show(request, queries.scan_state(pk))
    code = request.POST.get("code", "")
    quantity = request.POST.get("quantity", "1")
    try:
        state = commands.scan(
            pk,
            code,
            key=request.POST.get("key") or uuid4().hex,
            by=request.actor,
            quantity=int(quantity) if quantity.isdigit() and int(quantity) > 0 else 1,
        )
    except UnknownCode as refusal:
        other = _other_slip(code, pk)
        if other is not None and queries.scan_state(pk).done:
            return go(request, reverse("fulfilment-scan-order", args=[other]))
        return _show(request, queries.scan_state(pk), refusal=_not_done(other, refusal))
    except Refusal as refusal:
        return _show(request, queries.scan_state(pk), refusal=refusal, code=code)
    if not request.htmx:
        return HttpResponseRedirect(reverse("fulfilment-scan-order", args=[pk]))
    return _show(request, state, mine=True)


def _other_slip(code: str, pk: int) -> int | None:
    try:
        found = queries.find_instruction(code)
    except InstructionNotFound:
        return None
    return found if found != pk else None


def _not_done(other: int | None, refusal: Refusal) -> Refusal:
    return refusal if other is None else OrderNotDone()


@require_GET
@page("fulfilment.look")
def state(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer a second device: nothing while nothing changed, else the state as it is now."""
    seen = queries.scan_state(pk)
    if request.GET.get("v") == str(seen.version):
        return HttpResponse(status=204)
    return _show(request, seen)


@require_POST
@page("fulfilment.undo_scan")
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the last beep back."""
    try:
        seen = commands.undo_scan(pk, key=request.POST.get("key") or uuid4().hex, by=request.actor)
    except Refusal as refusal:
        return _show(request, queries.scan_state(pk), refusal=refusal)
    if not request.htmx:
        return HttpResponseRedirect(reverse("fulfilment-scan-order", args=[pk]))
    return _show(request, seen)


@require_POST
@page("fulfilment.scan")
def frame(request: StaffRequest) -> JsonResponse:
    """Read a bar code from one grey camera frame; an empty text when there is none."""
    sent = request.FILES.get("frame")
    if sent is None or (sent.size or 0) > MOST_FRAME:
        return JsonResponse({"text": ""})
    return JsonResponse({"text": _decode(sent.read())})


def _decode(content: bytes) -> str:
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(content), formats=["JPEG"])
        if picture.width * picture.height > MOST_PIXELS:
            return ""
        found = zxingcpp.read_barcodes(picture.convert("L"))
    except (UnidentifiedImageError, OSError, ValueError):
        return ""
    return rules.scanned_code(found[0].text) if found else ""


def _show(
    request: StaffRequest,
    seen: ScanState,
    *,
    refusal: Refusal | None = None,
    code: str = "",
    mine: bool = False,
) -> HttpResponse:
    """The state with its verdict: mine big, a colleague's quiet, a refusal red."""
    goods = queries.goods_of(code) if isinstance(refusal, WrongGoods) else None
    last = seen.last
    verdict = {"state": "wait", "word": "", "title": "", "detail": "", "expected": "", "got": ""}
    if refusal is not None:
        verdict |= {"state": "ng", "title": refusal.text, "detail": refusal.advice}
        if goods is not None and seen.next is not None:
            verdict |= {"expected": f"{seen.next.name}（{seen.next.bin}）", "got": goods[1]}
    elif mine and last is not None:
        word = "完了" if seen.done else "OK"
        verdict |= {"state": "ok", "word": word, "title": last.name, "detail": last.code}
    elif seen.done:
        verdict |= {"word": "検品完了", "title": "箱に入れて、次の伝票を読み取ってください"}
    elif last is not None and last.result is not ScanResult.UNDONE:
        verdict |= {"title": f"前の読み取り: {last.name or last.code}（{last.by}）"}
    context = {
        "seen": seen,
        "verdict": verdict,
        "lines": [
            {
                "title": line.name,
                "note": " ・ ".join(part for part in (line.bin, line.jan or line.code) if part),
                "qty": line.quantity,
                "done": line.verified,
                "next": seen.next is not None and line.sku_id == seen.next.sku_id,
            }
            for line in seen.lines
        ],
        "by_hand": [(line.code, line.name) for line in seen.lines],
        "following": queries.next_to_scan(seen.instruction_id) if seen.done else None,
    }
    status = 422 if refusal is not None else 200
    return render(request, "fulfilment/scan.html", context, block="scan_state", status=status)
