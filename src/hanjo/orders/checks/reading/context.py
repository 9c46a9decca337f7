"""What the words around a date or an hour make of it."""

from __future__ import annotations

import re

PAST = re.compile(
    r"^\s*(?:\([月火水木金土日]\))?\s*(?:の|に|頃に?|付け?で?|は)?\s*(?:\S{0,6}?)"
    r"(?:注文(?:し|した|済|分|の|と|品|番号|時|に|も)|購入(?:し|済|分)|頼んだ|届いた|届きまし|受け?取りまし|電話し|問い?合わせ|メール(?:し|を)|"
    r"入金|振り?込|支払|到着済)"
)
CONTACT = re.compile(
    r"電話|連絡|TEL|tel|メール|営業|注文(?:し|した)|購入(?:し|した)|在宅勤務|バーゲン|セール"
)
AWAY = re.compile(
    r"不在|留守|旅行|出張|受け?取れ|受け?取り?(?:不可|でき(?:ない|ません))|以外|休み|休業|定休|避け|NG|ng|[だダ][めメ]|×|"
    r"外して|無理|いません|おりません|いない|都合が悪|仕事で|在宅していません|来客|配達しないで|届けないで|困ります"
)
BY = re.compile(r"^\s*(?:\([月火水木金土日]\))?\s*(?:午前中?|中)?\s*(?:まで|迄|必着|以前|には(?:必|到|届))")
AFTER = re.compile(r"^\s*(?:\([月火水木金土日]\))?\s*(?:以降|以後|から|より後|過ぎ|すぎ)")
SHIP = re.compile(r"発送|出荷|出して")
EVENT = re.compile(
    r"誕生日|記念日|命日|法事|法要|結婚|披露宴|イベント|発表会|使い|使う|使用|必要|渡し|渡す|パーティ"
)
WISH = re.compile(
    r"希望|お願い|おねがい|着|指定|届|配達|配送|受け?取り|受取|ください|下さい|到着|着日|納品(?!書)|納期|日時|在宅|います|おります"
)
ABOUT = re.compile(r"^\s*(?:\([月火水木金土日]\))?\s*(?:頃|ごろ|ころ|前後|くらい|ぐらい|あたり)")
EITHER = re.compile(r"^\s*(?:\([月火水木金土日]\))?\s*(?:-|か|または|もしくは|or|、か)\s*[0-9\0]")
FIRST = re.compile(r"第[一1]希望|①|1\)")


def last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of a pattern ends; 0 when there is none."""
    end = 0
    for found in pattern.finditer(text):
        end = found.end()
    return end
