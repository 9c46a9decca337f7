"""What the papers and label files of a wave say, read in a flat number of statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from hanjo.catalogue.terms import DRINKING_NOTICE
from hanjo.catalogue.terms import Temperature as Cold
from hanjo.fulfilment import rules
from hanjo.fulfilment.carriers.terms import CarrierAccount, LabelPolicy, Party, ShippingLabel, Temperature
from hanjo.fulfilment.documents.delivery_slip import DeliverySlip, SlipLine, SlipParty, SlipShop
from hanjo.fulfilment.documents.pick_lists import PickItem, PickOrder, PickWave
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, Service, Wave
from hanjo.fulfilment.queries.services import window_of
from hanjo.fulfilment.queries.trucks import Trucks
from hanjo.fulfilment.terms import InstructionState
from hanjo.kernel import clock, setting
from hanjo.kernel.tax import TaxTotal
from hanjo.orders.models import Order, OrderLine
from hanjo.orders.terms import LineKind, OrderState

SENDER = "fulfilment.sender"
LABELS = "fulfilment.labels"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who stands as ご依頼主 on labels and as the shop on slips (発送元)."""

    name: str = ""
    company: str = ""
    postal: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    registration_number: str = ""

    @property
    def address(self) -> str:
        return f"{self.prefecture}{self.city}{self.street} {self.building}".strip()


def sender() -> Sender:
    """The shop as it signs its parcels; empty until somebody has filled it in."""
    kept: dict[str, Any] = setting.get(SENDER, {})
    return Sender(**{key: value for key, value in kept.items() if key in {f.name for f in fields(Sender)}})


def sender_values(who: Sender) -> dict[str, str]:
    """The sender as plain values, for the setting and for a form."""
    return asdict(who)


def label_policy() -> LabelPolicy:
    """How the shop wants its label files written (送り状データの書き方)."""
    kept: dict[str, Any] = setting.get(LABELS, {})
    return LabelPolicy(
        substitutes=tuple((str(one), str(two)) for one, two in kept.get("substitutes", [])),
        replace_beyond_jis=bool(kept.get("replace_beyond_jis", True)),
        shorten_contents=bool(kept.get("shorten_contents", True)),
    )


def account_of(service: Service) -> CarrierAccount:
    """The contract numbers that a service adds to every label."""
    known = {field.name for field in fields(CarrierAccount)}
    return CarrierAccount(**{key: str(value) for key, value in service.account.items() if key in known})


def live_rows(wave: Wave) -> list[Instruction]:
    """The instructions of a wave that are not cancelled, in sheet order."""
    rows = Instruction.objects.filter(wave=wave).exclude(state=InstructionState.CANCELLED)
    return list(rows.select_related("order", "service").order_by("position", "id"))


def pick_wave(wave: Wave) -> PickWave:
    """A wave as the pick lists print it (ピッキングリストの内容)."""
    rows = live_rows(wave)
    lines = _lines(rows)
    orders = tuple(
        PickOrder(
            number=row.order.number,
            recipient=row.order.name,
            items=tuple(_item(line) for line in lines.get(row.pk, ())),
            position=row.position,
            service=row.service.name,
            flags=tuple(pack_flags(row.order)),
            note=row.order.shop_note,
            prefecture=row.order.prefecture,
        )
        for row in rows
    )
    made = wave.made_at.astimezone(clock.JST)
    return PickWave(wave.number, wave.label, wave.location.name, made, orders)


def pack_flags(order: Order) -> list[str]:
    """What the packer must know of an order, in words of few characters."""
    told = [
        (order.is_gift, "ギフト"),
        (bool(order.noshi), f"のし {order.noshi}"),
        (bool(order.wrapping), f"包装 {order.wrapping}" if _tells(order.wrapping) else "包装"),
        (bool(order.gift_message), "メッセージ"),
        (order.pay_kind == "cod", "代引"),
        (order.temperature != Cold.NORMAL, Cold(order.temperature).label),
        (order.no_slip, "納品書不要"),
        (not order.no_slip and is_price_free(order), "金額なし納品書"),
        (bool(order.receipt_name), "領収書（但し書きあり）" if order.receipt_proviso else "領収書"),
    ]
    return [word for applies, word in told if applies]


