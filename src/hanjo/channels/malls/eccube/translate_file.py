"""EC-CUBE 4's order CSV into orders (EC-CUBE の受注取込).

One row per item of an order, where an item is goods (明細区分 1), postage (2), charge (3), discount (4), tax (5) or
points (6); 送料 stands twice in the header (order total, then shipment). Columns and their order are the shop's
choice. Orders still in the checkout (対応状況 7, 8) are set aside; 3 is cancelled.

Prices of goods are with tax or without, as the shop has set. When it is not told (`tax_included=None`) the rows tell:
the reading whose sum is 小計 is taken, with tax when both or none agree. Tax is added per unit and rounded half up,
EC-CUBE's own default.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hanjo.channels.malls.verdicts import ADJUSTMENT, FEE, GOODS, BadRow, all_of
from hanjo.channels.malls.view import MallTranslator, View, line_keys, quantity_of
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import ByColumn
from hanjo.channels.reading.address import PREFECTURES, address_from
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.headers import as_headers
from hanjo.channels.terms import Format, RawGroup, Understood
from hanjo.kernel.text import narrow
from hanjo.orders.terms import Address, LineDraft, OrderDraft

FORMAT = Format.ECCUBE
COLUMNS = tuple(
    """
    注文ID 注文番号 会員ID お名前(姓) お名前(名) お名前(セイ) お名前(メイ) 会社名 郵便番号 都道府県(ID)
    都道府県(名称) 住所1 住所2 メールアドレス TEL 性別(ID) 性別(名称) 職業(ID) 職業(名称) 誕生日
    ショップ用メモ欄 小計 値引き 送料 税金 合計 支払合計 対応状況(ID) 対応状況(名称) 支払方法(ID)
    支払方法(名称) 受注日 入金日 注文詳細ID 商品ID 商品規格ID 商品名 商品コード 規格名1 規格名2
    規格分類名1 規格分類名2 価格 個数 税率 税率ルール(ID) 明細区分(ID) 明細区分(名称) 出荷ID
    配送先_お名前(姓) 配送先_お名前(名) 配送先_お名前(セイ) 配送先_お名前(メイ) 配送先_会社名
    配送先_郵便番号 配送先_都道府県(ID) 配送先_都道府県(名称) 配送先_住所1 配送先_住所2 配送先_TEL
    配送業者(ID) 配送業者(名称) お届け時間ID お届け時間(名称) お届け希望日 送料 発送日 出荷伝票番号
    配達用メモ 出荷メール送信日
    """.split()
)
required_columns: tuple[tuple[str, ...], ...] = (
    ("注文番号", "注文ID"),
    ("受注日",),
    ("商品コード", "商品名"),
    ("価格",),
    ("個数",),
    ("配送先_お名前(姓)", "お名前(姓)"),
    ("配送先_住所1", "住所1"),
)
ITEM, POSTAGE, CHARGE, DISCOUNT, TAX, POINTS = "123456"
_KINDS = {
    "商品": ITEM,
    "送料": POSTAGE,
    "手数料": CHARGE,
    "割引": DISCOUNT,
    "値引き": DISCOUNT,
    "税": TAX,
    "ポイント": POINTS,
}
_SET_ASIDE = {
    DISCOUNT: "値引きの行です。注文の値引きに入れました。",
    POINTS: "ポイントの行です。注文のポイント利用に入れました。",
}
SKIP_STATES = ("7", "8", "決済処理中", "購入処理中")
CANCELLED_STATES = ("3", "注文取消し")
_IN_CHECKOUT = "まだ購入の手続き中の注文（対応状況: {state}）のため、取り込んでいません。"


def recognise(headers: Sequence[str]) -> int:
    """How surely this is EC-CUBE's file, 0 to 100."""
    found = as_headers(headers)
    if not all(name in found for name in ("受注日", "価格", "個数")):
        return 0
    if not any(name in found for name in ("注文ID", "注文番号")):
        return 0
    return round(100 * found.known(COLUMNS))


def missing(headers: Sequence[str]) -> list[str]:
    """The columns that are needed and not there."""
    found = as_headers(headers)
    return ["・".join(need) for need in required_columns if not any(name in found for name in need)]


def unsupported(headers: Sequence[str]) -> str:
    """Why a file is not taken in although it is EC-CUBE's; empty when it is."""
    return ""


def group_key(headers: Sequence[str]) -> ByColumn:
    """Rows of one 注文番号 belong together, of one 注文ID when the file has no numbers."""
    return ByColumn(as_headers(headers).first("注文番号", "注文ID") or 0)


