"""The shop's delivery services and charges, and the choice among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hanjo.fulfilment.carriers import choosing
from hanjo.fulfilment.carriers.choosing import ChoicePolicy, ParcelNeed, RateRow, RateTable, Surcharge
from hanjo.fulfilment.carriers.services import BY_CODE, MailLimits, SizeClass
from hanjo.fulfilment.carriers.services import Service as Ability
from hanjo.fulfilment.carriers.terms import Temperature, Window
from hanjo.fulfilment.carriers.tracking import tracking_url as _tracking_url
from hanjo.fulfilment.models import Rate, Service
from hanjo.fulfilment.queries.outgoing import Outgoing
from hanjo.fulfilment.rules import Box
from hanjo.kernel import clock
from hanjo.orders.models import Order

CARRIER_NAMES: Mapping[str, str] = {
    "yamato": "ヤマト運輸",
    "sagawa": "佐川急便",
    "japanpost": "日本郵便",
    "clickpost": "クリックポスト",
    "seino": "西濃運輸",
    "fukuyama": "福山通運",
}
SIZES = (60, 80, 100, 120, 140, 160, 170, 180, 200)


def carrier_name(carrier: str) -> str:
    """The name of a carrier for people; its code when nobody has named it."""
    return CARRIER_NAMES.get(carrier, carrier)


def tracking_url(carrier: str, number: str) -> str:
    """The carrier's own page for one tracking number; empty when there is none (追跡ページ)."""
    return _tracking_url(carrier, number)


def window_of(canonical: str) -> Window:
    """An order's window as carriers know it; an unknown one counts as none."""
    return Window(canonical) if canonical in set(Window) else Window.NONE


@dataclass(frozen=True, slots=True)
class Choice:
    """The service that an order takes, its size and charge, and why."""

    service: Service
    size_cm: int
    price_yen: int
    because: str


@dataclass(frozen=True, slots=True)
class Menu:
    """All services the shop uses, with its charges, read once for a whole batch (配送サービスの一覧)."""

    services: Mapping[str, Service]
    abilities: Sequence[Ability]
    rates: RateTable
    surcharges: tuple[Surcharge, ...]
    today: date
    prefixes: frozenset[str] = frozenset()  # beginnings of postal codes for which a service charges extra
    _chosen_before: dict[tuple[object, ...], Choice | str] = field(default_factory=dict)

    def need(
        self, order: Order | Outgoing, box: Box, temperatures: Sequence[str], *, cod_yen: int
    ) -> ParcelNeed:
        """What has to travel, in the words of the choice."""
        cold = [Temperature(word) for word in temperatures]
        coldest = max(cold, key=list(Temperature).index, default=Temperature.NORMAL)
        return ParcelNeed(
            prefecture=order.prefecture,
            weight_g=box.weight_g,
            sides_mm=(box.length_mm, box.width_mm, box.height_mm) if box.measured else None,
            mail_size=box.mail_size,
            temperature=coldest,
            cod_yen=cod_yen,
            window=window_of(order.window),
            deliver_on=order.wanted_on,
            remote=self.remote(order.postal),
        )

    def remote(self, postal: str) -> tuple[str, ...]:
        """The beginnings of a postal code for which some service charges extra (離島・中継料)."""
        if not self.prefixes:
            return ()
        bare = postal.replace("-", "")
        return tuple(bare[:long] for long in range(2, len(bare) + 1) if bare[:long] in self.prefixes)

    def rank(
        self, need: ParcelNeed, *, only: Sequence[str] = (), size_cm: int | None = None
    ) -> list[choosing.Choice]:
        """Every service with its verdict, best first."""
        policy = ChoicePolicy(
            ship_on=self.today,
            preferred=tuple(self.services),
            lead_days={code: service.lead_days for code, service in self.services.items()},
            surcharges=self.surcharges,
        )
        offered = [ability for ability in self.abilities if not only or ability.code in only]
        return choosing.choose(replace(need, size_cm=size_cm or need.size_cm), self.rates, policy, offered)

    def choose(
        self, order: Outgoing, box: Box, temperatures: tuple[str, ...], *, cod_yen: int
    ) -> Choice | str:
        """The service an order takes: the one it asks for if that can carry it, else the cheapest (配送の選択).

        Answers with the reason when no service can carry it. Orders in the same situation are judged once.
        """
        alike = (
            order.service, order.prefecture, order.window, order.wanted_on, box, temperatures, cod_yen,
            self.remote(order.postal),
        )  # fmt: skip
        found = self._chosen_before.get(alike)
        if found is None:
            found = self._choose(order, box, temperatures, cod_yen=cod_yen)
            self._chosen_before[alike] = found
        return found

    def _choose(
        self, order: Outgoing, box: Box, temperatures: Sequence[str], *, cod_yen: int
    ) -> Choice | str:
        need = self.need(order, box, temperatures, cod_yen=cod_yen)
        asked, lead = order.service, ""
        if asked and asked in self.services:
            verdict = self.rank(need, only=(asked,))[0]
            if verdict.accepted:
                return self._chosen(verdict, "受注の指定、")
            lead = f"指定の{self.services[asked].name}は{verdict.because}。"
        ranked = self.rank(need)
        if not ranked:
            return "使える配送サービスがありません。「設定 › 配送」で登録してください。"
        if not ranked[0].accepted:
            return lead + self._nobody(ranked)
        return self._chosen(ranked[0], lead)

    def _chosen(self, verdict: choosing.Choice, lead: str) -> Choice:
        service = self.services[verdict.service.code]
        return Choice(service, verdict.size_cm, verdict.price_yen or 0, f"{lead}{verdict.because}"[:200])

    def _nobody(self, ranked: Sequence[choosing.Choice]) -> str:
        said = "／".join(f"{choice.service.name}: {choice.because}" for choice in ranked[:3])
        return f"送れる配送サービスがありません（{said}）。"


