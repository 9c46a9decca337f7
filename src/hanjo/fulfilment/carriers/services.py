"""The carriers' services and what each can take, as data (配送サービス).

Sources: size and weight classes of 宅急便 from the carrier's own news page; ネコポス, クロネコゆうパケット, コレクト,
クリックポスト and ゆうパケット from several implementations; marked `to be checked` where only memory stands behind a
figure. A shop's own table (its contract) replaces any of these: `choose` takes the services as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.fulfilment.carriers.terms import Temperature

ANY_TEMPERATURE = frozenset(Temperature)
NORMAL_ONLY = frozenset({Temperature.NORMAL})


@dataclass(frozen=True)
class SizeClass:
    """A charge class: the sum of the three sides, and the weight that goes with it."""

    size_cm: int
    max_weight_g: int


@dataclass(frozen=True)
class MailLimits:
    """What goes through a letter box: longest and middle side, thickness, sum of sides."""

    longest_mm: int
    middle_mm: int
    thickness_mm: int
    sum_mm: int | None = None


@dataclass(frozen=True)
class Service:
    """One service of one carrier with its limits.

    A parcel service has size classes; a mail service has mail limits and one flat charge (size 0). `cool_*`
    bound the cooled parcels of a service. `dates` and `windows` say whether a buyer's wish can be given to
    the carrier.
    """

    code: str
    carrier: str
    name: str
    max_weight_g: int
    sizes: tuple[SizeClass, ...] = ()
    mail: MailLimits | None = None
    longest_mm: int | None = None
    temperatures: frozenset[Temperature] = NORMAL_ONLY
    cool_size_cm: int | None = None
    cool_weight_g: int | None = None
    cod_limit_yen: int = 0
    dates: bool = True
    windows: bool = True
    several: bool = True
    source: str = ""

    @property
    def is_mail(self) -> bool:
        return self.mail is not None


def _sizes(*pairs: tuple[int, int]) -> tuple[SizeClass, ...]:
    return tuple(SizeClass(size, kilograms * 1000) for size, kilograms in pairs)


SERVICES: tuple[Service, ...] = (
    Service(
        "yamato.takkyubin",
        "yamato",
        "宅急便",
        30_000,
        sizes=_sizes((60, 2), (80, 5), (100, 10), (120, 15), (140, 20), (160, 25), (180, 30), (200, 30)),
        longest_mm=1700,
        temperatures=ANY_TEMPERATURE,
        cool_size_cm=120,
        cool_weight_g=15_000,
        cod_limit_yen=300_000,
        source="sizes: ヤマト's own post; クール to be checked",
    ),
    Service(
        "yamato.compact",
        "yamato",
        "宅急便コンパクト",
        30_000,
        mail=MailLimits(250, 200, 50),
        cod_limit_yen=300_000,
        several=False,
        source="own box 25×20×5 cm; no weight limit of its own",
    ),
    Service(
        "yamato.nekopos",
        "yamato",
        "ネコポス",
        1_000,
        mail=MailLimits(312, 228, 30),
        dates=False,
        windows=False,
        several=False,
        source="code",
    ),
    Service(
        "yamato.yupacket",
        "yamato",
        "クロネコゆうパケット",
        1_000,
        mail=MailLimits(340, 340, 30, 600),
        dates=False,
        windows=False,
        several=False,
        source="code; to be checked",
    ),
    Service(
        "sagawa.hikyaku",
        "sagawa",
        "飛脚宅配便",
        30_000,
        sizes=_sizes((60, 2), (80, 5), (100, 10), (140, 20), (160, 30)),
        temperatures=ANY_TEMPERATURE,
        cool_size_cm=140,
        cool_weight_g=20_000,
        cod_limit_yen=300_000,
        source="sizes, クール and 代引 limits to be checked",
    ),
    Service(
        "japanpost.yupack",
        "japanpost",
        "ゆうパック",
        25_000,
        sizes=_sizes((60, 25), (80, 25), (100, 25), (120, 25), (140, 25), (160, 25), (170, 25)),
        temperatures=frozenset({Temperature.NORMAL, Temperature.CHILLED}),
        cool_size_cm=150,
        cool_weight_g=25_000,
        cod_limit_yen=300_000,
        source="pages; クール and 代引 limits to be checked",
    ),
    Service(
        "japanpost.yupacket",
        "japanpost",
        "ゆうパケット",
        1_000,
        mail=MailLimits(340, 340, 30, 600),
        dates=False,
        windows=False,
        several=False,
        source="code",
    ),
    Service(
        "clickpost.clickpost",
        "clickpost",
        "クリックポスト",
        1_000,
        mail=MailLimits(340, 250, 30),
        dates=False,
        windows=False,
        several=False,
        source="code; 14-34 × 9-25 × 3 cm, flat charge",
    ),
)
BY_CODE: dict[str, Service] = {service.code: service for service in SERVICES}
