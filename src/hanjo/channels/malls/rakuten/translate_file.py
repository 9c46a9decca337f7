"""楽天市場 通常購入データ into orders (楽天の受注取込).

One row per item line; order and package values are repeated on each row and read from the first. Any template subset
of the 158 columns will do, as long as number, date, item, price, quantity and address are there. An amount of -9999
is not decided yet: it counts as 0 and the order says so. 請求金額 = goods + postage + wrapping + charges − coupons −
points; whether 代引料 is part of the charges differs by payment method, so the sum that agrees with 請求金額 is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hanjo.channels.malls.rakuten.columns import COLUMNS
from hanjo.channels.malls.rakuten.comment import read_comment
from hanjo.channels.malls.verdicts import GOODS, BadRow
from hanjo.channels.malls.view import MallTranslator, View, line_keys, quantity_of
from hanjo.channels.malls.window import canonical_window
from hanjo.channels.reading import ByColumn
from hanjo.channels.reading.address import address_from
from hanjo.channels.reading.cells import BadCell
from hanjo.channels.reading.dates import parse_datetime
from hanjo.channels.reading.headers import as_headers
from hanjo.channels.terms import Format, RawGroup, Understood
from hanjo.kernel.text import narrow
from hanjo.orders.terms import Address, LineDraft, OrderDraft

FORMAT = Format.RAKUTEN
#: Each entry is one need; any of its columns fulfils it.
required_columns: tuple[tuple[str, ...], ...] = (
    ("注文番号",),
    ("注文日時", "注文日"),
    ("システム連携用SKU番号", "SKU管理番号", "商品番号", "商品管理番号", "商品名"),
    ("単価",),
    ("個数",),
    ("送付先姓", "送付先名", "注文者姓"),
    ("送付先住所都道府県", "送付先住所それ以降の住所", "注文者住所都道府県"),
)
SKU_ORDER = ("システム連携用SKU番号", "SKU管理番号", "商品番号", "商品管理番号")
CANCELLED_STATES = ("900", "キャンセル確定")
_AMOUNTS = (
    "送料合計",
    "代引料合計",
    "請求金額",
    "合計金額",
    "商品合計金額",
    "決済手数料",
    "送付先送料",
    "ラッピング料金1",
)
_SHIPPING_TERMS = {"0": "", "2": "午後", "9": "その他"}
_OLD = ("受注番号", "受注ステータス")
_WAITING_NAME = "入力待ち"
_WAITING_POSTAL = "9999999"


def recognise(headers: Sequence[str]) -> int:
    """How surely this is 楽天's file, 0 to 100."""
    found = as_headers(headers)
    if all(name in found for name in _OLD):
        return 80  # the old layout: recognised so that it can be refused with a reason
    if not {"注文番号", "単価", "個数"} <= {name for name in COLUMNS if name in found}:
        return 0
    return round(100 * found.known(COLUMNS)) if any("送付先" in name for name in found.names) else 20


def unsupported(headers: Sequence[str]) -> str:
    """Why a file that is 楽天's is not taken in all the same; empty when it is."""
    found = as_headers(headers)
    if all(name in found for name in _OLD) and "注文番号" not in found:
        return (
            "楽天の古い形式（2018 年以前の受注データ）です。今の形式の「通常購入データ」を RMS の"
            "「受注・決済管理 › データダウンロード」から取り直してください。"
        )
    return ""


def missing(headers: Sequence[str]) -> list[str]:
    """What the template lacks, each as the columns of which one is needed."""
    found = as_headers(headers)
    return ["・".join(need) for need in required_columns if not any(name in found for name in need)]


def group_key(headers: Sequence[str]) -> ByColumn:
    """Rows of one 注文番号 belong together."""
    return ByColumn(as_headers(headers).at("注文番号") or 0)


