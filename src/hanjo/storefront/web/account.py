"""Signing in and out, becoming a member, getting back in (ログイン・会員登録)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from hanjo.customers import commands as customers
from hanjo.customers.commands import NeedsSecondStep, SignedIn
from hanjo.customers.terms import DeadToken, LetterKind
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.speech import say
from hanjo.kernel.text import tidy
from hanjo.storefront import commands, queries
from hanjo.storefront.rules import Entry
from hanjo.storefront.web.checkout import done_page
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.web.visitor import STEP, STEP_COOKIE

_LINKS = {
    LetterKind.CONFIRM_REGISTRATION: ("shop-join-confirm", True),
    LetterKind.ALREADY_MEMBER: ("shop-reset", False),
    LetterKind.RESET_PASSWORD: ("shop-reset-set", True),
    LetterKind.CONFIRM_NEW_MAIL: ("shop-mail-confirm", True),
}


def links(request: ShopRequest) -> dict[LetterKind, str]:
    """Where the links in mails lead, with `{token}` in the secret's place. The host is one of those we answer for."""
    made = {}
    for kind, (name, secret) in _LINKS.items():
        path = reverse(name, args=["TOKEN"] if secret else []).replace("TOKEN", "{token}")
        made[kind] = request.build_absolute_uri("/").rstrip("/") + path
    return made


def safe_next(request: ShopRequest, otherwise: str = "shop-my") -> str:
    """Where to go after signing in: only ever a path of our own."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and len(wanted) <= 500 else reverse(otherwise)


@form(often="sign-in", most=40)
def sign_in(request: ShopRequest) -> HttpResponse:
    """Mail address and password, or a passkey; guests find the way to buy without an account (ログイン)."""
    visitor = request.visitor
    if visitor.member is not None:
        return HttpResponseRedirect(safe_next(request))
    if request.method != "POST":
        return _sign_in_page(request)
    answer = customers.sign_in(
        request.POST.get("email", "")[:254],
        request.POST.get("password", "")[:200],
        address=visitor.address,
        agent=visitor.agent,
        device=visitor.own_device(),
    )
    if isinstance(answer, NeedsSecondStep):
        visitor.cookies[STEP_COOKIE] = (answer.ticket, STEP)
        return HttpResponseRedirect(f"{reverse('shop-code')}?{urlencode({'next': safe_next(request)})}")
    if isinstance(answer, SignedIn):
        return come_in(request, answer)
    return _sign_in_page(request, answer)


def _sign_in_page(request: ShopRequest, trouble: Refusal | None = None) -> HttpResponse:
    values = {
        "trouble": trouble,
        "email": request.POST.get("email", "")[:254],
        "next": safe_next(request),
    }
    return show(request, "account/sign_in", values, status=422 if trouble else 200)


def come_in(request: ShopRequest, answer: SignedIn) -> HttpResponse:
    """Set the session's cookie, carry the cart over, and go where the member wanted to go."""
    commands.merge_carts(request.visitor.guest_key, answer.member.customer_id)
    request.visitor.enter(answer.token)
    return HttpResponseRedirect(safe_next(request))


@form(often="sign-in", most=40)
def code(request: ShopRequest) -> HttpResponse:
    """The second step: six digits of the authenticator or a recovery code (二段階認証)."""
    visitor = request.visitor
    trouble: Refusal | None = None
    if request.method == "POST":
        answer = customers.confirm_second_step(
            request.COOKIES.get(STEP_COOKIE, "")[:64],
            request.POST.get("code", "")[:40],
            address=visitor.address,
            agent=visitor.agent,
            device=visitor.own_device(),
        )
        if isinstance(answer, SignedIn):
            return come_in(request, answer)
        trouble = answer
        if isinstance(answer, DeadToken):
            return _sign_in_page(request, answer)
    values = {"trouble": trouble, "next": safe_next(request)}
    return show(request, "account/code", values, status=422 if trouble else 200)


@form()
def sign_out(request: ShopRequest) -> HttpResponse:
    """End this session; the cart stays with the account (ログアウト)."""
    if request.method == "POST" and request.visitor.token:
        customers.sign_out(request.visitor.token)
        request.visitor.leave()
    return HttpResponseRedirect(reverse("shop"))


