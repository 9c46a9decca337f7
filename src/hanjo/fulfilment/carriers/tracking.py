"""Where a buyer follows a parcel (お荷物の追跡ページ). Source: addresses used by many public
implementations.
"""

from __future__ import annotations

from urllib.parse import quote

_JAPANPOST = (
    "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={no}&searchKind=S002&locale=ja"
)
PAGES: dict[str, str] = {
    "yamato": "https://member.kms.kuronekoyamato.co.jp/parcel/detail?pno={no}",
    "sagawa": "https://k2k.sagawa-exp.co.jp/p/web/okurijosearch.do?okurijoNo={no}",
    "japanpost": _JAPANPOST,
    "clickpost": _JAPANPOST,
    "seino": "https://track.seino.co.jp/cgi-bin/gnpquery.pgm?GNPNO1={no}",
    "fukuyama": "https://corp.fukutsu.co.jp/situation/tracking_no_hunt/{no}",
}


def tracking_url(carrier: str, number: str) -> str:
    """The carrier's own page for one number; empty for a carrier whose page is not known."""
    page = PAGES.get(carrier)
    return page.format(no=quote(number, safe="")) if page and number else ""
