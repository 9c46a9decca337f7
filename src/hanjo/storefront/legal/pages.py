"""The page 「特定商取引法に基づく表記」, made from the profile and the shop's terms; in Japanese and English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanjo.payments.terms import MethodOffer
from hanjo.pricing.terms import Fare, Terms
from hanjo.storefront.legal import texts
from hanjo.storefront.legal.terms import Plan, Profile, SellerKind

TEMPERATURES = {"normal": ("", ""), "chilled": ("冷蔵", "chilled"), "frozen": ("冷凍", "frozen")}
ASK = (
    "ご請求があったときは、遅滞なくお知らせします。下の「住所・電話番号を請求する」からご連絡ください。",
    "Disclosed without delay on request. Please use the form below.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the page and what there is to say."""

    label: str
    lines: tuple[str, ...]


def legal_rows(
    profile: Profile,
    terms: Terms,
    methods: Sequence[MethodOffer],
    times: dict[str, str],
    language: str = "ja",
) -> list[Row]:
    """Every item the law asks for, those that apply to this shop (特定商取引法に基づく表記)."""
    ja = language == "ja"
    made = [*_seller(profile, language)]

    def add(label: str, english: str, *lines: str) -> None:
        said = tuple(line for text in lines for line in text.splitlines() if line.strip())
        if said:
            made.append(Row(label if ja else english, said))

    words = texts.words(profile, language)
    prices = ("各商品のページに、消費税を含む価格で表示します。", "Shown on each product page, tax included.")
    add("販売価格", "Prices", prices[0 if ja else 1])
    add("送料", "Shipping", *shipping_lines(terms, language))
    add("送料のほかの料金", "Other charges", *fee_lines(terms, language), profile.say("charges", language))
    add("支払方法と時期", "Payment", *_methods(methods, times, language), profile.say("pay_times", language))
    add("引渡しの時期", "Delivery", profile.say("delivery", language))
    add("申込みの期間", "Period of offer", words.period if profile.has_period else "")
    if profile.has_plans:
        plans = [line for plan in profile.plans for line in plan_lines(plan, language)]
        add("定期購入の条件", "Subscriptions", *plans)
    add("数量の制限・特別の条件", "Limits", profile.say("limits", language) if profile.has_limits else "")
    add("動作環境", "Requirements", profile.say("environment", language) if profile.has_software else "")
    if profile.has_catalogue:
        add("カタログの価格", "Catalogue", yen(profile.catalogue_yen, ja))
    add("返品・交換", "Returns", words.returns)
    add("キャンセル", "Cancellation", words.cancellation)
    add("不良品・お届け違い", "Defective goods", words.defects)
    return made


def _seller(profile: Profile, language: str) -> list[Row]:
    ja = language == "ja"
    ask = ASK[0 if ja else 1]
    company = profile.kind == SellerKind.COMPANY
    pairs = [
        ("販売業者", "Seller", profile.say("legal_name", language)),
        ("屋号", "Trade name", profile.trade_name),
        ("代表者・責任者", "Responsible person", profile.say("representative", language) if company else ""),
        ("所在地", "Address", ask if profile.on_request else _address(profile, language)),
        (
            "電話番号",
            "Phone",
            ask if profile.on_request else f"{profile.phone} {profile.phone_hours}".strip(),
        ),
        ("メールアドレス", "E-mail", profile.mail),
        ("登録番号", "Invoice registration", profile.registration),
        ("許可・免許", "Licences", profile.say("licences", language)),
    ]
    return [Row(label if ja else other, tuple(text.splitlines())) for label, other, text in pairs if text]


def _address(profile: Profile, language: str) -> str:
    address = profile.say("address", language)
    return f"〒{profile.postal} {address}" if profile.postal and address else address


def yen(amount: int, ja: bool) -> str:
    """An amount as readers of a language write it."""
    return f"{amount:,} 円" if ja else f"¥{amount:,}"


def shipping_lines(terms: Terms, language: str) -> list[str]:
    """The shipping table in words, every amount said."""
    ja = language == "ja"
    made = [_fare(fare, ja) for fare in terms.fares]
    for area in terms.remotes:
        made.append(
            f"{area.label}は {yen(area.yen, ja)} を加算" if ja else f"Remote islands: + {yen(area.yen, ja)}"
        )
    return made