@form(often="join", most=20)
def register(request: ShopRequest) -> HttpResponse:
    """Become a member with a mail address, a name and one password (会員登録)."""
    sent = {
        name: tidy(str(request.POST.get(name, "")))
        for name in ("email", "family", "given", "phone", "company")
    }
    errors: dict[str, str] = {}
    trouble: Refusal | None = None
    if request.method == "POST":
        for name, sentence in (
            ("email", say("メールアドレスを入力してください。")),
            ("family", say("姓を入力してください。")),
            ("given", say("名を入力してください。")),
        ):
            if not sent[name]:
                errors[name] = sentence
        if request.POST.get("terms") != "1":
            errors["terms"] = say("利用規約への同意が必要です。")
        if not errors:
            trouble = join(request, sent)
            if trouble is None:
                return HttpResponseRedirect(reverse("shop-joined"))
    values = {"sent": sent, "errors": errors, "trouble": trouble}
    return show(request, "account/register", values, status=422 if errors or trouble else 200)


def join(request: ShopRequest, sent: dict[str, str]) -> Refusal | None:
    """Take the wish; answers what stands in the way, in words."""
    try:
        return commands.join(
            sent["email"][:254],
            request.POST.get("password", "")[:200],
            name=f"{sent['family']} {sent['given']}".strip()[:120],
            phone=sent.get("phone", ""),
            company=sent.get("company", ""),
            links=links(request),
            address=request.visitor.address,
            by=request.visitor.actor,
        )
    except Refusal as refusal:
        return refusal


@form(often="join", most=20)
def done_join(request: ShopRequest, key: str) -> HttpResponse:
    """Become a member on the page of thanks: one password, everything else was typed before (会員登録)."""
    checkout = queries.checkout(key)
    visitor = request.visitor
    if request.method != "POST" or not queries.is_own(checkout, visitor.cart_key, visitor.member):
        return HttpResponseRedirect(reverse("shop-done", args=[key]))
    entry = Entry.from_json(checkout.form)
    buyer = entry.buyer
    sent = {"email": entry.email, "family": buyer.family, "given": buyer.given, "phone": buyer.phone}
    trouble = join(request, {**sent, "company": buyer.company})
    if trouble is not None:
        return done_page(request, checkout, trouble)
    return HttpResponseRedirect(reverse("shop-joined"))


@page()
def joined(request: ShopRequest) -> HttpResponse:
    """A mail is on its way, whatever we knew of the address (確認メールの送付)."""
    return show(request, "account/sent", {"what": "join"})


@form(often="token", most=30)
def confirm(request: ShopRequest, token: str) -> HttpResponse:
    """Finish becoming a member. Only the button does it: mail programs open links on their own (本登録)."""
    if request.method == "POST":
        customers.confirm_registration(token[:64])
        return HttpResponseRedirect(f"{reverse('shop-sign-in')}?{urlencode({'welcome': '1'})}")
    return show(request, "account/confirm", {"what": "join"})


@form(often="reset", most=10)
def reset(request: ShopRequest) -> HttpResponse:
    """Ask for the mail with which a password is set anew (パスワードの再設定)."""
    trouble: Refusal | None = None
    if request.method == "POST":
        trouble = commands.send_reset(
            request.POST.get("email", "")[:254],
            links=links(request),
            address=request.visitor.address,
            by=request.visitor.actor,
        )
        if trouble is None:
            return show(request, "account/sent", {"what": "reset"})
    return show(request, "account/reset", {"trouble": trouble}, status=422 if trouble else 200)


@form(often="token", most=30)
def reset_set(request: ShopRequest, token: str) -> HttpResponse:
    """Choose a new password with the link of a mail; every device is signed out (新しいパスワード)."""
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            customers.reset_password(token[:64], request.POST.get("password", "")[:200])
        except Refusal as refusal:
            trouble = refusal
        else:
            request.visitor.leave()
            return HttpResponseRedirect(f"{reverse('shop-sign-in')}?{urlencode({'changed': '1'})}")
    return show(request, "account/reset_set", {"trouble": trouble}, status=422 if trouble else 200)


@form(often="token", most=30)
def mail_confirm(request: ShopRequest, token: str) -> HttpResponse:
    """Put a new mail address in place with the link that was sent to it (メールアドレスの確認)."""
    if request.method == "POST":
        commands.finish_mail(token[:64], by=request.visitor.actor)
        return HttpResponseRedirect(f"{reverse('shop-my-profile')}?{urlencode({'mail': 'changed'})}")
    return show(request, "account/confirm", {"what": "mail"})


@form(member=True, often="prove", most=20)
def prove(request: ShopRequest) -> HttpResponse:
    """Show the password again before something grave (本人確認)."""
    trouble: Refusal | None = None
    if request.method == "POST":
        answer = customers.prove_again(
            request.visitor.token, request.POST.get("password", "")[:200], address=request.visitor.address
        )
        if not isinstance(answer, Refusal):
            return HttpResponseRedirect(safe_next(request))
        trouble = answer
    values = {"trouble": trouble, "next": safe_next(request)}
    return show(request, "account/prove", values, status=422 if trouble else 200)
