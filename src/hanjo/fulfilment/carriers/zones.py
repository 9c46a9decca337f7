"""The twelve areas by which carriers charge (運賃の地帯). Source: ヤマト's public list; 佐川 uses nearly
the same.
"""

from __future__ import annotations

from hanjo.kernel.word import Word


class Zone(Word):
    HOKKAIDO = "北海道"
    KITATOHOKU = "北東北"
    MINAMITOHOKU = "南東北"
    KANTO = "関東"
    SHINETSU = "信越"
    HOKURIKU = "北陸"
    CHUBU = "中部"
    KANSAI = "関西"
    CHUGOKU = "中国"
    SHIKOKU = "四国"
    KYUSHU = "九州"
    OKINAWA = "沖縄"


PREFECTURES: dict[Zone, str] = {
    Zone.HOKKAIDO: "北海道",
    Zone.KITATOHOKU: "青森県 岩手県 秋田県",
    Zone.MINAMITOHOKU: "宮城県 山形県 福島県",
    Zone.KANTO: "茨城県 栃木県 群馬県 埼玉県 千葉県 神奈川県 東京都 山梨県",
    Zone.SHINETSU: "新潟県 長野県",
    Zone.HOKURIKU: "富山県 石川県 福井県",
    Zone.CHUBU: "静岡県 愛知県 三重県 岐阜県",
    Zone.KANSAI: "大阪府 京都府 滋賀県 奈良県 和歌山県 兵庫県",
    Zone.CHUGOKU: "岡山県 広島県 山口県 鳥取県 島根県",
    Zone.SHIKOKU: "香川県 徳島県 愛媛県 高知県",
    Zone.KYUSHU: "福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県",
    Zone.OKINAWA: "沖縄県",
}
_BY_PREFECTURE: dict[str, Zone] = {
    name: zone for zone, names in PREFECTURES.items() for name in names.split()
}


def zone_of(prefecture: str) -> Zone | None:
    """The area of a prefecture by its full name; None for a name that is no prefecture."""
    return _BY_PREFECTURE.get(prefecture)
