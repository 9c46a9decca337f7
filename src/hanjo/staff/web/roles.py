"""Settings: what each role may do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff import commands, queries, rules
from hanjo.staff.models import Role
from hanjo.staff.web.forms import RoleForm, add_refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

MODULES = {
    "kernel": "設定・記録",
    "staff": "担当者・権限",
    "catalogue": "商品",
    "inventory": "在庫",
    "customers": "顧客",
    "orders": "受注",
    "payments": "入金",
    "fulfilment": "出荷",
    "channels": "販路・取込",
    "console": "画面",
    "config": "連携",
}


@page("staff.look")
def roles(request: StaffRequest) -> HttpResponse:
    """Show the matrix: permissions by role."""
    all_roles = list(queries.all_roles())
    table = [
        (
            MODULES.get(module, module),
            [
                (name, label, [rules.granted(role.permissions, name) for role in all_roles])
                for name, label in entries
            ],
        )
        for module, entries in queries.permission_table()
    ]
    context = {"roles": all_roles, "table": table, "may_change": request.may("staff.set_role")}
    return render(request, "staff/roles.html", context)


@page("staff.look", post="staff.set_role")
def role(request: StaffRequest, code: str = "") -> HttpResponse:
    """Make a role or change what it may do."""
    found = Role.objects.filter(code=code).first()
    if code and found is None:
        raise NotFound(what="役割", key=code)
    granted = found.permissions if found else []
    initial = {"name": found.name, "code": found.code} if found else {}
    form = RoleForm(request.POST or None, initial=initial)
    if found:
        form.fields["code"].disabled = True
    if request.method == "POST":
        granted = _ticked(request)
        if form.is_valid():
            given = form.cleaned_data
            try:
                commands.set_role(given["code"], given["name"], granted, by=request.actor)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, f"役割「{given['name']}」を保存しました。")
                return HttpResponseRedirect(reverse("staff-roles"))
    table = [
        (
            module,
            MODULES.get(module, module),
            f"{module}.*" in granted or "*" in granted,
            _entries(entries, granted),
        )
        for module, entries in queries.permission_table()
    ]
    context = {
        "role": found,
        "form": form,
        "table": table,
        "everything": "*" in granted,
        "looking": "*.look" in granted,
        "may_change": request.may("staff.set_role"),
    }
    return render(request, "staff/role.html", context, status=422 if form.errors else 200)


def _entries(entries: list[tuple[str, str]], granted: list[str]) -> list[tuple[str, str, bool]]:
    return [(name, label, rules.granted(granted, name)) for name, label in entries]


def _ticked(request: StaffRequest) -> list[str]:
    """Return what was ticked; what a ticked pattern already grants is not written twice."""
    wanted = list(dict.fromkeys(request.POST.getlist("permission")))
    patterns = [one for one in wanted if "*" in one]
    return patterns + [one for one in wanted if "*" not in one and not rules.granted(patterns, one)]
