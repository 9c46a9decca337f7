"""Choose how a parcel travels: first what can take it, then what it costs (配送サービスの選択).

Every service is answered with its reason, accepted or refused, so that a person can see why this one was chosen and
what stands against the others. Charges are the shop's own rate rows; none are built in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hanjo.fulfilment.carriers.japanpost.codes import windows as japanpost_windows
from hanjo.fulfilment.carriers.sagawa.layout import windows as sagawa_windows
from hanjo.fulfilment.carriers.services import SERVICES, MailLimits, Service
from hanjo.fulfilment.carriers.terms import Temperature, Window
from hanjo.fulfilment.carriers.windows import WindowTable
from hanjo.fulfilment.carriers.yamato.layout import windows as yamato_windows
from hanjo.fulfilment.carriers.zones import zone_of

WINDOWS: Mapping[str, WindowTable] = {
    table.carrier: table for table in (yamato_windows, sagawa_windows, japanpost_windows)
}
EVERYWHERE = ""  # in lead days: every prefecture that is not named


@dataclass(frozen=True)
class ParcelNeed:
    """What has to travel, where to, and what the buyer asked for (荷物の条件)."""

    prefecture: str
    weight_g: int = 0
    sides_mm: tuple[int, int, int] | None = None
    size_cm: int | None = None  # the packer's word; otherwise it follows from the sides
    mail_size: bool = False  # every article in it may travel as mail
    temperature: Temperature = Temperature.NORMAL
    cod_yen: int = 0
    window: Window = Window.NONE
    deliver_on: date | None = None
    parcels: int = 1
    remote: tuple[str, ...] = ()  # the beginnings of its postal code that some service charges extra for

    @property
    def sum_cm(self) -> int | None:
        if self.size_cm is not None:
            return self.size_cm
        return None if self.sides_mm is None else -(-sum(self.sides_mm) // 10)


@dataclass(frozen=True)
class RateRow:
    """One charge of the shop's contract (運賃表の1行): size 0 is a flat charge, zone "" is everywhere."""

    service: str
    zone: str
    size_cm: int
    price_yen: int
    valid_from: date | None = None


class RateTable:
    """The shop's charges, laid out so that choosing for thousands of parcels does not search them again (運賃表)."""

    def __init__(self, rows: Iterable[RateRow]) -> None:
        self._rows: dict[tuple[str, int, str], list[RateRow]] = {}
        for row in rows:
            self._rows.setdefault((row.service, row.size_cm, row.zone), []).append(row)

    def find(self, service: str, size_cm: int, zone: str, on: date) -> RateRow | None:
        """The charge in force on a day: the zone's own, else the one that holds everywhere."""
        for where in (zone, EVERYWHERE):
            rows = [
                row for row in self._rows.get((service, size_cm, where), ()) if (row.valid_from or on) <= on
            ]
            if rows:
                return max(rows, key=lambda row: row.valid_from or date.min)
        return None


@dataclass(frozen=True)
class Surcharge:
    """What cooling (by size class, 0 = any), cash on delivery (up to an amount) or a far place adds (加算料金)."""

    service: str
    price_yen: int
    size_cm: int = 0
    temperature: Temperature | None = None
    cod_up_to_yen: int | None = None
    postal_prefix: str = ""  # 離島・中継料: postal codes that begin like this


@dataclass(frozen=True)
class ChoicePolicy:
    """The shop's rules for the choice (配送の方針)."""

    ship_on: date
    allowed: frozenset[str] | None = None  # None = all services given
    preferred: tuple[str, ...] = ()  # breaks a tie of prices, in this order
    promise_on: date | None = None  # the day the parcel must have arrived
    lead_days: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # service → prefecture → days
    surcharges: tuple[Surcharge, ...] = ()
    size_when_unknown_cm: int = 60


@dataclass(frozen=True)
class Choice:
    """One service with its verdict; `rank` 1 is the one to take, refused services have none."""

    service: Service
    accepted: bool
    reasons: tuple[str, ...]
    size_cm: int = 0
    price_yen: int | None = None
    arrives_on: date | None = None
    rank: int | None = None

    @property
    def because(self) -> str:
        """One line for the order's page: why this service, or why not (理由)."""
        return "、".join(self.reasons)


