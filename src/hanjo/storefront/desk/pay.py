"""ネットショップ › 支払いの設定: payment companies, the house's own methods, their order."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.kernel import setting
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.payments import commands as payments
from hanjo.payments import own, queries
from hanjo.payments.models import ProviderAccount
from hanjo.payments.providers.registry import provider, provider_codes
from hanjo.payments.terms import Method
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands
from hanjo.ui.render import go, render

NEW = "new"


@page("payments.look", post="payments.save_own")
def pay(request: StaffRequest) -> HttpResponse:
    """Every way to pay: who runs it, whether it is on, where it stands (支払いの設定)."""
    trouble = ""
    if request.method == "POST":
        try:
            _save_own(request)
        except Refusal as refusal:
            trouble = f"{refusal.text}{refusal.advice}"
        else:
            messages.success(request, "支払方法を保存しました。")
            return go(request, reverse("shop-desk-pay"))
    accounts = list(ProviderAccount.objects.order_by("-is_on", "id"))
    offers = queries.methods_for_shop()
    typed = request.POST if trouble else None
    bank = {name: (typed or queries.own_account()).get(name, "") for name, _ in own.ACCOUNT_FIELDS}
    context = {
        "accounts": [
            (one, provider_label(one.provider), [Method(m).label for m in one.methods]) for one in accounts
        ],
        "offers": offers,
        "order": [(str(one), one.label) for one in _ranked()],
        "mine": set(typed.getlist("own") if typed else setting.get(own.METHODS, ["cod", "bank_transfer"])),
        "bank": bank,
        "fields": own.ACCOUNT_FIELDS,
        "trouble": trouble,
        "may_save": request.may("payments.save_own"),
        "may_account": request.may("payments.save_account"),
    }
    return render(request, "storefront/desk/pay.html", context, status=422 if trouble else 200)


def _save_own(request: StaffRequest) -> None:
    sent = request.POST
    known = {str(one): one for one in Method}
    mine = [known[name] for name in sent.getlist("own") if name in known]
    places = sorted(
        ((sent.get(f"at-{name}", ""), name) for name in known if sent.get(f"at-{name}", "").isdigit()),
        key=lambda one: int(one[0]),
    )
    account = {name: sent.get(name, "") for name, _ in own.ACCOUNT_FIELDS}
    payments.save_own(mine, account, [known[name] for _, name in places], by=request.actor)
    commands.renew()


def _ranked() -> list[Method]:
    order = setting.get(own.ORDER, list[str]())
    known = [one for one in Method if one is not Method.FREE]
    return sorted(known, key=lambda one: order.index(one) if one in order else len(order))


def provider_label(code: str) -> str:
    """The company's name; its code when no package answers for it any more."""
    try:
        return provider(code).LABEL
    except Refusal:
        return code


class AccountForm(forms.Form):
    """A contract with a payment company. Secrets are written, never shown."""

    code = forms.SlugField(
        label="コード", max_length=32, help_text="通知を受けるアドレスに入ります。あとで変えられません。"
    )
    provider = forms.ChoiceField(label="決済会社")
    title = forms.CharField(label="名前", max_length=80, help_text="この画面での呼び名")
    secret = forms.CharField(
        label="シークレットキー", max_length=300, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="封をして保存し、二度と表示しません。空なら今のまま。",
    )  # fmt: skip
    hook_secret = forms.CharField(
        label="Webhook の署名キー", max_length=300, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}), help_text="空なら今のまま。",
    )  # fmt: skip
    base_url = forms.URLField(
        label="接続先",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="ふつうは空。テスト環境のときだけ。",
    )
    methods = forms.MultipleChoiceField(label="使う支払方法", widget=forms.CheckboxSelectMultiple)
    is_on = forms.BooleanField(label="この契約を使う", required=False)

    def __init__(self, data: object, row: ProviderAccount | None) -> None:
        start = {"is_on": True} if row is None else {
            name: getattr(row, name) for name in ("code", "provider", "title", "base_url", "methods", "is_on")
        }  # fmt: skip
        super().__init__(data, initial=start)  # type: ignore[arg-type]  # a QueryDict or None
        codes = provider_codes()
        self.fields["provider"].choices = [(one, provider_label(one)) for one in codes]  # type: ignore[attr-defined]  # a ChoiceField
        offered = {method for one in codes for method in provider(one).METHODS}
        self.fields["methods"].choices = [(str(one), one.label) for one in Method if one in offered]  # type: ignore[attr-defined]  # a ChoiceField
        if row is not None:
            self.fields["code"].disabled = self.fields["provider"].disabled = True


@page("payments.look", post="payments.save_account")
def account(request: StaffRequest, code: str) -> HttpResponse:
    """One contract; `new` opens another (決済会社との契約)."""
    row = ProviderAccount.objects.filter(code=code).first()
    if row is None and code != NEW:
        raise NotFound(what="決済アカウント", key=code)
    form = AccountForm(request.POST or None, row)
    if request.method == "POST" and form.is_valid():
        if row is None and ProviderAccount.objects.filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", "このコードは使われています。")
        elif row is None and not form.cleaned_data["secret"]:
            form.add_error("secret", "シークレットキーを入れてください。")
        elif saved := _save_account(request, form):
            messages.success(request, f"{saved.title}を保存しました。「接続を確かめる」で試せます。")
            return go(request, reverse("shop-desk-pay-account", args=[saved.code]))
    context = {
        "row": row,
        "form": form,
        "hook": request.build_absolute_uri(reverse("payments-hook", args=[row.code])) if row else "",
        "may_save": request.may("payments.save_account"),
    }
    return render(request, "storefront/desk/pay_account.html", context, status=422 if form.errors else 200)


def _save_account(request: StaffRequest, form: AccountForm) -> ProviderAccount | None:
    values = form.cleaned_data
    row = ProviderAccount.objects.filter(code=values["code"]).first()
    try:
        saved = payments.save_account(
            values["code"], provider_code=values["provider"], title=values["title"],
            methods=[Method(one) for one in values["methods"]], secret=values["secret"],
            hook_secret=values["hook_secret"], base_url=values["base_url"], is_on=values["is_on"],
            options=row.options if row else None, by=request.actor,
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, f"{refusal.text}{refusal.advice}")
        return None
    commands.renew()
    return saved


@require_POST
@page("payments.try_account")
def test(request: StaffRequest, code: str) -> HttpResponse:
    """Ask the company whether the secrets work (接続確認)."""
    try:
        seen = payments.try_account(code, by=request.actor)
    except Refusal as refusal:
        messages.error(request, f"つながりませんでした。{refusal.text}{refusal.advice}")
    else:
        messages.success(request, f"つながりました（この 1 日の決済 {seen} 件）。")
    return go(request, reverse("shop-desk-pay-account", args=[code]))
