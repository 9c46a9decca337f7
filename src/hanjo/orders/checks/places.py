"""Japanese places in one spelling, for comparison only; what the buyer wrote is never rewritten with this."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PREFECTURES = [
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
]
PREFECTURE_SET = frozenset(PREFECTURES)
JAPAN = frozenset({"JP", "JPN", "日本", "日本国", "Japan", "JAPAN", ""})

_BARE = {name if name == "北海道" else name[:-1]: name for name in PREFECTURES}
_STARTS_WITH_PREFECTURE = re.compile("|".join(PREFECTURES))
_DISTRICT = re.compile(r"^.{1,5}?郡(?=.+[町村]$)|^(?:三宅島|八丈島)(?=.)")
_NOISE = re.compile(r"[\s\u3000]|大字|(?<=[町村市区])字")
_OLD_FORMS = str.maketrans(
    "澤瀨濵濱邊邉齋齊﨑嶋嶌龍籠竈條驒麴檮曾鷗檜櫻廣國髙縣ヶヵガが之乃",
    "沢瀬浜浜辺辺斎斉崎島島竜篭釜条騨麹梼曽鴎桧桜広国高県ケケケケノノ",
)


@lru_cache(maxsize=16384)
def same(text: str) -> str:
    """One spelling of a place: width, spaces, 大字, ヶ・ケ・が and old character forms folded away."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).translate(_OLD_FORMS)


@lru_cache(maxsize=4096)
def spellings(city: str) -> tuple[str, ...]:
    """A municipality as people write it: with its 郡 and without."""
    full = same(city)
    bare = _DISTRICT.sub("", full)
    return (full,) if bare == full else (full, bare)


def without_district(city: str) -> str:
    """御代田町 for 北佐久郡御代田町, 八丈町 for 八丈島八丈町; 郡山市 and 大和郡山市 stay whole."""
    return _DISTRICT.sub("", city)


def is_in(city: str, place: str) -> bool:
    """Whether a written place (already folded by `same`) begins with the municipality."""
    return any(place.startswith(one) for one in spellings(city))


def prefecture_meant(prefecture: str, city: str) -> str:
    """The prefecture that 「兵庫」 or a city field 「兵庫県神戸市…」 means; empty when it cannot be told."""
    written = same(prefecture)
    if written in PREFECTURE_SET:
        return written
    if written in _BARE:
        return _BARE[written]
    if written.isdecimal() and 1 <= int(written) <= 47:
        return PREFECTURES[int(written) - 1]  # JIS X 0401, as some carts write it
    found = _STARTS_WITH_PREFECTURE.match(same(written + city))
    return found.group() if found else ""


def hyphened(postal: str) -> str:
    """650-0001 for 6500001."""
    return f"{postal[:3]}-{postal[3:]}" if len(postal) == 7 else postal
