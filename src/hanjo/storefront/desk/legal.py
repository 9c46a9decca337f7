"""ネットショップ › 法定表示: the legal profile, its history, and requests for what the page leaves out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.kernel.refusal import NotFound
from hanjo.staff.queries import who
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.storefront.desk.forms import legal as forms
from hanjo.storefront.legal import queries
from hanjo.storefront.legal.models import Disclosure, LegalProfile
from hanjo.storefront.legal.terms import Profile
from hanjo.ui.render import go, render


@page("storefront.look", post="storefront.save_legal")
def legal(request: StaffRequest) -> HttpResponse:
    """Every item of the law with its field, and what is missing (法定表示)."""
    form = forms.LegalForm(request.POST or None, initial=forms.initial(queries.profile()))
    if request.method == "POST" and form.is_valid():
        row = commands.save_legal(form.profile(), by=request.actor, from_on=form.cleaned_data["from_on"])
        messages.success(request, f"法定表示を保存しました（{row.from_on} から）。")
        return go(request, reverse("shop-desk-legal"))
    context = {
        "form": form,
        "sections": forms.SECTIONS,
        "english": [f"en_{name}" for name in forms.ENGLISH],
        "plans": [
            [name for name in form.fields if name.startswith(f"plan{at}_")] for at in range(forms.PLANS)
        ],
        "missing": queries.gate(),
        "history": queries.history(),
        "waiting": Disclosure.objects.filter(answered_at__isnull=True).count(),
        "may_save": request.may("storefront.save_legal"),
    }
    return render(
        request, "storefront/desk/legal.html", context | {"who": who()}, status=422 if form.errors else 200
    )


@page("storefront.look")
def past(request: StaffRequest, profile_id: int) -> HttpResponse:
    """A profile as it was in force (法定表示の履歴)."""
    row = LegalProfile.objects.filter(pk=profile_id).first()
    if row is None:
        raise NotFound(what="法定表示", key=str(profile_id))
    form = forms.LegalForm(initial=forms.initial(Profile.from_json(row.body)))
    shown = [
        (title, [(form[name].label, form.initial.get(name)) for name in names if form.initial.get(name)])
        for title, _, names in forms.SECTIONS
    ]
    return render(request, "storefront/desk/legal_past.html", {"row": row, "shown": shown, "who": who()})


@page("storefront.look")
def disclosures(request: StaffRequest) -> HttpResponse:
    """Who asked for address and phone, until when to answer (開示の請求)."""
    context = {"rows": queries.open_disclosures(), "may_answer": request.may("storefront.answer_disclosure")}
    return render(request, "storefront/desk/disclosures.html", context)


@require_POST
@page("storefront.answer_disclosure")
def answer(request: StaffRequest, disclosure_id: int) -> HttpResponse:
    """Send the answer."""
    row = commands.answer_disclosure(disclosure_id, by=request.actor)
    messages.success(request, f"{row.name} 様への回答を、送信待ちのメールに入れました。")
    return go(request, reverse("shop-desk-disclosures"))
