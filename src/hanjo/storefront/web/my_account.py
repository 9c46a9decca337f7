"""A member's consents, data, ways of signing in, and leaving (会員情報・ログインと安全・退会)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hanjo.customers import commands as members
from hanjo.customers import queries as customers
from hanjo.customers.models import Passkey
from hanjo.customers.terms import ConsentAction, Purpose, Said
from hanjo.kernel import setting
from hanjo.kernel.refusal import Refusal
from hanjo.storefront import commands, queries
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.web.account import links
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.web.my import me
from hanjo.storefront.web.passkey import device_name

WORDING = "{label}を、{shop}からメールで受け取ることに同意します。いつでも止められます。"


def wording(purpose: Purpose) -> str:
    """The words that stand beside a tick for advertising mail; kept with every yes (同意文言)."""
    return _(WORDING).format(label=purpose.label, shop=queries.shop().name)


@form(member=True, often="my", most=60)
def mail(request: ShopRequest) -> HttpResponse:
    """What advertising mail a member has agreed to, and the switch for each (お知らせメール)."""
    member = me(request)
    last = customers.consents(member.email)
    now = {purpose: bool(one and one.action == ConsentAction.OPT_IN) for purpose, one in last.items()}
    if request.method == "POST":
        wanted = {purpose: purpose.value in request.POST.getlist("purpose") for purpose in Purpose}
        members.note_consents(
            [
                Said(
                    email=member.email,
                    purpose=purpose,
                    action=ConsentAction.OPT_IN if yes else ConsentAction.OPT_OUT,
                    form="my-page",
                    wording=wording(purpose) if yes else "",
                    address=request.visitor.address,
                    agent=request.visitor.agent,
                )
                for purpose, yes in wanted.items()
                if yes != now[purpose]
            ],
            by=request.visitor.actor,
        )
        return HttpResponseRedirect(f"{reverse('shop-my-mail')}?{urlencode({'saved': '1'})}")
    values = {"now": now, "last": last, "wordings": {purpose: wording(purpose) for purpose in Purpose}}
    return show(request, "my/mail", values)


@form(member=True, often="my", most=60)
def profile(request: ShopRequest) -> HttpResponse:
    """Name, company, telephone, language, and the way to a new mail address (会員情報)."""
    member = me(request)
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            if "email" in request.POST:
                commands.begin_mail(
                    member.pk, request.POST["email"][:254], links=links(request), by=request.visitor.actor
                )
                told = {"mail": "asked"}
            else:
                sent = request.POST
                members.change_profile(
                    member.pk,
                    name=f"{sent.get('family', '')} {sent.get('given', '')}".strip(),
                    company=sent.get("company", ""),
                    phone=sent.get("phone", ""),
                    language="en" if sent.get("language") == "en" else "ja",
                    by=request.visitor.actor,
                )
                told = {"saved": "1"}
            return HttpResponseRedirect(f"{reverse('shop-my-profile')}?{urlencode(told)}")
        except Refusal as refusal:
            trouble = refusal
    family, _space, given = member.name.partition(" ")
    values = {"member": member, "family": family, "given": given, "trouble": trouble}
    return show(request, "my/profile", values, status=422 if trouble else 200)


@page(member=True)
def security(request: ShopRequest) -> HttpResponse:
    """Where a member is signed in, with what, and how to change it (ログインと安全)."""
    return security_page(request)


def security_page(request: ShopRequest, **more: Any) -> HttpResponse:
    """The page, with what was just done or stood in the way."""
    member, session = me(request), request.visitor.session
    rows = [
        (one, device_name(one.agent), session is not None and one.pk == session.pk)
        for one in member.sessions.all()
    ]
    values = {
        "member": member,
        "sessions": rows,
        "passkeys": list(Passkey.objects.filter(member=member).order_by("pk")),
        "trouble": None,
        "codes": None,
        "qr": "",
        "secret": "",
        **more,
    }
    return show(request, "my/security", values, status=422 if values["trouble"] else 200)


@form(member=True, often="safety", most=30)
def password(request: ShopRequest) -> HttpResponse:
    """Change the password with the present one; every other device is signed out (パスワードの変更)."""
    visitor = request.visitor
    if request.method != "POST":
        return HttpResponseRedirect(reverse("shop-my-security"))
    try:
        answer = members.change_password(
            me(request).pk,
            request.POST.get("present", "")[:200],
            request.POST.get("new", "")[:200],
            keep=visitor.token,
            address=visitor.address,
            by=visitor.actor,
        )
    except Refusal as refusal:
        return security_page(request, trouble=refusal)
    if isinstance(answer, Refusal):
        return security_page(request, trouble=answer)
    return HttpResponseRedirect(f"{reverse('shop-my-security')}?{urlencode({'saved': '1'})}")


@form(member=True, often="safety", most=30)
def end_session(request: ShopRequest) -> HttpResponse:
    """Sign out one device, or all but this one (端末のログアウト)."""
    only = request.POST.get("session", "")
    if request.method == "POST":
        members.end_sessions(
            me(request).pk,
            keep=request.visitor.token,
            only=int(only) if only.isdecimal() else None,
            by=request.visitor.actor,
        )
    return HttpResponseRedirect(reverse("shop-my-security"))


@form(member=True, proved=True, often="safety", most=30)
def passkey(request: ShopRequest) -> HttpResponse:
    """Take a passkey off the account (パスキーの削除)."""
    drop = request.POST.get("drop", "")
    if request.method == "POST" and drop.isdecimal():
        members.drop_passkey(me(request).pk, int(drop), by=request.visitor.actor)
    return HttpResponseRedirect(reverse("shop-my-security"))


@form(member=True, proved=True, often="safety", most=30)
def totp(request: ShopRequest) -> HttpResponse:
    """Set up the second step, confirm it with a first code, or take it off (二段階認証)."""
    member, by = me(request), request.visitor.actor
    step = request.POST.get("step", "")
    try:
        if request.method == "POST" and step == "off":
            members.disable_totp(member.pk, by=by)
            return HttpResponseRedirect(reverse("shop-my-security"))
        if request.method == "POST" and step == "confirm":
            codes = members.confirm_totp(member.pk, request.POST.get("code", "")[:20], by=by)
            return show(request, "my/codes", {"codes": codes})
        address = members.enrol_totp(member.pk, issuer=queries.shop().name, by=by)
    except Refusal as refusal:
        return security_page(request, trouble=refusal)
    import segno  # late: hardly a page needs it

    code = segno.make(address, error="m").svg_data_uri(scale=5, border=3)
    secret = address.partition("secret=")[2].partition("&")[0]
    return show(request, "my/totp", {"qr": code, "secret": secret})


@form(member=True, proved=True, often="safety", most=10)
def leave(request: ShopRequest) -> HttpResponse:
    """Close the account: what goes at once, what is kept, why and how long (退会)."""
    trouble: Refusal | None = None
    if request.method == "POST" and request.POST.get("sure") == "1":
        try:
            members.leave(me(request).pk, by=request.visitor.actor)
        except Refusal as refusal:
            trouble = refusal
        else:
            request.visitor.leave()
            return HttpResponseRedirect(reverse("shop-left"))
    values = {
        "trouble": trouble,
        "balance": customers.balance(me(request).customer_id),
        "years": setting.get("legal.keep_years", 7),
    }
    return show(request, "my/leave", values, status=422 if trouble else 200)


@page()
def left(request: ShopRequest) -> HttpResponse:
    """The account is closed (退会の完了)."""
    return show(request, "account/left", {})


@form(member=True, proved=True, often="data", most=5, minutes=60)
def data(request: ShopRequest) -> HttpResponse:
    """Hand out everything the shop knows of the member, as one file (個人データの開示)."""
    member = me(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("shop-my-profile"))
    pack = members.export_member(
        member.pk,
        by=request.visitor.actor,
        more={_("ご注文"): queries.order_rows(member)},
        language=language_now(),
    )
    answer = HttpResponse(pack, content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return answer