def dressing(order: Order) -> list[str]:
    """What is done to the goods of an order, in full, with the goods that stay as they are (のし・包装)."""
    told = [
        (order.noshi, f"のし {order.noshi}"),
        (order.wrapping, f"包装 {order.wrapping}"),
        (order.gift_message, "メッセージを入れる"),
    ]
    return [words for wanted, words in told if wanted]


def _tells(wrapping: str) -> bool:
    """Tell whether the words of a wrapping are short, or name goods that stay without it."""
    return len(wrapping) <= 20 or "を除く" in wrapping


def is_price_free(order: Order) -> bool:
    """Tell whether the slip names no price: for every gift, unless the buyer was asked and wants them on it."""
    return order.is_gift and bool(order.facts.get("no_prices", True))


def slips(wave: Wave) -> list[DeliverySlip]:
    """The delivery slips of a wave in sheet order; an order that wants none has none (納品書の内容).

    Orders that travel together (同梱) have one slip each, one after the other.
    """
    pairs = slip_orders(wave)
    wanted = [order for _, order in pairs]
    shop = _slip_shop(sender())
    lines: dict[int, list[OrderLine]] = {}
    rows = OrderLine.objects.filter(order__in={order.pk for order in wanted}).select_related("sku__product")
    for line in rows.order_by("position", "id"):
        lines.setdefault(line.order_id, []).append(line)
    trucks, now = Trucks(), clock.now().astimezone(clock.JST)
    return [
        _slip(
            row,
            order,
            lines.get(order.pk, []),
            shop,
            rules.ship_day(now, trucks.cutoff(row.service, row.location_id)),
        )
        for row, order in pairs
    ]


def slip_orders(wave: Wave) -> list[tuple[Instruction, Order]]:
    """Which orders of a wave get a slip, with the instruction that carries them."""
    rows = live_rows(wave)
    followers: dict[int | None, list[Order]] = {}
    together = Order.objects.filter(merged_into__in={row.order_id for row in rows})
    for order in together.exclude(state=OrderState.CANCELLED).order_by("id"):
        followers.setdefault(order.merged_into_id, []).append(order)
    return [
        (row, order)
        for row in rows
        for order in (row.order, *followers.get(row.order_id, ()))
        if not order.no_slip
    ]


def _slip(
    row: Instruction, order: Order, lines: Sequence[OrderLine], shop: SlipShop, leaves_on: date
) -> DeliverySlip:
    charges = (
        ("送料", order.shipping_yen),
        ("手数料", order.fee_yen),
        ("包装料", order.wrapping_yen),
        ("クーポン・値引", -order.discount_yen),
        ("ポイント利用", -order.points_yen),
    )
    other = order.buyer_name and order.buyer_name != order.name
    wanted = f"{order.wanted_on:%m/%d}" if order.wanted_on else ""
    window = window_of(order.window).label if order.window else ""
    return DeliverySlip(
        number=order.number,
        ordered_on=clock.business_date(order.ordered_at),
        shipped_on=leaves_on,
        shop=shop,
        recipient=SlipParty(
            name=order.name,
            postal=order.postal,
            address=(f"{order.prefecture}{order.city}{order.street}", order.building),
            company=order.company,
        ),
        lines=tuple(_slip_line(line) for line in lines if _on_slip(line)),
        total_yen=order.total_yen,
        taxes=tuple(
            TaxTotal(rate=int(t["rate"]), gross_yen=int(t["gross_yen"]), tax_yen=int(t["tax_yen"]))
            for t in order.taxes
        ),
        charges=charges,
        buyer=SlipParty(name=order.buyer_name) if other else None,
        payment=order.pay_method,
        delivery=" ".join(part for part in (row.service.name, wanted, window) if part),
        channel_number=""
        if order.facts.get("checkout")
        else order.external_number,  # our own: nobody knows it
        is_gift=order.is_gift,
        has_prices=not is_price_free(order),
        gift_message=order.gift_message,
        noshi=order.noshi,
        wrapping=order.wrapping,
        notice=DRINKING_NOTICE if any(_is_alcohol(line) for line in lines if _on_slip(line)) else "",
    )