def menu() -> Menu:
    """Read the active services and the charges in force today, in two statements."""
    services = {row.code: row for row in Service.objects.filter(is_active=True).order_by("position", "id")}
    today = clock.business_date()
    rates = Rate.objects.filter(service__is_active=True, valid_from__lte=today)
    rows = rates.values_list("service__code", "zone", "size_cm", "price_yen", "valid_from")
    extras = tuple(extra for row in services.values() for extra in _surcharges(row))
    return Menu(
        services=services,
        abilities=[ability(row) for row in services.values()],
        rates=RateTable([RateRow(*row) for row in rows]),
        surcharges=extras,
        prefixes=frozenset(extra.postal_prefix for extra in extras if extra.postal_prefix),
        today=today,
    )


def ability(row: Service) -> Ability:
    """What a service can take: the carrier's published limits with the shop's own figures over them."""
    known = BY_CODE.get(row.code)
    temperatures = frozenset(Temperature(word) for word in row.temperatures) or frozenset(
        {Temperature.NORMAL}
    )
    thick = row.max_thickness_mm
    mail = None
    if row.is_mail:
        base = known.mail if known and known.mail else MailLimits(340, 250, 30)
        mail = replace(base, thickness_mm=thick or base.thickness_mm)
    top = row.max_size_cm or 160
    weight = row.max_weight_g or (known.max_weight_g if known else 30_000)
    sizes = known.sizes if known and known.sizes else tuple(SizeClass(size, weight) for size in SIZES)
    return Ability(
        code=row.code,
        carrier=row.carrier,
        name=row.name,
        max_weight_g=weight,
        sizes=() if mail else tuple(size for size in sizes if size.size_cm <= top),
        mail=mail,
        longest_mm=known.longest_mm if known else None,
        temperatures=temperatures,
        cool_size_cm=known.cool_size_cm if known else None,
        cool_weight_g=known.cool_weight_g if known else None,
        cod_limit_yen=row.cod_limit_yen if row.cod else 0,
        dates=row.dates,
        windows=bool(row.windows),
        several=known.several if known else not row.is_mail,
    )


def _surcharges(row: Service) -> list[Surcharge]:
    extras = [
        Surcharge(row.code, int(yen), int(size), Temperature(word))
        for word in (Temperature.CHILLED, Temperature.FROZEN)
        for size, yen in (row.surcharges.get(word) or {}).items()
    ]
    extras += [
        Surcharge(row.code, int(yen), cod_up_to_yen=int(up_to))
        for up_to, yen in row.surcharges.get("cod") or []
    ]
    extras += [
        Surcharge(row.code, int(yen), postal_prefix=prefix)
        for prefix, yen, *_ in row.surcharges.get("remote") or []
    ]
    return extras


def service_names() -> dict[str, str]:
    """The name of every service by its code."""
    return dict(Service.objects.values_list("code", "name"))
