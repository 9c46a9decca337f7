"""Made-up buyers at real places: natural names, invented house numbers, telephones nobody has (架空の購入者)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from hanjo.demo.goods import DATA

BUILDINGS = ("コーポみほん", "架空ハイツ", "メゾン例", "サンプルコート", "みほん荘", "グリーン例ビル")

# Digits that a telephone number of that prefecture really begins with; the zeros after it belong to nobody.
AREA_CODES = {
    "北海道": "011", "宮城県": "022", "埼玉県": "048", "千葉県": "043", "東京都": "03", "神奈川県": "045",
    "新潟県": "025", "静岡県": "054", "愛知県": "052", "京都府": "075", "大阪府": "072", "兵庫県": "078",
    "広島県": "082", "福岡県": "092",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who does not exist, with everything a mall would know."""

    family: str
    given: str
    family_kana: str
    given_kana: str
    postal: str
    prefecture: str
    city: str
    street: str
    building: str
    phone: str
    email: str
    company: str = ""

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}"

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}"


@cache
def places() -> tuple[tuple[str, str, str, str], ...]:
    """Real postal codes with prefecture, city and neighbourhood, without islands."""
    lines = (DATA / "places.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


@cache
def words(name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a word and its kana from `data/NAME.txt`."""
    pairs = (line.split(":") for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").split())
    return tuple((word, kana) for word, kana in pairs)


class Town:
    """Hands out people, each of them once, always in the same order for the same seed."""

    def __init__(self, seed: str, first: int = 0) -> None:
        self.rng = Random(seed)
        self.count = first
        self.names = [(family, first) for family in words("surnames") for first in words("given")]
        self.rng.shuffle(self.names)

    def person(self, place: tuple[str, str, str, str] | None = None) -> Person:
        """The next person, at `place` or anywhere in the country."""
        rng = self.rng
        (family, family_kana), (given, given_kana) = self.names[self.count % len(self.names)]
        self.count += 1
        postal, prefecture, city, town = place or rng.choice(places())
        building = rng.random() < 0.35
        return Person(
            family=family,
            given=given,
            family_kana=family_kana,
            given_kana=given_kana,
            postal=postal,
            prefecture=prefecture,
            city=city,
            street=f"{town}{rng.randint(1, 5)}-{rng.randint(1, 30)}-{rng.randint(1, 20)}",
            building=f"{rng.choice(BUILDINGS)} {rng.randint(1, 12)}0{rng.randint(1, 6)}" if building else "",
            phone=self._phone(prefecture),
            email=f"kaimono{self.count:04d}@example.jp",
        )

    def _phone(self, prefecture: str) -> str:
        last = f"{(self.count + 1000) % 10_000:04d}"
        area = AREA_CODES.get(prefecture)
        if area is None or self.rng.random() < 0.55:
            return f"0{self.rng.choice('789')}0-0000-{last}"
        return f"{area}-{'0000' if len(area) == 2 else '000'}-{last}"