class Translator(MallTranslator):
    """Understands 楽天's rows. `sku_order` says which code names our goods, `cancelled_states` what is cancelled."""

    quantity_columns = ("個数",)
    price_columns = ("単価",)

    def __init__(
        self,
        headers: Sequence[str],
        *,
        sku_order: Sequence[str] = SKU_ORDER,
        cancelled_states: Sequence[str] = CANCELLED_STATES,
    ) -> None:
        super().__init__(headers)
        self._sku_order = tuple(sku_order)
        self._cancelled = frozenset(cancelled_states)
        self._fast = [name for name in self.headers.names if "最強翌日配送" in name or "最強配送" in name]

    def read(self, group: RawGroup, views: Sequence[View]) -> Understood:
        """All lines of one order."""
        keys = line_keys([view.text("商品明細ID") for view in views])
        lines = tuple(self._line(key, view) for key, view in zip(keys, views, strict=True))
        return Understood(
            key=group.key,
            numbers=[view.number for view in views],
            classes=bytes([GOODS]) * len(views),
            amounts=self.amounts(views),
            draft=self._draft(group.key, views, lines),
        )

    def _line(self, key: str, view: View) -> LineDraft:
        quantity = quantity_of(view, "個数")
        view.needed("単価")
        rate = view.percent("商品税率")
        price = self._with_tax(view, rate)
        name = view.tidy("商品名")
        code = narrow(view.first(*self._sku_order)) or name
        if not code:
            raise BadRow(
                view.number, "商品の番号と名前がどちらも空です。商品管理番号か商品名の列を含めてください。"
            )
        return LineDraft(
            key=key,
            code=code,
            name=name or code,
            quantity=quantity,
            unit_price_yen=price,
            total_yen=price * quantity,
            options=view.tidy("項目・選択肢", "SKU情報"),
            tax_rate=rate,
        )

    def _with_tax(self, view: View, rate: int | None) -> int:
        price = view.yen("単価")
        if view.text("税込別") not in ("税別", "0") or not view.has("税込別"):
            return price
        return view.yen("商品毎税込価格") or price + price * (10 if rate is None else rate) // 100

    def _draft(self, key: str, views: Sequence[View], lines: tuple[LineDraft, ...]) -> OrderDraft:
        first = views[0]
        moment = first.moment("注文日時") or _day_and_time(first)
        comment = read_comment(first.text("コメント"))
        window, raw = canonical_window(
            _SHIPPING_TERMS.get(first.text("お届け時間帯"), first.text("お届け時間帯"))
        )
        if not (window or raw):
            window, raw = comment.window, comment.window_raw
        recipient = _address(first, "送付先")
        buyer = _address(first, "注文者")
        if not (recipient.name or recipient.street):
            recipient = buyer
        packages = list(dict.fromkeys(view.text("送付先ID") for view in views))
        waiting = recipient.postal == _WAITING_POSTAL or _WAITING_NAME in recipient.name
        return OrderDraft(
            external_number=key,
            ordered_at=moment,
            buyer=buyer if buyer.name or buyer.street else recipient,
            recipient=recipient,
            lines=lines,
            buyer_email=narrow(first.text("注文者メールアドレス")),
            pay_method=first.tidy("支払方法名"),
            shipping_method=first.tidy("配送方法"),
            wanted_on=first.day("お届け日指定") or comment.wanted_on,
            window=window,
            window_raw=raw,
            remarks=comment.remarks,
            shop_note=first.text("ひとことメモ"),
            is_gift=first.flag("ギフト配送希望") or bool(first.text("のし")),
            noshi=first.tidy("のし"),
            wrapping=first.tidy("ラッピング名1", "ラッピング名2"),
            several_recipients=len(packages) > 1,
            remote_island=any(view.flag("離島フラグ") for view in views),
            is_prime=first.flag("あす楽希望フラグ") or any(first.flag(name) for name in self._fast),
            is_subscription="定期" in first.text("注文種別") or first.text("注文種別") == "4",
            mall_is_checking=first.flag("楽天確認中フラグ") or waiting,
            amount_undecided=any(view.undecided(*_AMOUNTS) for view in views),
            cancelled=first.text("ステータス") in self._cancelled,
            extra=_extra(views, lines, packages, waiting),
            **_money(first, lines),
        )


def _day_and_time(first: View) -> datetime:
    written = f"{first.needed('注文日')} {first.text('注文時間')}".strip()
    try:
        return parse_datetime(written, "注文日")
    except BadCell as bad:
        raise BadRow(first.number, str(bad)) from bad


def _money(first: View, lines: Sequence[LineDraft]) -> dict[str, Any]:
    goods = sum(line.total_yen for line in lines)
    shipping = first.yen("送料合計")
    wrapping = first.yen("ラッピング料金1") + first.yen("ラッピング料金2")
    discount = first.yen("クーポン利用総額") or first.yen("店舗発行クーポン利用額") + first.yen(
        "楽天発行クーポン利用額"
    )
    points = first.yen("ポイント利用額")
    cod, charge, extra = first.yen("代引料合計"), first.yen("決済手数料"), first.yen("注文者負担金合計")
    net = goods + shipping + wrapping + extra - discount - points
    total = first.yen("請求金額") or net + cod + charge
    fee = next((sum_ for sum_ in (cod + charge, charge, cod) if net + sum_ == total), cod + charge)
    return {
        "goods_yen": goods,
        "shipping_yen": shipping,
        "fee_yen": fee + extra,
        "wrapping_yen": wrapping,
        "discount_yen": discount,
        "points_yen": points,
        "total_yen": total,
    }


def _address(view: View, who: str) -> Address:
    return address_from(
        name=view.tidy(f"{who}姓", f"{who}名"),
        kana=view.tidy(f"{who}姓カナ", f"{who}名カナ"),
        postal=view.text(f"{who}郵便番号1") + view.text(f"{who}郵便番号2"),
        prefecture=view.text(f"{who}住所都道府県"),
        city=view.text(f"{who}住所郡市区"),
        street=view.text(f"{who}住所それ以降の住所"),
        phone="-".join(filter(None, (view.text(f"{who}電話番号{part}") for part in "123"))),
        cut_building=True,
    )


def _extra(
    views: Sequence[View], lines: Sequence[LineDraft], packages: Sequence[str], waiting: bool
) -> dict[str, Any]:
    first = views[0]
    extra: dict[str, Any] = {"tax": _tax_groups(first)} if _tax_groups(first) else {}
    if len(packages) > 1:
        extra["packages"] = [
            {
                "id": package,
                "lines": [
                    line.key
                    for line, view in zip(lines, views, strict=True)
                    if view.text("送付先ID") == package
                ],
                "name": next(v.tidy("送付先姓", "送付先名") for v in views if v.text("送付先ID") == package),
            }
            for package in packages
        ]
    elif packages[0]:
        extra["package_id"] = packages[0]
    if waiting:
        extra["waits_for_receiver"] = True  # ソーシャルギフト: the receiver has not given an address yet
    for name, key in (
        ("サブステータス", "sub_status"),
        ("ステータス", "status"),
        ("購入時配送会社", "carrier"),
    ):
        if first.has(name):
            extra[key] = first.text(name)
    return extra


def _tax_groups(first: View) -> list[dict[str, int]]:
    """The tax summary, which every row repeats: read once."""
    return [
        {
            "rate": rate,
            "amount_yen": first.yen(f"{rate}%請求金額"),
            "tax_yen": first.yen(f"{rate}%請求額に対する税額"),
        }
        for rate in (10, 8, 0)
        if first.has(f"{rate}%請求金額")
    ]
