"""Checks of who receives the parcel: complete, short enough for a label, reachable (お届け先の確認)."""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.kernel import text
from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.terms import Address, Finding


@check(
    number=9,
    code="receiver_incomplete",
    label="お届け先の名前・住所がない",
    says="お届け先の名前か住所が空のときに止めます。",
    flag="宛先不足",
)
def receiver_incomplete(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    to = order.recipient
    if to.name and to.city and to.street:
        return NOTHING
    missing = []
    if not to.name.strip() and not to.company.strip():
        missing.append("お名前")
    if not to.city.strip() and not to.street.strip():
        missing.append("住所")
    elif not to.street.strip() and not any(ch.isdigit() for ch in to.city):
        missing.append("町名・番地")
    if not missing:
        return NOTHING
    there = f"{to.prefecture}{to.city}{to.street} {to.name}".strip()
    buyer = order.buyer
    can_copy = bool(buyer.name and buyer.city and buyer.street) and len(missing) > 1
    return saw(
        f"お届け先の{'と'.join(missing)}がありません",
        f"届いているのは「{there}」だけです。" if there else "お届け先が空です。",
        fix={"set": _of(buyer)} if can_copy else None,
        fix_label=f"ご注文者「{buyer.name}」の住所に送る" if can_copy else "",
        confidence=60 if can_copy else 100,
    )


def _of(buyer: Address) -> dict[str, str]:
    names = ("name", "kana", "company", "postal", "prefecture", "city", "street", "building", "phone")
    return {name: getattr(buyer, name) for name in names}


@check(
    number=10,
    code="receiver_too_long",
    label="名前・住所が送り状に入りきらない",
    says="名前・住所・建物名が送り状の幅（半角で数えた桁数）を超えるときに止めます。",
    flag="文字数",
    limits={"name_width": 32, "address_width": 64, "building_width": 32},
)
def receiver_too_long(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    # Widths of ヤマト B2クラウド, the narrowest of the big three: name 32, 住所 8 + 24 + 32, 建物 32.
    to = order.recipient
    address = to.prefecture + to.city + to.street
    name_limit, address_limit = limits["name_width"], limits["address_width"]
    building_limit = limits["building_width"]
    if (
        len(to.name) * 2 <= name_limit
        and len(address) * 2 <= address_limit
        and len(to.building) * 2 <= building_limit
    ):
        return NOTHING  # even if every character is a wide one
    found: list[Finding] = []
    for key, label, value, limit in (
        ("name", "お名前", to.name, name_limit),
        ("address", "住所", address, address_limit),
        ("building", "建物名", to.building, building_limit),
    ):
        width = text.cp932_width(value)
        if width > limit:
            evidence = f"「{value}」は半角 {width} 桁で、上限の {limit} 桁を {width - limit} 桁超えています。"
            found += saw(f"{label}が送り状に入りきりません", evidence, key=key)
    return found


@check(
    number=11,
    code="phone",
    label="電話番号がない・桁数が違う",
    says="お届け先の電話番号が空か、日本の電話番号の桁数（10 桁か 11 桁）でないときに止めます。",
    flag="電話番号",
)
def phone(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    given = order.recipient.phone
    digits = given.replace("-", "")
    if not digits.isdecimal() or not digits.isascii():
        digits = text.digits(given)
    if _is_phone(digits):
        return NOTHING
    likely, confidence, why = _likely_phone(order, digits)
    return saw(
        "電話番号の桁数が違います" if digits else "電話番号がありません",
        (f"「{given}」は {len(digits)} 桁です。" if digits else "お届け先の電話番号が空です。") + why,
        fix={"set": {"phone": likely}} if likely else None,
        fix_label=f"電話番号を「{likely}」にする" if likely else "",
        confidence=confidence,
    )


def _is_phone(digits: str) -> bool:
    """Eleven digits after 020, 050 … 090, else ten; always from 0, never one digit over and over."""
    if digits[:1] != "0" or len(set(digits)) < 2:
        return False
    if digits[2:3] == "0" and digits[1] in "256789":
        return len(digits) == 11
    return len(digits) == 10 and digits[1] != "0"


def _likely_phone(order: OrderView, digits: str) -> tuple[str, int, str]:
    national = "0" + digits[2:] if digits.startswith("81") else "0" + digits
    if digits and _is_phone(national):
        return national, 95, f"先頭の 0 を補うと {national} です。"
    buyers = order.buyer.phone
    if _is_phone(text.digits(buyers)):
        same_person = order.buyer.name.replace(" ", "") == order.recipient.name.replace(" ", "")
        return buyers, 90 if same_person else 65, f"ご注文者の電話番号は {buyers} です。"
    return "", 100, ""


@check(
    number=12,
    code="same_receiver",
    label="同じお届け先の注文がある（同梱候補）",
    says="同じお届け先の未出荷の注文があるときに止めて、同梱を提案します。",
    flag="同梱候補",
)
def same_receiver(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    others = [number for number in seen.history.same_receiver_open if number != order.number]
    if not others:
        return NOTHING
    return saw(
        "同じお届け先の注文があります",
        f"未出荷の注文: {'、'.join(others)}（{order.recipient.name} 様）",
        fix={"do": "merge", "with": others[0]},
        fix_label=f"{others[0]} と同梱する",
        confidence=80,
    )


@check(
    number=13,
    code="several_recipients",
    label="お届け先が複数ある",
    says="ひとつの注文にお届け先が 2 か所以上あるときに止めます。",
    flag="複数配送先",
)
def several_recipients(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.several_recipients:
        return NOTHING
    return saw(
        "お届け先が 2 か所以上あります",
        f"いま開いているお届け先は「{order.recipient.name}」です。ほかのお届け先の商品が混ざっていないか確かめてください。",
        fix=ACCEPT,
        fix_label="このお届け先だけで進める",
        confidence=50,
    )
