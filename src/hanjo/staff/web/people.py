"""Settings: the people who work here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff import commands, queries
from hanjo.staff.models import Staff
from hanjo.staff.web.forms import NewStaffForm, ResetForm, StaffForm, add_refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render


@page("staff.look")
def people(request: StaffRequest) -> HttpResponse:
    """List everybody, those who have left last."""
    context = {"people": queries.all_staff(), "may_change": request.may("staff.create_staff")}
    return render(request, "staff/people.html", context)


@sensitive_post_parameters("password")
@page("staff.create_staff")
def new_person(request: StaffRequest) -> HttpResponse:
    """Take somebody on."""
    form = NewStaffForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = commands.create_staff(
                given["login"], given["name"], given["password"], given["roles"],
                email=given["email"], by=request.actor,
            )  # fmt: skip
        except Refusal as refusal:
            add_refusal(form, refusal, "password" if refusal.code == "weak_password" else "login")
        else:
            messages.success(request, f"{made.name}さんを登録しました。")
            return HttpResponseRedirect(reverse("staff-people"))
    return render(request, "staff/new_person.html", {"form": form}, status=422 if form.errors else 200)


@page("staff.look", post="staff.change_staff")
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show and change one person."""
    found = _find(staff_id)
    roles = [role.code for role in found.roles.all()]
    initial = {"name": found.name, "email": found.email, "roles": roles, "is_active": found.is_active}
    form = StaffForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            commands.change_staff(
                staff_id, name=given["name"], email=given["email"], roles=given["roles"],
                is_active=given["is_active"], by=request.actor,
            )  # fmt: skip
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{given['name']}さんの登録を変えました。")
            return HttpResponseRedirect(reverse("staff-people"))
    return _person_page(request, found, form, ResetForm())


@sensitive_post_parameters("password")
@require_POST
@page("staff.reset_access")
def reset_person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Help a colleague back in."""
    found = _find(staff_id)
    form = ResetForm(request.POST)
    if form.is_valid():
        try:
            commands.reset_access(staff_id, form.cleaned_data["password"], by=request.actor)
        except Refusal as refusal:
            add_refusal(form, refusal, "password")
        else:
            messages.success(
                request, f"{found.name}さんのログインを再設定しました。仮のパスワードを伝えてください。"
            )
            return HttpResponseRedirect(reverse("staff-people"))
    initial = {"name": found.name, "email": found.email, "is_active": found.is_active}
    initial |= {"roles": [role.code for role in found.roles.all()]}
    return _person_page(request, found, StaffForm(initial=initial), form)


def _find(staff_id: int) -> Staff:
    found = Staff.objects.prefetch_related("roles").filter(pk=staff_id).first()
    if found is None:
        raise NotFound(what="担当者", key=staff_id)
    return found


def _person_page(request: StaffRequest, found: Staff, form: StaffForm, reset: ResetForm) -> HttpResponse:
    context = {
        "person": found,
        "form": form,
        "reset": reset,
        "may_change": request.may("staff.change_staff"),
        "may_reset": request.may("staff.reset_access"),
    }
    return render(request, "staff/person.html", context, status=422 if form.errors or reset.errors else 200)
