"""Settings: from where the console opens, and who needs a second step (管理画面の守り)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.kernel.refusal import Refusal
from hanjo.staff import commands, queries
from hanjo.staff.web.address import address_of
from hanjo.staff.web.forms import add_refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


class AccessForm(forms.Form):
    """Networks, and roles."""

    addresses = forms.CharField(
        label="管理画面と API を使えるアドレス", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1 行に 1 つ。例: 203.0.113.7 や 203.0.113.0/24。空なら、どこからでも使えます。"
        "API トークンを使うほかのプログラムのアドレスも、ここに入れてください。",
    )  # fmt: skip
    second_step = forms.MultipleChoiceField(
        label="二段階認証を必須にする役割", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="選んだ役割の人は、設定を終えるまで、ほかの画面を開けません。",
    )  # fmt: skip


@page("staff.look", post="staff.set_access")
def access(request: StaffRequest) -> HttpResponse:
    """How the console is guarded (管理画面の守り)."""
    now, own = queries.access(), address_of(request)
    initial = {"addresses": "\n".join(now.addresses), "second_step": list(now.second_step)}
    form = AccessForm(request.POST or None, initial=initial)
    roles = form.fields["second_step"]
    assert isinstance(roles, forms.MultipleChoiceField)
    roles.choices = [(one.code, one.name) for one in queries.all_roles()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            commands.set_access(given["addresses"].split(), given["second_step"], own=own, by=request.actor)
        except Refusal as refusal:
            add_refusal(form, refusal, "addresses")
        else:
            messages.success(request, "管理画面の守りを保存しました。")
            return HttpResponseRedirect(reverse("staff-access"))
    context = {"form": form, "own": own, "may_save": request.may("staff.set_access")}
    return render(request, "staff/access.html", context, status=422 if form.errors else 200)
