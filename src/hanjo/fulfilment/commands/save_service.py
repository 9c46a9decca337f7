"""Save a delivery service and its charges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hanjo.fulfilment.carriers.terms import Temperature, Window
from hanjo.fulfilment.carriers.zones import Zone
from hanjo.fulfilment.commands import _extras
from hanjo.fulfilment.models import Rate, Service
from hanjo.fulfilment.terms import BadService, UnknownService
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.orders import commands as orders
from hanjo.orders.checks.base import Service as ServiceCard


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceDraft:
    """A delivery service as the shop uses it."""

    code: str
    carrier: str
    name: str
    is_active: bool = True
    is_mail: bool = False
    cod: bool = False
    cod_limit_yen: int = 0
    temperatures: Sequence[str] = ("normal",)
    windows: Sequence[str] = ()
    dates: bool = True
    max_size_cm: int = 0
    max_weight_g: int = 0
    max_thickness_mm: int = 0
    cutoff: str = "16:00"
    lead_days: Mapping[str, int] = field(default_factory=dict)
    account: Mapping[str, str] = field(default_factory=dict)
    surcharges: Mapping[str, object] = field(default_factory=dict)
    position: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RateDraft:
    """What one size costs to one zone from a day on. `zone` is the name (関東); "" is everywhere."""

    zone: str
    size_cm: int
    price_yen: int
    valid_from: date


@command("fulfilment.save_service", "配送サービスの設定")
def save_service(draft: ServiceDraft, *, by: Actor) -> Service:
    """Keep what a delivery service can do, its cut-off and its contract numbers (配送サービスの設定).

    Saving the same again changes nothing. The checks of orders learn the new abilities in the same step.
    Refuses limits, temperatures, windows and times that make no sense.
    """
    _refuse_nonsense(draft)
    before: Mapping[str, object] = Service.objects.filter(code=draft.code).values().first() or {}
    row, _ = Service.objects.update_or_create(
        code=draft.code,
        defaults={
            "carrier": draft.carrier,
            "name": draft.name,
            "is_active": draft.is_active,
            "is_mail": draft.is_mail,
            "cod": draft.cod,
            "cod_limit_yen": draft.cod_limit_yen,
            "temperatures": list(draft.temperatures),
            "windows": list(draft.windows),
            "dates": draft.dates,
            "max_size_cm": draft.max_size_cm,
            "max_weight_g": draft.max_weight_g,
            "max_thickness_mm": draft.max_thickness_mm,
            "cutoff": draft.cutoff,
            "lead_days": dict(draft.lead_days),
            "account": dict(draft.account),
            "surcharges": dict(draft.surcharges),
            "position": draft.position,
        },
    )
    active = Service.objects.filter(is_active=True).order_by("position", "id")
    orders.note_services([_card(one) for one in active], by=by)
    after = Service.objects.filter(pk=row.pk).values().get()
    changed = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    audit.record(
        by, "fulfilment.save_service", [f"service:{draft.code}"], active=draft.is_active, changed=changed
    )
    return row


@command("fulfilment.save_rates", "運賃表の設定")
def save_rates(service_code: str, rates: Sequence[RateDraft], *, by: Actor) -> int:
    """Replace the charges of a service for the days from which they hold (運賃表の設定).

    Charges with another first day stay, so an old table keeps its past. Saving the same again changes nothing.
    Refuses unknown zones and negative prices. Answers how many charges were kept.
    """
    service = Service.objects.filter(code=service_code).first()
    if service is None:
        raise UnknownService(key=service_code)
    zones = {zone.label for zone in Zone} | {""}
    for rate in rates:
        if rate.zone not in zones:
            raise BadService(field="地帯", reason=f"「{rate.zone}」という地帯はありません。")
        if rate.price_yen < 0 or rate.size_cm < 0:
            raise BadService(field="運賃", reason="0 円以上、0 サイズ以上で入れてください。")
    Rate.objects.filter(service=service, valid_from__in={rate.valid_from for rate in rates}).delete()
    Rate.objects.bulk_create(
        Rate(service=service, zone=r.zone, size_cm=r.size_cm, price_yen=r.price_yen, valid_from=r.valid_from)
        for r in {(r.zone, r.size_cm, r.valid_from): r for r in rates}.values()
    )
    audit.record(by, "fulfilment.save_rates", [f"service:{service_code}"], rates=len(rates))
    return len(rates)


_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CODE = re.compile(r"[a-z0-9._-]{1,30}")


def _refuse_nonsense(draft: ServiceDraft) -> None:
    if not _CODE.fullmatch(draft.code):
        raise BadService(field="コード", reason="半角の英小文字・数字・. _ - で 30 文字までにしてください。")
    if not draft.name.strip():
        raise BadService(field="名前", reason="配送サービスの名前を入れてください。")
    if not _TIME.fullmatch(draft.cutoff):
        raise BadService(field="締切", reason=f"「{draft.cutoff}」は時刻ではありません（例 16:00）。")
    unknown = [word for word in draft.temperatures if word not in set(Temperature)]
    unknown += [word for word in draft.windows if word not in set(Window)]
    if unknown:
        raise BadService(field="温度帯・時間帯", reason=f"「{'、'.join(unknown)}」は使えません。")
    limits = (draft.cod_limit_yen, draft.max_size_cm, draft.max_weight_g, draft.max_thickness_mm)
    if min(limits) < 0:
        raise BadService(field="上限", reason="0 以上で入れてください（0 は運送会社の上限のまま）。")
    _extras.refuse_nonsense(draft.lead_days, draft.surcharges)


def _card(row: Service) -> ServiceCard:
    return ServiceCard(
        carrier=row.carrier,
        code=row.code,
        label=row.name,
        windows=tuple(row.windows),
        temperatures=tuple(row.temperatures),
        cod=row.cod,
        cod_limit_yen=row.cod_limit_yen,
        is_mail=row.is_mail,
        max_weight_g=row.max_weight_g,
        max_thickness_mm=row.max_thickness_mm,
        dates=row.dates,
        lead_days=row.lead_days,
        cutoff=row.cutoff,
    )
