"""One's own account: how pages look, password, second step, browsers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hanjo.kernel.refusal import Refusal
from hanjo.staff import commands
from hanjo.staff.models import StaffSession
from hanjo.staff.terms import Density, Theme
from hanjo.staff.web.address import address_of
from hanjo.staff.web.forms import CodeForm, DropTwoStepForm, PasswordForm, PreferencesForm, add_refusal
from hanjo.staff.web.guard import StaffRequest, signed_in
from hanjo.ui import barcodes
from hanjo.ui.render import render


@never_cache
@require_http_methods(["GET", "HEAD"])
@signed_in
def me(request: StaffRequest) -> HttpResponse:
    """Show one's own account."""
    return _page(request)


@require_POST
@signed_in
def preferences(request: StaffRequest) -> HttpResponse:
    """Keep how the pages look."""
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, preferences=form)
    given = form.cleaned_data
    commands.set_preferences(
        request.user,
        theme=Theme(given["theme"]),
        density=Density(given["density"]),
        language=given["language"],
        shortcuts=given["shortcuts"],
        by=request.actor,
    )
    messages.success(request, "表示の設定を変えました。")
    return HttpResponseRedirect(reverse("me"))


@sensitive_post_parameters()
@require_POST
@signed_in
def password(request: StaffRequest) -> HttpResponse:
    """Choose another password; the browser in use stays signed in, all others do not."""
    form = PasswordForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            staff = commands.change_password(
                request.user, given["present"], given["password"], by=request.actor
            )
        except Refusal as refusal:
            add_refusal(form, refusal, "present" if refusal.code == "wrong_password" else "password")
        else:
            commands.end_session(staff, keep=request.session.session_key or "", by=request.actor)
            update_session_auth_hash(request, staff)
            _renew_note(request)
            messages.success(request, "パスワードを変えました。ほかの端末はログアウトしました。")
            return HttpResponseRedirect(reverse("me"))
    return _page(request, password=form)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def two_step(request: StaffRequest) -> HttpResponse:
    """Set up the second step: scan, type the code, keep the recovery codes."""
    if request.user.totp_confirmed_at:
        return HttpResponseRedirect(reverse("me"))
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        try:
            codes = commands.confirm_totp(request.user, form.cleaned_data["code"], by=request.actor)
        except Refusal as refusal:
            add_refusal(form, refusal, "code")
        else:
            return render(request, "staff/recovery_codes.html", {"codes": codes})
    if form.is_bound and request.user.totp_sealed:
        address = request.session.get("totp_address", "")
    else:
        address = commands.enrol_totp(request.user, by=request.actor)
        request.session["totp_address"] = address
    secret = parse_qs(urlsplit(address).query).get("secret", [""])[0]
    context = {"form": form, "qr": barcodes.qr(address), "secret": " ".join(_fours(secret))}
    return render(request, "staff/two_step.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_POST
@signed_in
def two_step_off(request: StaffRequest) -> HttpResponse:
    """Drop the second step, with the password."""
    form = DropTwoStepForm(request.POST)
    if form.is_valid():
        try:
            commands.disable_totp(request.user, form.cleaned_data["present"], by=request.actor)
        except Refusal as refusal:
            add_refusal(form, refusal, "present")
        else:
            messages.success(request, "二段階認証を解除しました。")
            return HttpResponseRedirect(reverse("me"))
    return _page(request, drop=form)


@require_POST
@signed_in
def end_sessions(request: StaffRequest) -> HttpResponse:
    """Sign other browsers out: all, or the one that was named."""
    only = request.POST.get("session", "")
    ended = commands.end_session(
        request.user,
        keep=request.session.session_key or "",
        only=int(only) if only.isdecimal() else None,
        by=request.actor,
    )
    messages.success(request, f"{ended} 台の端末をログアウトしました。")
    return HttpResponseRedirect(reverse("me"))


def _page(request: StaffRequest, **bound: Form) -> HttpResponse:
    staff = request.user
    initial = {
        "theme": staff.theme,
        "density": staff.density,
        "language": staff.language,
        "shortcuts": staff.shortcuts,
    }
    context = {
        "staff": staff,
        "preferences": bound.get("preferences") or PreferencesForm(initial=initial),
        "password": bound.get("password") or PasswordForm(),
        "drop": bound.get("drop") or DropTwoStepForm(auto_id="drop_%s"),
        "sessions": StaffSession.objects.filter(staff=staff).order_by("-started_at")[:20],
        "present": request.session.session_key,
    }
    return render(request, "staff/me.html", context, status=422 if bound else 200)


def _renew_note(request: StaffRequest) -> None:
    """The session has a new key after the password changed; the note follows it."""
    browser = request.headers.get("User-Agent", "")
    commands.note_session(request.user, request.session.session_key or "", address_of(request), browser)


def _fours(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]
