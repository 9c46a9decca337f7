"""配送サービスと運賃: what the shop's carriers can do, what they cost, and who sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from hanjo.catalogue.terms import Temperature
from hanjo.fulfilment import commands, queries
from hanjo.fulfilment.carriers.services import SERVICES
from hanjo.fulfilment.carriers.terms import Window
from hanjo.fulfilment.carriers.zones import Zone
from hanjo.fulfilment.commands import RateDraft, ServiceDraft
from hanjo.fulfilment.models import Rate, Service
from hanjo.fulfilment.queries import Sender
from hanjo.fulfilment.terms import UnknownService
from hanjo.kernel import clock
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import go, render

ACCOUNT = {
    "billing_code": "ご請求先顧客コード（ヤマト）",
    "billing_class": "ご請求先分類コード（ヤマト）",
    "freight_code": "運賃管理番号（ヤマト）",
    "customer_code": "お客様コード（佐川）",
    "packaging": "荷姿（佐川）",
    "template": "取込の形式（日本郵便）",
}
PARCEL_SIZES = (60, 80, 100, 120, 140, 160, 170, 180, 200)


class ServiceForm(forms.Form):
    """A delivery service as the shop uses it."""

    code = forms.ChoiceField(label="種類")
    name = forms.CharField(label="名前", max_length=60)
    is_active = forms.BooleanField(label="使う", required=False)
    cutoff = forms.CharField(label="締切", max_length=5, help_text="トラックが出る時刻（例 16:00）")
    position = forms.IntegerField(label="並び順", min_value=0, help_text="同じ運賃なら小さい番号を選びます。")
    is_mail = forms.BooleanField(label="メール便", required=False)
    dates = forms.BooleanField(label="日付を指定できる", required=False)
    cod = forms.BooleanField(label="代金引換ができる", required=False)
    cod_limit_yen = forms.IntegerField(label="代引の上限（円）", min_value=0)
    temperatures = forms.MultipleChoiceField(
        label="温度帯", choices=Temperature.choices(), widget=forms.CheckboxSelectMultiple
    )
    windows = forms.MultipleChoiceField(
        label="時間帯",
        choices=[(word.value, word.label) for word in Window if word is not Window.NONE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    max_size_cm = forms.IntegerField(
        label="3 辺合計の上限（cm）", min_value=0, help_text="0 は運送会社の上限のまま"
    )
    max_weight_g = forms.IntegerField(
        label="重さの上限（g）", min_value=0, help_text="0 は運送会社の上限のまま"
    )
    max_thickness_mm = forms.IntegerField(
        label="厚さの上限（mm）", min_value=0, help_text="メール便だけ。0 は上限のまま"
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [
            (service.code, f"{queries.carrier_name(service.carrier)} {service.name}") for service in SERVICES
        ]
        self.fields["code"].choices = known  # type: ignore[attr-defined]  # a ChoiceField
        for key, label in ACCOUNT.items():
            self.fields[f"account_{key}"] = forms.CharField(label=label, max_length=30, required=False)


class SenderForm(forms.Form):
    """Who stands on labels and slips."""

    name = forms.CharField(label="お店の名前", max_length=60)
    company = forms.CharField(label="会社名", max_length=60, required=False)
    postal = forms.CharField(label="郵便番号", max_length=8)
    prefecture = forms.CharField(label="都道府県", max_length=4)
    city = forms.CharField(label="市区町村", max_length=60)
    street = forms.CharField(label="町名・番地", max_length=80)
    building = forms.CharField(label="建物・部屋番号", max_length=80, required=False)
    phone = forms.CharField(label="電話番号", max_length=20)
    email = forms.EmailField(label="メールアドレス", required=False)
    url = forms.CharField(label="ホームページ", max_length=120, required=False)
    registration_number = forms.CharField(
        label="登録番号", max_length=14, required=False, help_text="T から始まる 13 桁。納品書に入ります。"
    )


@page("fulfilment.look")
def listing(request: StaffRequest) -> HttpResponse:
    """Show every service with its limits and how many charges it has."""
    rows = Service.objects.order_by("-is_active", "position", "id")
    rates: dict[int, int] = {}
    for service_id in Rate.objects.values_list("service_id", flat=True):
        rates[service_id] = rates.get(service_id, 0) + 1
    context = {
        "services": [
            {
                "row": row,
                "carrier": queries.carrier_name(row.carrier),
                "rates": rates.get(row.pk, 0),
                "days": _days(row),
            }
            for row in rows
        ],
        "sender": queries.sender(),
        "may_save": request.may("fulfilment.save_service"),
    }
    return render(request, "fulfilment/services.html", context)


def _days(row: Service) -> str:
    """`1〜3 日後`: from the nearest to the farthest prefecture; empty when nobody has set days."""
    days = sorted(set(row.lead_days.values()))
    if not days:
        return ""
    return f"{days[0]} 日後" if len(days) == 1 else f"{days[0]}〜{days[-1]} 日後"


@page("fulfilment.look", post="fulfilment.save_service")
def new(request: StaffRequest) -> HttpResponse:
    """Start using a service."""
    blank = {"is_active": True, "cutoff": "16:00", "position": 10, "temperatures": ["normal"], "dates": True,
             "cod_limit_yen": 0, "max_size_cm": 0, "max_weight_g": 0, "max_thickness_mm": 0,
             "account_freight_code": "01", "account_packaging": "001"}  # fmt: skip
    return _edit(request, None, ServiceForm(request.POST or None, initial=blank))


@page("fulfilment.look", post="fulfilment.save_service")
def service(request: StaffRequest, code: str) -> HttpResponse:
    """Change a service."""
    row = service_of(code)
    values = {name: getattr(row, name) for name in ServiceForm.base_fields}
    values |= {f"account_{key}": row.account.get(key, "") for key in ACCOUNT}
    return _edit(request, row, ServiceForm(request.POST or None, initial=values))


def _edit(request: StaffRequest, row: Service | None, form: ServiceForm) -> HttpResponse:
    if row is not None:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            saved = commands.save_service(_draft(form.cleaned_data, row), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, f"{saved.name}を保存しました。")
            return go(request, reverse("fulfilment-service-edit", args=[saved.code]))
    context = {"row": row, "form": form, **(_rates_context(row) if row else {"grid": None})}
    return render(request, "fulfilment/service.html", context, status=422 if form.errors else 200)


def _draft(values: dict[str, Any], row: Service | None) -> ServiceDraft:
    code = row.code if row else values["code"]
    carrier = row.carrier if row else code.partition(".")[0]
    plain = {name: values[name] for name in ServiceForm.base_fields if name != "code"}
    account = {key: values[f"account_{key}"] for key in ACCOUNT if values[f"account_{key}"]}
    return ServiceDraft(
        code=code,
        carrier=carrier,
        account=account,
        lead_days=row.lead_days if row else {},
        surcharges=row.surcharges if row else {},
        **plain,
    )


@page("fulfilment.look", post="fulfilment.save_rates")
def rates(request: StaffRequest, code: str) -> HttpResponse:
    """Keep the charges of a service from a day on."""
    row = service_of(code)
    if request.method != "POST":
        return go(request, reverse("fulfilment-service-edit", args=[code]))
    try:
        since = date.fromisoformat(request.POST.get("valid_from", ""))
    except ValueError:
        since = clock.business_date()
    drafts = []
    for zone in ("", *(zone.label for zone in Zone)):
        for size in sizes_of(row):
            typed = request.POST.get(f"rate-{zone}-{size}", "").strip().replace(",", "")
            if typed.isdigit():
                drafts.append(RateDraft(zone=zone, size_cm=size, price_yen=int(typed), valid_from=since))
    commands.save_rates(code, drafts, by=request.actor)
    messages.success(request, f"{row.name}の運賃 {len(drafts)} 件を保存しました。")
    return go(request, reverse("fulfilment-service-edit", args=[code]))


def sizes_of(row: Service) -> tuple[int, ...]:
    """The columns of the rate table: one flat charge for mail, else the size classes up to the limit."""
    if row.is_mail:
        return (0,)
    return tuple(size for size in PARCEL_SIZES if size <= (row.max_size_cm or 160))


def _rates_context(row: Service) -> dict[str, Any]:
    known = Rate.objects.filter(service=row).order_by("valid_from")
    prices = {(rate.zone, rate.size_cm): rate.price_yen for rate in known}
    sizes = sizes_of(row)
    newest = max((rate.valid_from for rate in known), default=clock.business_date())
    zones = ["", *(zone.label for zone in Zone)]
    grid = [(zone, [(size, prices.get((zone, size), "")) for size in sizes]) for zone in zones]
    return {"grid": grid, "sizes": sizes, "valid_from": newest}


@page("fulfilment.look", post="fulfilment.save_sender")
def sender(request: StaffRequest) -> HttpResponse:
    """Keep who sends."""
    form = SenderForm(request.POST or None, initial=queries.sender_values(queries.sender()))
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_sender(Sender(**form.cleaned_data), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "発送元を保存しました。")
            return go(request, reverse("fulfilment-services"))
    return render(request, "fulfilment/sender.html", {"form": form}, status=422 if form.errors else 200)


def service_of(code: str) -> Service:
    """A service of the shop; refuses a code that it does not have."""
    row = Service.objects.filter(code=code).first()
    if row is None:
        raise UnknownService(key=code)
    return row