def choose(
    need: ParcelNeed,
    rates: RateTable | Sequence[RateRow],
    policy: ChoicePolicy,
    services: Sequence[Service] = SERVICES,
    windows: Mapping[str, WindowTable] = WINDOWS,
) -> list[Choice]:
    """Rank the services for one parcel, cheapest first, and say why each was taken or not
    (配送サービスの選択).

    Services without a charge in the rate table come after all that have one. Refused services close the
    list.
    """
    table = rates if isinstance(rates, RateTable) else RateTable(rates)
    judged = [_judge(service, need, table, policy, windows) for service in services]
    order = {code: place for place, code in enumerate(policy.preferred)}

    def cost(choice: Choice) -> tuple[bool, int, int]:
        return choice.price_yen is None, choice.price_yen or 0, order.get(choice.service.code, len(order))

    accepted = sorted((choice for choice in judged if choice.accepted), key=cost)
    ranked = [_ranked(choice, rank, len(accepted)) for rank, choice in enumerate(accepted, start=1)]
    return [*ranked, *(choice for choice in judged if not choice.accepted)]


def _judge(
    service: Service,
    need: ParcelNeed,
    rates: RateTable,
    policy: ChoicePolicy,
    windows: Mapping[str, WindowTable],
) -> Choice:
    size, against = _size(service, need, policy)
    found = [reason for reason in (rule(service, need, policy) for rule in _RULES) if reason]
    found += [reason for reason in (against, _window(service, need, policy, windows)) if reason]
    arrives = _arrives_on(service, need, policy)
    due = need.deliver_on or policy.promise_on
    if arrives and due and arrives > due:
        found.append(f"お届けは{arrives:%m/%d}になり、{due:%m/%d}に間に合わない")
    if found:
        return Choice(service, False, tuple(found), size, None, arrives)
    price = _price(service, need, size, rates, policy)
    merits = _merits(service, need, size, arrives)
    far = _far(service, need, policy)
    if price is not None and far:
        merits = (*merits, f"離島・中継料{far:,}円を含む")
    return Choice(service, True, merits, size, price, arrives)


def _ranked(choice: Choice, rank: int, of: int) -> Choice:
    if choice.price_yen is None:
        told = "運賃表に料金がない"
    elif rank == 1 and of > 1:
        told = f"{choice.price_yen:,}円で最も安い"
    else:
        told = f"{choice.price_yen:,}円"
    reasons = (*choice.reasons, told)
    return Choice(choice.service, True, reasons, choice.size_cm, choice.price_yen, choice.arrives_on, rank)


def _merits(service: Service, need: ParcelNeed, size: int, arrives: date | None) -> tuple[str, ...]:
    merits = ["メール便の大きさに収まる" if service.is_mail else f"{size}サイズ"]
    if not service.is_mail and need.sum_cm is None:
        merits.append("寸法が未登録のため仮のサイズ")
    if need.temperature is not Temperature.NORMAL:
        merits.append(f"{need.temperature.label}で送れる")
    if need.cod_yen:
        merits.append("代金引換ができる")
    if need.window is not Window.NONE:
        merits.append(f"{need.window.label}を指定できる")
    if arrives:
        merits.append(f"{arrives:%m/%d}着")
    return tuple(merits)