def _fare(fare: Fare, ja: bool) -> str:
    index = 0 if ja else 1
    kind = TEMPERATURES.get(fare.temperature, ("", ""))[index]
    where = fare.zone or "・".join(fare.prefectures) or ("全国" if ja else "Japan")
    if fare.mail_size:
        kind += "メール便" if ja else " letter-box mail"
    size = (f"{fare.size_to} サイズまで" if ja else f"up to size {fare.size_to}") if fare.size_to else ""
    text = " ".join(part for part in (where, kind.strip(), size, yen(fare.yen, ja)) if part)
    if fare.free_from_yen is not None:
        text += (
            f"（{fare.free_from_yen:,} 円以上のお買い上げで無料）"
            if ja
            else f" (free from {yen(fare.free_from_yen, ja)})"
        )
    return text


def fee_lines(terms: Terms, language: str) -> list[str]:
    """Fees and wrappings with their amounts."""
    ja = language == "ja"
    names = {
        "cod": ("代引手数料", "Cash on delivery"),
        "konbini": ("コンビニ払い手数料", "Convenience store"),
    }
    made = []
    for one in terms.brackets:
        name = names.get(one.pay_kind, (one.pay_kind, one.pay_kind))[0 if ja else 1]
        upto = (
            ""
            if one.to_yen is None
            else (f"（{one.to_yen:,} 円まで）" if ja else f" (up to {yen(one.to_yen, ja)})")
        )
        made.append(f"{name} {yen(one.yen, ja)}{upto}")
    made += [f"{one.label} {yen(one.yen, ja)}" for one in terms.wrappings if one.yen]
    return made


def _methods(methods: Sequence[MethodOffer], times: dict[str, str], language: str) -> list[str]:
    if language == "ja":
        return [f"{one.label}: {times.get(str(one.method), one.money_moves)}" for one in methods]
    return [_METHODS_EN.get(str(one.method), str(one.method)) for one in methods]


_METHODS_EN = {
    "card": "Credit card: charged when the goods are shipped",
    "konbini": "Convenience store: before shipment, by the date shown with your order",
    "bank_transfer": "Bank transfer: before shipment; transfer fees are paid by the buyer",
    "virtual_account": "Bank transfer to a personal account number: before shipment",
    "cod": "Cash on delivery: to the driver when the goods arrive",
    "deferred": "Pay later by invoice: within 14 days of issue",
}


def plan_lines(plan: Plan, language: str) -> list[str]:
    """A repeating purchase with the amount of every instalment, its total or a year's guide, and how it ends."""
    ja = language == "ja"
    last = len(plan.amounts)
    each = [
        (f"{at} 回目{'以降' if at == last and not plan.deliveries else ''} {yen(amount, ja)}" if ja
         else f"No. {at}{' onwards' if at == last and not plan.deliveries else ''}: {yen(amount, ja)}")
        for at, amount in enumerate(plan.amounts, start=1)
    ]  # fmt: skip
    if plan.deliveries > last:
        each[-1] = (
            f"{last}〜{plan.deliveries} 回目 {yen(plan.amounts[-1], ja)}"
            if ja
            else f"No. {last}–{plan.deliveries}: {yen(plan.amounts[-1], ja)}"
        )
    lines = [
        f"{plan.name}（{plan.every}）" if ja else f"{plan.name} ({plan.every})",
        "、".join(each) if ja else ", ".join(each),
    ]
    lines.append(
        f"送料 各回 {yen(plan.shipping_yen, ja)}"
        if ja
        else f"Shipping each time {yen(plan.shipping_yen, ja)}"
    )
    if plan.deliveries:
        total = yen(plan.total(plan.deliveries), ja)
        lines.append(
            f"全 {plan.deliveries} 回の支払総額 {total}"
            if ja
            else f"Total of {plan.deliveries} deliveries {total}"
        )
    else:
        guide = yen(plan.total(12), ja)
        lines.append(
            f"期限の定めなし。1 年分（12 回）の目安 {guide}"
            if ja
            else f"No fixed end. Guide for a year (12 deliveries): {guide}"
        )
    lines.append(f"解約の方法: {plan.stop}" if ja else f"How to stop: {plan.stop}")
    return lines