class Translator(MallTranslator):
    """Understands EC-CUBE's rows. `tax_included` is the shop's setting for 価格; None finds it from the amounts."""

    quantity_columns = ("個数",)
    price_columns = ("価格",)

    def __init__(
        self,
        headers: Sequence[str],
        *,
        tax_included: bool | None = None,
        skip_states: Sequence[str] = SKIP_STATES,
        cancelled_states: Sequence[str] = CANCELLED_STATES,
    ) -> None:
        super().__init__(headers)
        self._tax_included = tax_included
        self._skip = frozenset(skip_states)
        self._cancelled = frozenset(cancelled_states)

    def read(self, group: RawGroup, views: Sequence[View]) -> Understood:
        """All rows of one order."""
        state = views[0].first("対応状況(ID)", "対応状況(名称)")
        amounts = self.amounts(views)
        if state in self._skip or views[0].text("対応状況(名称)") in self._skip:
            reason = _IN_CHECKOUT.format(state=views[0].first("対応状況(名称)", "対応状況(ID)"))
            return all_of(group, ADJUSTMENT, amounts, {view.number: reason for view in views})
        kinds = [_kind(view) for view in views]
        goods = [view for view, kind in zip(views, kinds, strict=True) if kind == ITEM]
        if not goods:
            raise BadRow(
                views[0].number, "商品の明細（明細区分 1）がありません。商品の行を含めて取り直してください。"
            )
        sums = {kind: _sum_of(views, kinds, kind) for kind in (POSTAGE, CHARGE, DISCOUNT, TAX, POINTS)}
        return Understood(
            key=group.key,
            numbers=[view.number for view in views],
            classes=bytes(_class(kind) for kind in kinds),
            amounts=amounts,
            reasons={
                view.number: _SET_ASIDE[kind]
                for view, kind in zip(views, kinds, strict=True)
                if kind in _SET_ASIDE
            },
            draft=self._draft(group.key, state, goods, sums, has_kinds=self._has_kinds()),
        )

    def _has_kinds(self) -> bool:
        return self.headers.first("明細区分(ID)", "明細区分(名称)", "明細区分") is not None

    def _lines(self, goods: Sequence[View]) -> tuple[LineDraft, ...]:
        figures = [(view.decimal("価格"), quantity_of(view, "個数"), view.percent("税率")) for view in goods]
        included = self._tax_included
        if included is None:
            included = not _agrees_without_tax(goods[0], figures)
        keys = line_keys([view.text("注文詳細ID") for view in goods])
        return tuple(
            _line(key, view, price if included else _with_tax(price, rate), quantity, rate)
            for key, view, (price, quantity, rate) in zip(keys, goods, figures, strict=True)
        )

    def _draft(
        self, key: str, state: str, goods: Sequence[View], sums: dict[str, int], *, has_kinds: bool
    ) -> OrderDraft:
        first = goods[0]
        moment = first.moment("受注日")
        if moment is None:
            raise BadRow(first.number, "列「受注日」が空です。値を入れてから取り込んでください。")
        lines = self._lines(goods)
        window, raw = canonical_window(first.text("お届け時間(名称)"))
        buyer, recipient = _address(first, ""), _address(first, "配送先_")
        shipments = list(dict.fromkeys(view.text("出荷ID") for view in goods))
        addresses = {_address(view, "配送先_") for view in goods}
        return OrderDraft(
            external_number=key,
            ordered_at=moment,
            buyer=buyer if buyer.name else recipient,
            recipient=recipient if recipient.name or recipient.street else buyer,
            lines=lines,
            buyer_email=narrow(first.text("メールアドレス")),
            buyer_key=first.text("会員ID"),
            pay_method=first.first("支払方法(名称)", "支払方法(ID)"),
            paid_at=first.moment("入金日"),
            shipping_method=first.first("配送業者(名称)", "配送業者(ID)"),
            wanted_on=first.day("お届け希望日"),
            window=window,
            window_raw=raw,
            remarks=first.text("配達用メモ"),
            shop_note=first.text("ショップ用メモ欄"),
            several_recipients=len(addresses) > 1,
            cancelled=state in self._cancelled or first.text("対応状況(名称)") in self._cancelled,
            extra=_extra(first, lines, goods, shipments),
            **_money(first, lines, sums, has_kinds=has_kinds),
        )


def _kind(view: View) -> str:
    written = narrow(view.first("明細区分(ID)", "明細区分", "明細区分(名称)"))
    if not written:
        return ITEM
    kind = written if written in set(_KINDS.values()) else _KINDS.get(written, "")
    if not kind:
        raise BadRow(view.number, str(BadCell("明細区分", written, "1 から 6、または名称ではありません")))
    return kind


