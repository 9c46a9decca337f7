"""楽天 発送報告アップロード: 6 columns, CP932, CRLF (楽天の発送報告).

送付先ID and 発送明細ID may stay empty; 配送会社 is RMS's 1000-series code; 発送日 is YYYY-MM-DD.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hanjo.channels.malls.shipped import Shipped, UnknownCarrier, as_file

HEADER = ("注文番号", "送付先ID", "発送明細ID", "お荷物伝票番号", "配送会社", "発送日")
#: RMS's deliveryCompany codes. The house's own codes stand beside the names.
COMPANIES: Mapping[str, str] = MappingProxyType(
    {
        "1000": "その他",
        "1001": "ヤマト運輸",
        "1002": "佐川急便",
        "1003": "日本郵便",
        "1004": "西濃運輸",
        "1005": "セイノースーパーエクスプレス",
        "1006": "福山通運",
        "1007": "名鉄運輸",
        "1008": "トナミ運輸",
        "1009": "第一貨物",
        "1010": "新潟運輸",
        "1011": "中越運送",
        "1012": "岡山県貨物運送",
        "1013": "久留米運送",
        "1014": "山陽自動車運送",
        "1015": "NXトランスポート",
        "1016": "エコ配",
        "1017": "EMS",
        "1018": "DHL",
        "1019": "FedEx",
        "1020": "UPS",
        "1021": "日本通運",
        "1022": "TNT",
        "1023": "OCS",
        "1024": "USPS",
        "1025": "SFエクスプレス",
        "1026": "Aramex",
        "1027": "SGHグローバル・ジャパン",
        "1028": "Rakuten EXPRESS",
        "1029": "日本郵便 楽天倉庫出荷",
        "1030": "ヤマト運輸 クロネコゆうパケット",
        "1031": "名鉄NX運輸",
    }
)
CARRIER_CODES: Mapping[str, str] = MappingProxyType(
    {
        "yamato": "1001",
        "sagawa": "1002",
        "japanpost": "1003",
        "clickpost": "1003",
        "seino": "1004",
        "fukuyama": "1006",
        "ecohai": "1016",
        "other": "1000",
    }
)


def write(shipped: Sequence[Shipped], *, carrier_codes: Mapping[str, str] = CARRIER_CODES) -> bytes:
    """The upload file: one row for each tracking number. Refuses a carrier that has no code."""
    rows: list[Sequence[str]] = [HEADER]
    for order in shipped:
        code = order.carrier if order.carrier in COMPANIES else carrier_codes.get(order.carrier)
        if code is None:
            raise UnknownCarrier(order=order.order_number, carrier=order.carrier)
        rows += [
            (order.order_number, order.package_id, "", number, code, order.shipped_on.isoformat())
            for number in order.tracking_numbers or ("",)
        ]
    return as_file(rows)
