"""The delivery slip that lies in the parcel, with prices or as a gift (納品書).

It can stand as a simplified qualified invoice (適格簡易請求書) when the shop has a registration number: issuer and
number, date, lines with the reduced rate marked, totals and tax by rate. All figures are those frozen on the order;
nothing is computed again here. The gift form shows no price, no payment and no total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hanjo.fulfilment.documents.printing import Printed, print_many
from hanjo.kernel.tax import TaxTotal
from hanjo.ui.barcodes import code128

TEMPLATE = "delivery_slip.typ"
REDUCED_RATE = 8
REDUCED_MARK = "※"
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class SlipShop:
    """Who sends (店舗). Without a registration number the slip does not look like a qualified invoice."""

    name: str
    postal: str = ""
    address: str = ""
    company: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    registration_number: str = ""


@dataclass(frozen=True)
class SlipParty:
    name: str
    postal: str = ""
    address: tuple[str, ...] = ()
    company: str = ""
    phone: str = ""
    honorific: str = "様"


@dataclass(frozen=True)
class SlipLine:
    code: str
    name: str
    quantity: int
    unit_yen: int
    amount_yen: int
    rate: int
    detail: str = ""  # colour and size, or what a set consists of


@dataclass(frozen=True)
class DeliverySlip:
    """All that one slip says. `charges` are postage, fees, coupons and points with their sign."""

    number: str
    ordered_on: date
    shipped_on: date
    shop: SlipShop
    recipient: SlipParty
    lines: tuple[SlipLine, ...]
    total_yen: int
    taxes: tuple[TaxTotal, ...]
    charges: tuple[tuple[str, int], ...] = ()
    buyer: SlipParty | None = None  # named when somebody else receives the goods
    payment: str = ""
    delivery: str = ""  # carrier, date and window as one line
    channel: str = ""
    channel_number: str = ""
    note: str = ""
    is_gift: bool = False
    has_prices: bool | None = None  # None: for everything but gifts
    gift_message: str = ""
    noshi: str = ""
    wrapping: str = ""
    notice: str = ""  # what the law of the goods says to who receives them

    @property
    def is_bare(self) -> bool:
        """Tell whether no price, no way to pay and no tax stands on it (金額なし)."""
        return self.is_gift if self.has_prices is None else not self.has_prices


def print_slips(slips: Sequence[DeliverySlip]) -> Printed:
    """Print the slips of a wave, each order on pages of its own (納品書の印刷)."""
    return print_many(TEMPLATE, slips, data_for_slips)


def data_for_slips(slips: Sequence[DeliverySlip]) -> Mapping[str, object]:
    """What the template reads: finished texts, so that it only has to set them (納品書のデータ)."""
    return {"slips": [_slip(slip) for slip in slips]}


def _slip(slip: DeliverySlip) -> dict[str, object]:
    reduced = any(line.rate == REDUCED_RATE for line in slip.lines)
    facts = [
        ("ご注文日", day(slip.ordered_on)),
        ("出荷日", day(slip.shipped_on)),
        ("お支払い", "" if slip.is_bare else slip.payment),
        ("お届け", slip.delivery),
        ("のし", slip.noshi),
        ("包装", slip.wrapping),
        (
            "贈り主" if slip.is_gift else "ご注文者",
            f"{slip.buyer.name} {slip.buyer.honorific}" if slip.buyer else "",
        ),
        (slip.channel or "購入先の注文番号", "" if slip.is_bare else slip.channel_number),
    ]
    return {
        "gift": slip.is_bare,
        "number": slip.number,
        "code": str(code128(slip.number, height=30)) if slip.number.isascii() else "",
        "shop": _shop(slip.shop, slip.is_bare),
        "recipient": _party(slip.recipient),
        "facts": [{"label": label, "text": text} for label, text in facts if text],
        "lines": [_line(line, slip.is_bare) for line in slip.lines],
        "pieces": sum(line.quantity for line in slip.lines),
        "sums": [] if slip.is_bare else _sums(slip),
        "total": "" if slip.is_bare else yen(slip.total_yen),
        "taxes": [] if slip.is_bare else [_tax(total) for total in slip.taxes],
        "reduced": reduced and not slip.is_bare,
        "message": slip.gift_message if slip.is_gift else "",
        "note": slip.note,
        "notice": slip.notice,
    }


def _shop(shop: SlipShop, gift: bool) -> dict[str, object]:
    number = shop.registration_number
    lines = [
        f"〒{postal(shop.postal)}" if shop.postal else "",
        shop.address,
        f"電話 {shop.phone}" if shop.phone else "",
        shop.email,
        shop.url,
    ]
    return {
        "name": shop.name,
        "company": shop.company,
        "lines": [line for line in lines if line],
        "registration": f"登録番号 {number}" if number and not gift else "",
    }


def _party(party: SlipParty) -> dict[str, object]:
    return {
        "postal": f"〒{postal(party.postal)}" if party.postal else "",
        "address": [line for line in party.address if line],
        "company": party.company,
        "name": party.name,
        "honorific": party.honorific,
    }


def _line(line: SlipLine, gift: bool) -> dict[str, object]:
    mark = REDUCED_MARK if line.rate == REDUCED_RATE and not gift else ""
    priced = {} if gift else {"unit": f"{line.unit_yen:,}", "amount": f"{line.amount_yen:,}"}
    return {
        "code": line.code,
        "name": line.name,
        "detail": line.detail,
        "mark": mark,
        "quantity": f"{line.quantity:,}",
        **priced,
    }


def _sums(slip: DeliverySlip) -> list[dict[str, str]]:
    """The way from the goods to the total; what no charge explains stands as 調整額, so that every slip adds up."""
    goods = sum(line.amount_yen for line in slip.lines)
    unexplained = slip.total_yen - goods - sum(amount for _, amount in slip.charges)
    return [
        {"label": "商品合計（税込）", "text": yen(goods)},
        *(
            {"label": label, "text": yen(amount)}
            for label, amount in (*slip.charges, ("調整額", unexplained))
            if amount
        ),
    ]


def _tax(total: TaxTotal) -> dict[str, str]:
    mark = REDUCED_MARK if total.rate == REDUCED_RATE else ""
    label = f"{total.rate}%対象{mark}" if total.rate else "非課税"
    return {"label": label, "gross": yen(total.gross_yen), "tax": yen(total.tax_yen) if total.rate else "—"}


def yen(amount: int) -> str:
    """An amount as slips write it: ¥1,980, a deduction as −¥500."""
    return f"−¥{-amount:,}" if amount < 0 else f"¥{amount:,}"


def day(value: date) -> str:
    return f"{value:%Y/%m/%d}（{WEEKDAYS[value.weekday()]}）"


def postal(value: str) -> str:
    digits = value.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else value
