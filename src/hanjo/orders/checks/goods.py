"""Checks of what was bought: known, sane in number and price, sellable, able to travel together (商品の確認)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanjo.catalogue.terms import Temperature
from hanjo.orders.checks.base import ACCEPT, NOTHING, Limits, OrderView, Seen, check, saw
from hanjo.orders.checks.windows import day
from hanjo.orders.terms import Finding, LineKind, Severity


@check(
    number=41,
    code="unknown_item",
    label="知らない商品コード",
    says="モールの商品コードが店の商品に結び付いていないときに止め、結び付けを提案します。",
    flag="商品不明",
    foreign=True,
)
def unknown_item(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    for line in order.lines:
        if line.sku is None and line.kind is LineKind.GOODS:
            break
    else:
        return NOTHING
    found: dict[str, tuple[Finding, ...]] = {}
    for line in order.lines:
        if line.sku is None and line.kind is LineKind.GOODS and line.code not in found:
            found[line.code] = saw(
                "商品コードが店の商品に結び付いていません",
                f"「{line.code}」{line.name} × {line.quantity}",
                fix={"line": line.key, "map": ""},
                fix_label="商品を選んで結び付ける",
                confidence=0,
                key=line.code[:100],
            )
    return [finding for findings in found.values() for finding in findings]


@check(
    number=42,
    code="quantity",
    label="数量が 0 か多すぎる",
    says="数量が 0 以下か、店で決めた数を超える明細があるときに止めます。",
    flag="数量",
    limits={"pieces": 30},
)
def quantity(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    most = limits["pieces"]
    found: list[Finding] = []
    for line in order.lines:
        if line.kind is not LineKind.GOODS or 0 < line.quantity <= most:
            continue
        if line.quantity <= 0:
            found += saw("数量が 0 以下です", f"「{line.name}」の数量は {line.quantity} です。", key=line.key)
            continue
        found += saw(
            "数量が多すぎます",
            f"「{line.name}」× {line.quantity:,}（店の目安は {most:,} 点まで）。",
            fix=ACCEPT,
            fix_label="この数量で進める",
            confidence=50,
            key=line.key,
        )
    return found


@check(
    number=43,
    code="price_differs",
    label="単価が商品マスタと大きく違う",
    says="受注の単価が、商品マスタの売価から決めた割合より離れているときに止めます。",
    flag="単価相違",
    limits={"percent": 50},
)
def price_differs(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    if order.currency != "JPY":
        return NOTHING
    percent = limits["percent"]
    found: list[Finding] = []
    for line in order.lines:
        sku = line.sku
        if sku is None or sku.price_yen <= 0 or line.unit_price_yen == sku.price_yen:
            continue
        off = (line.unit_price_yen - sku.price_yen) * 100
        if abs(off) <= percent * sku.price_yen:
            continue
        found += saw(
            "単価が商品マスタの売価と大きく違います",
            f"「{line.name}」の単価は {line.unit_price_yen:,} 円、商品マスタは {sku.price_yen:,} 円です"
            f"（{off // sku.price_yen:+}%）。",
            fix=ACCEPT,
            fix_label="この単価で進める",
            confidence=40,
            key=line.key,
        )
    return found


@check(
    number=44,
    code="pre_order",
    label="予約商品",
    says="まだ発売日になっていない商品があるときに知らせます（発売日までは発売日待ちに入ります）。",
    severity=Severity.NOTE,
    flag="予約",
)
def pre_order(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    today = ""
    found: list[Finding] = []
    for line in order.lines:
        if line.sku is None or not line.sku.on_sale_on:
            continue
        today = today or seen.today.isoformat()
        if line.sku.on_sale_on > today:
            on = day(date.fromisoformat(line.sku.on_sale_on[:10]))
            found += saw("予約商品が入っています", f"「{line.name}」の発売日は {on}です。", key=line.key)
    return found


@check(
    number=45,
    code="made_to_order",
    label="取り寄せ・受注生産の商品",
    says="注文を受けてから仕入れる、または作る商品があるときに知らせます。",
    severity=Severity.NOTE,
    flag="取寄せ",
)
def made_to_order(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    for line in order.lines:
        if line.sku is not None and line.sku.made_to_order:
            break
    else:
        return NOTHING
    names = [line.name for line in order.lines if line.sku is not None and line.sku.made_to_order]
    return saw("取り寄せ・受注生産の商品が入っています", f"「{'」「'.join(names)}」")


@check(
    number=46,
    code="temperature_mix",
    label="温度帯が混ざっている",
    says="冷凍とほかの温度帯の商品があるときに止めて分割を提案し、常温と冷蔵だけなら知らせます。",
    flag="温度帯混在",
)
def temperature_mix(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    first = ""
    for line in order.lines:
        if line.sku is None:
            continue
        if not first:
            first = line.sku.temperature
        elif line.sku.temperature != first:
            break
    else:
        return NOTHING
    names: dict[str, list[str]] = {}
    for line in order.lines:
        if line.sku is not None:
            names.setdefault(line.sku.temperature, []).append(line.name)
    words = "、".join(f"{one.label}: {'・'.join(names[one])}" for one in Temperature if one in names)
    together = "frozen" not in names
    return saw(
        "常温と冷蔵の商品が混ざっています" if together else "冷凍とほかの温度帯の商品が混ざっています",
        f"{words}。" + ("冷蔵便でまとめて送れます。" if together else "一つの荷物では送れません。"),
        fix={"do": "split_by_temperature"},
        fix_label="温度帯ごとに分ける",
        confidence=50 if together else 95,
        only_note=together,
    )


@check(
    number=47,
    code="alcohol",
    label="酒類・年齢確認の商品",
    says="20 歳未満に売れない商品があるときに知らせます。",
    severity=Severity.NOTE,
    flag="酒類",
)
def alcohol(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    for line in order.lines:
        if line.sku is not None and line.sku.is_alcohol:
            return saw(
                "酒類が入っています",
                f"「{line.name}」。注文した方が 20 歳以上であることを確かめてください。",
            )
    return NOTHING


@check(
    number=48,
    code="bundle",
    label="セット商品",
    says="セット商品があるときに知らせます（構成品ごとに引き当てて出荷します）。",
    severity=Severity.NOTE,
    flag="セット",
)
def bundle(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    for line in order.lines:
        if line.sku is not None and line.sku.is_bundle:
            break
    else:
        return NOTHING
    names = [line.name for line in order.lines if line.sku is not None and line.sku.is_bundle]
    return saw("セット商品が入っています", f"「{'」「'.join(names)}」は構成品ごとに出荷します。")


@check(
    number=49,
    code="mixed_tax",
    label="税率が混ざっている",
    says="10% と 8% の商品が一つの注文にあるときに知らせます（値引きは税率ごとに分けて計算します）。",
    severity=Severity.NOTE,
    flag="税率混在",
)
def mixed_tax(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    first = -1
    for line in order.lines:
        if line.kind is not LineKind.GOODS:
            continue
        if first < 0:
            first = line.tax_rate
        elif line.tax_rate != first:
            break
    else:
        return NOTHING
    sums: dict[int, int] = {}
    for line in order.lines:
        if line.kind is LineKind.GOODS:
            sums[line.tax_rate] = sums.get(line.tax_rate, 0) + line.total_yen
    words = "、".join(f"{rate}% {yen:,} 円" for rate, yen in sorted(sums.items(), reverse=True))
    return saw("税率の違う商品が混ざっています", f"{words}。")


@check(
    number=50,
    code="inactive_item",
    label="販売を終えた商品",
    says="店で販売を終えた商品の注文が入ったときに止めます。",
    flag="販売終了",
    foreign=True,
)
def inactive_item(order: OrderView, seen: Seen, limits: Limits) -> Sequence[Finding]:
    found: list[Finding] = []
    for line in order.lines:
        if line.sku is not None and not line.sku_active:
            found += saw(
                "販売を終えた商品の注文です",
                f"「{line.sku.code}」{line.name} × {line.quantity}。"
                "在庫と、モールの出品が残っていないか確かめてください。",
                fix=ACCEPT,
                fix_label="このまま出荷する",
                confidence=50,
                key=line.key,
            )
    return found
