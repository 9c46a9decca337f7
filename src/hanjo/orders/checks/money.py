"""Checks of the money: cash on delivery, totals that add up, payment that is still open (金額・支払いの確認)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hanjo.kernel.clock import business_date
from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.delivery import propose_parcel
from hanjo.orders.checks.windows import day
from hanjo.orders.terms import Finding, LineKind, Severity


def goes_to_another(order: OrderView) -> bool:
    """Whether the parcel goes to somebody else than the buyer, as far as it is known (別送り)."""
    buyer, to = order.buyer, order.recipient
    if not buyer.name or not to.name:
        return False
    return buyer.name.replace(" ", "").replace("\u3000", "") != to.name.replace(" ", "").replace("\u3000", "")


@check(
    number=22,
    code="cod_not_served",
    label="代引きができない配送",
    says="代金引換の注文を、代引きのできない配送サービス（メール便など）で送ろうとするときに止めます。",
    flag="代引不可",
)
def cod_not_served(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.pay_kind != "cod":
        return NOTHING
    service = seen.services.get(order.service)
    if service is None or service.cod:
        return NOTHING
    return propose_parcel(
        order,
        seen,
        f"{service.label}では代金引換ができません",
        f"お支払いは「{order.pay_method or '代金引換'}」、金額は {order.total_yen:,} 円です。",
    )


@check(
    number=23,
    code="cod_over_service",
    label="代引きが配送サービスの上限を超える",
    says="代引きの金額が、配送サービスで受け取れる上限を超えるときに止めます。",
    flag="代引上限",
)
def cod_over_service(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.pay_kind != "cod":
        return NOTHING
    service = seen.services.get(order.service)
    if service is None or not service.cod or not 0 < service.cod_limit_yen < order.total_yen:
        return NOTHING
    return saw(
        f"代引きの金額が{service.label}の上限を超えています",
        f"金額は {order.total_yen:,} 円、上限は {service.cod_limit_yen:,} 円です。",
    )


@check(
    number=24,
    code="cod_over_shop",
    label="代引きが高額",
    says="代引きの金額が、店で決めた金額以上のときに止めます（受取拒否に備えます）。",
    flag="高額代引",
    limits={"yen": 10_000},
)
def cod_over_shop(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.pay_kind != "cod" or order.total_yen < limits["yen"]:
        return NOTHING
    return saw(
        "代引きの金額が店の目安以上です",
        f"金額は {order.total_yen:,} 円、店の目安は {limits['yen']:,} 円です。",
        fix=ACCEPT,
        fix_label="このまま代引きで送る",
        confidence=50,
    )


@check(
    number=25,
    code="cod_other_receiver",
    label="代引きでお届け先が別の人",
    says="代金引換なのに、注文した人とお届け先の人が違うときに止めます。",
    flag="代引別送",
)
def cod_other_receiver(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.pay_kind != "cod" or not goes_to_another(order):
        return NOTHING
    return saw(
        "代引きですが、お届け先が注文した方と違います",
        f"ご注文は「{order.buyer.name}」、お届け先は「{order.recipient.name}」です。"
        f"受け取る方が {order.total_yen:,} 円を払うことになります。",
    )


@check(
    number=26,
    code="amount_mismatch",
    label="金額が合わない",
    says="商品・送料・手数料・値引き・ポイントを足し引きした金額が、合計と違うときに止めます。",
    flag="金額不一致",
    limits={"yen": 0},
)
def amount_mismatch(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.currency != "JPY" or order.amount_undecided:
        return NOTHING
    allowed = limits["yen"]
    total = (
        order.goods_yen
        + order.shipping_yen
        + order.fee_yen
        + order.wrapping_yen
        - order.discount_yen
        - order.points_yen
    )
    lines = 0
    for line in order.lines:
        if line.kind is LineKind.GOODS:
            lines += line.total_yen
    if -allowed <= total - order.total_yen <= allowed and -allowed <= lines - order.goods_yen <= allowed:
        return NOTHING
    found: list[Finding] = []
    if abs(total - order.total_yen) > allowed:
        found += saw(
            "合計の金額が合いません",
            f"{_sum(order)} = {total:,} 円ですが、合計は {order.total_yen:,} 円です"
            f"（差 {order.total_yen - total:+,} 円）。",
            key="total",
        )
    if abs(lines - order.goods_yen) > allowed:
        found += saw(
            "明細の合計が商品代と合いません",
            f"明細を足すと {lines:,} 円、商品代は {order.goods_yen:,} 円です（差 {order.goods_yen - lines:+,} 円）。",
            key="lines",
        )
    return found


def _sum(order: OrderView) -> str:
    words = f"商品 {order.goods_yen:,} 円"
    for sign, label, yen in (
        ("+", "送料", order.shipping_yen),
        ("+", "手数料", order.fee_yen),
        ("+", "ラッピング", order.wrapping_yen),
        ("−", "値引き", order.discount_yen),
        ("−", "ポイント", order.points_yen),
    ):
        if yen:
            words += f" {sign} {label} {yen:,} 円"
    return words


@check(
    number=27,
    code="amount_undecided",
    label="送料・金額が未確定",
    says="モールで送料や合計がまだ決まっていないときに止めます。",
    flag="金額未確定",
    foreign=True,
)
def amount_undecided(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if not order.amount_undecided and order.shipping_yen >= 0 and order.total_yen >= 0:
        return NOTHING
    return saw(
        "送料か合計がまだ決まっていません",
        f"商品 {order.goods_yen:,} 円、送料は未確定です。モールの画面で金額を決めてから取り込み直してください。",
    )


@check(
    number=28,
    code="total_zero",
    label="請求額が 0 円",
    says="商品があるのに請求額が 0 円のときに止め、ポイントや値引きによる 0 円なら知らせるだけにします。",
    flag="0円",
)
def total_zero(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.total_yen != 0 or order.amount_undecided or order.currency != "JPY" or not order.lines:
        return NOTHING
    if order.points_yen > 0:
        return saw(
            "ポイントで全額お支払い済みです",
            f"商品 {order.goods_yen:,} 円に対して、ポイント {order.points_yen:,} 円の利用です。",
            flag="全額P",
            only_note=True,
        )
    if order.discount_yen > 0:
        return saw(
            "値引きで請求額が 0 円です",
            f"商品 {order.goods_yen:,} 円に対して、値引きは {order.discount_yen:,} 円です。",
            only_note=True,
        )
    pieces = sum(line.quantity for line in order.lines)
    return saw(
        "商品があるのに請求額が 0 円です",
        f"商品 {pieces} 点、値引きもポイント利用もありません。",
        fix=ACCEPT,
        fix_label="0 円のまま出荷する",
        confidence=40,
    )


@check(
    number=29,
    code="discount",
    label="値引き・クーポン",
    says="値引きが商品代の決めた割合以上のときに止め、それ未満なら知らせるだけにします。",
    flag="クーポン",
    limits={"percent": 50},
)
def discount(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.discount_yen <= 0:
        return NOTHING
    share = order.discount_yen * 100 // order.goods_yen if order.goods_yen > 0 else 100
    evidence = f"商品 {order.goods_yen:,} 円に対して、値引きは {order.discount_yen:,} 円（{share}%）です。"
    if share < limits["percent"]:
        return saw("クーポン・値引きの利用があります", evidence, only_note=True)
    return saw(
        f"値引きが商品代の {limits['percent']}% 以上です",
        evidence,
        fix=ACCEPT,
        fix_label="この値引きで進める",
        confidence=50,
        flag="大幅値引",
    )


@check(
    number=30,
    code="payment_unknown",
    label="支払方法が分からない",
    says="モールの支払方法の名前が、店の支払方法に結び付いていないときに止めます。",
    flag="支払方法",
)
def payment_unknown(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.pay_kind not in {"", "other"} or order.total_yen == 0:
        return NOTHING
    if not order.pay_method:
        return saw("支払方法がありません", f"請求額は {order.total_yen:,} 円です。")
    return saw(
        "支払方法が分かりません",
        f"「{order.pay_method}」がどの支払方法か、まだ決まっていません。設定の「支払方法」で決めてください。",
    )


@check(
    number=31,
    code="not_authorised",
    label="与信がまだ",
    says="与信が通ってから出荷する支払方法で、まだ与信が通っていないときに知らせます。",
    severity=Severity.NOTE,
    flag="与信待ち",
)
def not_authorised(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.money_state != "unpaid" or order.pay_policy != "after_authorised" or order.total_yen <= 0:
        return NOTHING
    return saw("支払いの与信がまだ通っていません", f"{order.pay_method or '支払い'} {order.total_yen:,} 円。")


@check(
    number=32,
    code="unpaid",
    label="入金待ち",
    says="銀行振込・コンビニ払いなどの入金がまだのときに、期限を添えて知らせます。",
    severity=Severity.NOTE,
    flag="入金待ち",
    limits={"days": 7},
)
def unpaid(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.money_state != "unpaid" or order.pay_policy != "after_paid" or order.total_yen <= 0:
        return NOTHING
    due = business_date(order.ordered_at) + timedelta(days=limits["days"])
    late = due < seen.today
    return saw(
        "入金の期限を過ぎています" if late else "入金を待っています",
        f"{order.pay_method or '支払い'} {order.total_yen:,} 円、期限は {day(due)}です。",
        flag="入金遅れ" if late else "",
    )
