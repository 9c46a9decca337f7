"""設定 › 要注意のお客様: find a customer, see what they ordered, put them on the list or take them off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from hanjo.console.queries import settings as reads
from hanjo.customers import commands as customers
from hanjo.customers.models import Customer
from hanjo.kernel.refusal import NotFound
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("customers.look")
def board(request: StaffRequest) -> HttpResponse:
    """Customers by name, kana, mail or phone; first those to be careful with."""
    return _show(request)


def _show(request: StaffRequest, trouble: str = "") -> HttpResponse:
    q, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    only = "all" not in request.GET and not q
    rows = reads.buyers(q, caution=only, after=int(after) if after.isdigit() else 0)
    context = {
        "rows": rows,
        "q": q,
        "only": only,
        "next_after": rows[-1].customer.pk if len(rows) == reads.PAGE else 0,
        "may_set": request.may("customers.caution"),
        "trouble": trouble,
    }
    return render(request, "console/customers.html", context, status=422 if trouble else 200)


@page("customers.caution")
def caution(request: StaffRequest, pk: int) -> HttpResponse:
    """On the list with a reason, or off it."""
    customer = Customer.objects.filter(pk=pk).first()
    if customer is None:
        raise NotFound(what="お客様", key=pk)
    off = "off" in request.POST
    because = "" if off else request.POST.get("because", "").strip()
    if not off and not because:
        return _show(
            request, f"{customer.name} 様を要注意にする理由を入れてください。確認のときに表示されます。"
        )
    customers.caution(pk, because=because, by=request.actor)
    word = "要注意から外しました" if off else "要注意にしました。これからの注文は必ず止まります"
    messages.success(request, f"{customer.name} 様を{word}")
    query = {key: request.GET[key] for key in ("q", "all") if key in request.GET}
    return HttpResponseRedirect(f"{reverse('settings-customers')}?{urlencode(query)}", status=303)