def _size(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> tuple[int, str]:
    """The charge class, and what stands against the size; the larger of size and weight counts."""
    if service.mail is not None:
        return 0, _mail(service.mail, need)
    known = need.sum_cm
    wanted = policy.size_when_unknown_cm if known is None else known
    for size in service.sizes:
        if wanted <= size.size_cm and need.weight_g <= size.max_weight_g:
            return size.size_cm, ""
    largest = max((size.size_cm for size in service.sizes), default=0)
    return largest, f"3辺合計{wanted}cmは{largest}cmまでのサイズに収まらない" if wanted > largest else ""


def _mail(limits: MailLimits, need: ParcelNeed) -> str:
    if not need.mail_size:
        return "メール便にできない商品が入っている"
    if need.sides_mm is None:
        return ""
    thin, middle, longest = sorted(need.sides_mm)
    if thin > limits.thickness_mm:
        return f"厚さ{thin / 10:g}cmは{limits.thickness_mm / 10:g}cmを超える"
    if longest > limits.longest_mm or middle > limits.middle_mm:
        return f"{longest / 10:g}×{middle / 10:g}cmは{limits.longest_mm / 10:g}×{limits.middle_mm / 10:g}cmを超える"
    if limits.sum_mm is not None and sum(need.sides_mm) > limits.sum_mm:
        return f"3辺合計{sum(need.sides_mm) / 10:g}cmは{limits.sum_mm / 10:g}cmを超える"
    return ""


def _allowed(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    return "店の設定で使わない" if policy.allowed is not None and service.code not in policy.allowed else ""


def _weight(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    if need.weight_g <= service.max_weight_g:
        return ""
    return f"重さ{need.weight_g / 1000:g}kgは{service.max_weight_g / 1000:g}kgを超える"


def _longest(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    if service.longest_mm is None or need.sides_mm is None or max(need.sides_mm) <= service.longest_mm:
        return ""
    return f"最も長い辺{max(need.sides_mm) / 10:g}cmは{service.longest_mm / 10:g}cmを超える"


def _temperature(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    if need.temperature not in service.temperatures:
        return f"{need.temperature.label}で送れない"
    if need.temperature is Temperature.NORMAL:
        return ""
    if service.cool_size_cm is not None and (need.sum_cm or 0) > service.cool_size_cm:
        return f"クール便は3辺合計{service.cool_size_cm}cmまで"
    if service.cool_weight_g is not None and need.weight_g > service.cool_weight_g:
        return f"クール便は{service.cool_weight_g / 1000:g}kgまで"
    return ""


def _cash(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    if need.cod_yen <= service.cod_limit_yen:
        return ""
    if not service.cod_limit_yen:
        return "代金引換ができない"
    return f"代金引換は{service.cod_limit_yen:,}円まで"


def _several(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    return "複数口で送れない" if need.parcels > 1 and not service.several else ""


def _date(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    return "お届け日を指定できない" if need.deliver_on and not service.dates else ""


def _prefecture(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> str:
    return "" if zone_of(need.prefecture) else f"都道府県「{need.prefecture}」が分からない"


def _window(
    service: Service, need: ParcelNeed, policy: ChoicePolicy, windows: Mapping[str, WindowTable]
) -> str:
    if need.window is Window.NONE:
        return ""
    table = windows.get(service.carrier)
    if not service.windows or table is None:
        return f"時間帯（{need.window.label}）を指定できない"
    return (
        ""
        if table.code(need.window, policy.ship_on) is not None
        else f"「{need.window.label}」の時間帯がない"
    )


def _arrives_on(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> date | None:
    days = policy.lead_days.get(service.code, {})
    lead = days.get(need.prefecture, days.get(EVERYWHERE))
    return None if lead is None else policy.ship_on + timedelta(days=lead)


def _price(
    service: Service, need: ParcelNeed, size: int, rates: RateTable, policy: ChoicePolicy
) -> int | None:
    """The charge of all parcels: the rate in force with cooling and far places; cash on delivery adds once."""
    row = rates.find(service.code, size, zone_of(need.prefecture) or EVERYWHERE, policy.ship_on)
    if row is None:
        return None
    each = row.price_yen + _cooling(service, need, size, policy) + _far(service, need, policy)
    return each * need.parcels + _collecting(service, need, policy)


def _cooling(service: Service, need: ParcelNeed, size: int, policy: ChoicePolicy) -> int:
    if need.temperature is Temperature.NORMAL:
        return 0
    found = [
        extra
        for extra in policy.surcharges
        if extra.service == service.code
        and extra.temperature is need.temperature
        and extra.size_cm in (0, size)
    ]
    return max(found, key=lambda extra: extra.size_cm).price_yen if found else 0


def _far(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> int:
    """What a remote place adds to each parcel; the longest beginning of its postal code counts."""
    if not need.remote:
        return 0
    found = [
        extra
        for extra in policy.surcharges
        if extra.service == service.code and extra.postal_prefix and extra.postal_prefix in need.remote
    ]
    return max(found, key=lambda extra: len(extra.postal_prefix)).price_yen if found else 0


def _collecting(service: Service, need: ParcelNeed, policy: ChoicePolicy) -> int:
    steps = [
        (extra.cod_up_to_yen, extra.price_yen)
        for extra in policy.surcharges
        if extra.service == service.code
        and extra.cod_up_to_yen is not None
        and need.cod_yen <= extra.cod_up_to_yen
    ]
    return min(steps)[1] if need.cod_yen and steps else 0


_Rule = Callable[[Service, ParcelNeed, ChoicePolicy], str]
_RULES: tuple[_Rule, ...] = (
    _allowed, _prefecture, _weight, _longest, _temperature, _cash, _several, _date,
)  # fmt: skip
