"""Settings: keys for programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hanjo.kernel.refusal import Refusal
from hanjo.staff import commands, queries, rules
from hanjo.staff.models import ApiToken
from hanjo.staff.web.forms import TokenForm, add_refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.staff.web.roles import MODULES
from hanjo.ui.render import render


@never_cache
@page("staff.issue_token")
def tokens(request: StaffRequest) -> HttpResponse:
    """List the keys, and make a new one: its secret is shown this once."""
    form = TokenForm(request.POST or None)
    secret = ""
    scopes = request.POST.getlist("scope")
    if form.is_valid():
        try:
            secret = commands.issue_token(
                form.cleaned_data["name"], scopes, issued_by=request.user, by=request.actor
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            form, scopes = TokenForm(), []
    own = queries.patterns_of(request.user)
    table = [
        (
            MODULES.get(module, module),
            [(name, label, name in scopes) for name, label in entries if rules.granted(own, name)],
        )
        for module, entries in queries.permission_table()
    ]
    context = {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.select_related("issued_by")[:100],
        "table": [(module, entries) for module, entries in table if entries],
    }
    return render(request, "staff/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@page("staff.revoke_token")
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    """End a key."""
    if commands.revoke_token(token_id, by=request.actor):
        messages.success(request, "APIトークンを失効させました。")
    return HttpResponseRedirect(reverse("staff-tokens"))
