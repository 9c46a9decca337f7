"""Coming in and leaving."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.staff import commands
from hanjo.staff.models import Staff
from hanjo.staff.web.address import address_of
from hanjo.staff.web.forms import CodeForm, LoginForm, add_refusal
from hanjo.staff.web.guard import StaffRequest, is_from_listed, public, shut_out, signed_in
from hanjo.staff.web.kept_form import drop_form, kept_form
from hanjo.ui.render import render

WAITING = "second_step"
PATIENCE = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def login(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; not of who comes from a network that is not listed."""
    if not is_from_listed(request):
        return shut_out(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(_next(request))
        return _login_page(request, LoginForm())
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _login_page(request, form, 422)
    given = form.cleaned_data
    outcome = commands.sign_in(given["login"], given["password"], address_of(request))
    if isinstance(outcome, commands.NeedsSecondStep):
        request.session[WAITING] = {
            "staff": outcome.staff.pk,
            "until": (clock.now() + PATIENCE).timestamp(),
            "next": _next(request),
        }
        return HttpResponseRedirect(reverse("login-code"))
    if isinstance(outcome, commands.SignedIn):
        return _enter(request, outcome.staff, _next(request))
    add_refusal(form, outcome)
    return _login_page(request, form, 422)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def login_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the second step."""
    if not is_from_listed(request):
        return shut_out(request)
    waiting = request.session.get(WAITING)
    if not waiting or waiting["until"] < clock.now().timestamp():
        request.session.pop(WAITING, None)
        return HttpResponseRedirect(reverse("login"))
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "staff/login_code.html", {"form": form}, status=status)
    outcome = commands.confirm_second_step(waiting["staff"], form.cleaned_data["code"], address_of(request))
    if isinstance(outcome, commands.SignedIn):
        del request.session[WAITING]
        return _enter(request, outcome.staff, waiting["next"])
    add_refusal(form, outcome)
    return render(request, "staff/login_code.html", {"form": form}, status=422)


@never_cache
@signed_in
def login_resume(request: StaffRequest) -> HttpResponse:
    """Offer the form that was typed before the session ended."""
    kept = kept_form(request)
    if kept is None:
        return HttpResponseRedirect("/")
    drop_form(request)
    return render(request, "staff/login_resume.html", {"kept": kept})


@require_POST
@public
def logout(request: HttpRequest) -> HttpResponse:
    """Leave; somebody who has left already is not bothered."""
    if isinstance(request.user, Staff):
        actor = Actor("staff", request.user.login, request.user.name)
        commands.sign_out(request.session.session_key or "", by=actor)
    auth.logout(request)
    return HttpResponseRedirect(reverse("login"))


def _enter(request: HttpRequest, staff: Staff, onward: str) -> HttpResponse:
    """Open the session under a new key, and remember which browser it is."""
    auth.login(request, staff, backend=BACKEND)
    browser = request.headers.get("User-Agent", "")
    commands.note_session(staff, request.session.session_key or "", address_of(request), browser)
    return HttpResponseRedirect(reverse("login-resume") if kept_form(request) else onward)


def _login_page(request: HttpRequest, form: LoginForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": _next(request), "kept": kept_form(request) is not None}
    return render(request, "staff/login.html", context, status=status)


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards; never to another host."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