def _is_alcohol(line: OrderLine) -> bool:
    return line.sku is not None and line.sku.product.is_alcohol


def _on_slip(line: OrderLine) -> bool:
    return line.kind == LineKind.GOODS and line.quantity > line.cancelled_quantity


def _slip_line(line: OrderLine) -> SlipLine:
    quantity = line.quantity - line.cancelled_quantity
    return SlipLine(
        code=line.code,
        name=line.name,
        quantity=quantity,
        unit_yen=line.unit_price_yen,
        amount_yen=line.unit_price_yen * quantity,
        rate=line.tax_rate,
        detail=line.options,
    )


def _slip_shop(who: Sender) -> SlipShop:
    return SlipShop(
        name=who.name,
        postal=who.postal,
        address=who.address,
        company=who.company,
        phone=who.phone,
        email=who.email,
        url=who.url,
        registration_number=who.registration_number,
    )


def labels(parcels: Sequence[Parcel]) -> list[ShippingLabel]:
    """The labels of these parcels, read with instruction, order and service (送り状の内容)."""
    rows = [parcel.instruction for parcel in parcels]
    lines = _lines(rows)
    who = sender()
    party = Party(
        name=who.name,
        postal=who.postal,
        prefecture=who.prefecture,
        city=who.city,
        street=who.street,
        building=who.building,
        company=who.company,
        phone=who.phone,
        honorific="",
    )
    trucks, now = Trucks(), clock.now().astimezone(clock.JST)
    made = []
    for parcel in parcels:
        row = parcel.instruction
        contents = [line.sku.product.name for line in lines.get(row.pk, ())]
        leaves_on = rules.ship_day(now, trucks.cutoff(row.service, row.location_id))
        made.append(_label(parcel, party, contents, leaves_on))
    return made


def _label(parcel: Parcel, who: Party, contents: Sequence[str], leaves_on: date) -> ShippingLabel:
    order, service = parcel.instruction.order, parcel.instruction.service
    return ShippingLabel(
        key=parcel.key,
        service=service.code,
        recipient=Party(
            name=order.name,
            postal=order.postal,
            prefecture=order.prefecture,
            city=order.city,
            street=order.street,
            building=order.building,
            company=order.company,
            kana=order.kana,
            phone=order.phone or order.buyer_phone,
        ),
        sender=who,
        ship_on=leaves_on,
        deliver_on=order.wanted_on if service.dates else None,
        window=window_of(order.window),
        temperature=Temperature(order.temperature),
        contents=tuple(dict.fromkeys(contents)),
        cod_yen=parcel.cod_yen,
        cod_tax_yen=sum(int(tax["tax_yen"]) for tax in order.taxes) if parcel.cod_yen else 0,
        size_cm=parcel.size_cm or None,
        weight_g=parcel.weight_g or None,
        note=f"ご注文 {order.number}",
    )


def _lines(rows: Sequence[Instruction]) -> Mapping[int, list[InstructionLine]]:
    found: dict[int, list[InstructionLine]] = {}
    lines = InstructionLine.objects.filter(instruction__in={row.pk for row in rows}).select_related(
        "sku__product"
    )
    for line in lines.order_by("id"):
        found.setdefault(line.instruction_id, []).append(line)
    return found


def _item(line: InstructionLine) -> PickItem:
    sku = line.sku
    cold = Cold(sku.product.temperature)
    return PickItem(
        bin=line.bin,
        sku=sku.code,
        name=sku.product.name,
        quantity=line.quantity,
        jan=sku.jan or "",
        detail=" ".join(part for part in (sku.option1, sku.option2) if part),
        temperature="" if cold is Cold.NORMAL else cold.label,
    )