def _class(kind: str) -> int:
    if kind == ITEM:
        return GOODS
    return ADJUSTMENT if kind in _SET_ASIDE else FEE


def _sum_of(views: Sequence[View], kinds: Sequence[str], kind: str) -> int:
    return sum(
        view.yen("価格") * (view.whole("個数") if view.has("個数") else 1)
        for view, one in zip(views, kinds, strict=True)
        if one == kind
    )


def _with_tax(price: Decimal, rate: int | None) -> Decimal:
    return (price * (100 + (10 if rate is None else rate)) / 100).quantize(Decimal(1), ROUND_HALF_UP)


def _agrees_without_tax(first: View, figures: Sequence[tuple[Decimal, int, int | None]]) -> bool:
    """Whether 小計 is the sum only when tax is added to the prices."""
    if not first.has("小計"):
        return False
    stated = first.yen("小計")
    if sum(price * quantity for price, quantity, _ in figures) == stated:
        return False
    return sum(_with_tax(price, rate) * quantity for price, quantity, rate in figures) == stated


def _line(key: str, view: View, price: Decimal, quantity: int, rate: int | None) -> LineDraft:
    if price != price.to_integral_value():
        raise BadRow(
            view.number,
            str(BadCell("価格", view.text("価格"), "円の金額として読めません（1 円未満があります）")),
        )
    name = view.tidy("商品名")
    code = narrow(view.text("商品コード")) or name
    if not code:
        raise BadRow(view.number, "商品コードと商品名がどちらも空です。")
    pairs = [(view.tidy(f"規格名{at}"), view.tidy(f"規格分類名{at}")) for at in "12"]
    return LineDraft(
        key=key,
        code=code,
        name=name or code,
        quantity=quantity,
        unit_price_yen=int(price),
        total_yen=int(price) * quantity,
        options=" / ".join(f"{label}: {value}" if label else value for label, value in pairs if value),
        tax_rate=rate,
    )


def _money(
    first: View, lines: Sequence[LineDraft], sums: dict[str, int], *, has_kinds: bool
) -> dict[str, Any]:
    goods = sum(line.total_yen for line in lines)
    shipping = sums[POSTAGE] if has_kinds else first.yen("送料")
    discount = -sums[DISCOUNT] if has_kinds else abs(first.yen("値引き"))
    points = -sums[POINTS]
    fee = sums[CHARGE] + sums[TAX]
    computed = goods + shipping + fee - discount - points
    stated = first.first("支払合計", "合計")
    total = first.yen("支払合計" if first.has("支払合計") else "合計") if stated else computed
    return {
        "goods_yen": goods,
        "shipping_yen": shipping,
        "fee_yen": fee,
        "discount_yen": discount,
        "points_yen": points,
        "total_yen": total,
    }


def _address(view: View, prefix: str) -> Address:
    prefecture, number = view.text(f"{prefix}都道府県(名称)"), narrow(view.text(f"{prefix}都道府県(ID)"))
    if not prefecture and number.isdigit() and 1 <= int(number) <= len(PREFECTURES):
        prefecture = PREFECTURES[int(number) - 1]
    return address_from(
        name=view.tidy(f"{prefix}お名前(姓)", f"{prefix}お名前(名)"),
        kana=view.tidy(f"{prefix}お名前(セイ)", f"{prefix}お名前(メイ)"),
        company=view.tidy(f"{prefix}会社名"),
        postal=view.text(f"{prefix}郵便番号"),
        prefecture=prefecture,
        street=view.text(f"{prefix}住所1") + view.text(f"{prefix}住所2"),
        phone=view.text(f"{prefix}TEL"),
        cut_building=True,
    )


def _extra(
    first: View, lines: Sequence[LineDraft], goods: Sequence[View], shipments: Sequence[str]
) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    if first.has("注文ID"):
        extra["order_id"] = first.text("注文ID")
    if first.first("対応状況(名称)", "対応状況(ID)"):
        extra["status"] = first.first("対応状況(名称)", "対応状況(ID)")
    if len(shipments) > 1:
        extra["packages"] = [
            {
                "id": shipment,
                "lines": [
                    line.key
                    for line, view in zip(lines, goods, strict=True)
                    if view.text("出荷ID") == shipment
                ],
                "name": next(
                    v.tidy("配送先_お名前(姓)", "配送先_お名前(名)")
                    for v in goods
                    if v.text("出荷ID") == shipment
                ),
            }
            for shipment in shipments
        ]
    return extra
