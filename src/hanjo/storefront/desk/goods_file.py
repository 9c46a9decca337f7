"""The shop's side of all products as one file: written, read back, and compared (商品の見せ方)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hanjo.catalogue.models import Product
from hanjo.kernel.refusal import Refusal
from hanjo.storefront.commands.save_goods import FIELDS, GoodsSide
from hanjo.storefront.desk import csv_rows
from hanjo.storefront.models import ShopProduct

HEADINGS = (
    "商品コード アドレス 出す 見出し 紹介 しるし 関連商品 のし ラッピング 上限 押し上げ 商品仕様"
    " 発送までの営業日"
).split()
MAY_LACK = {"商品仕様", "発送までの営業日"}  # a file without one leaves it as it is
LABELS = {
    "slug": "アドレス", "is_shown": "出す", "title": "見出し", "summary": "紹介", "badges": "しるし",
    "related": "関連商品", "spec": "商品仕様", "noshi": "のし", "wrapping": "ラッピング", "most": "上限",
    "boost": "押し上げ", "lead_days": "発送までの営業日",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What a file would change of one product: each field with before and after."""

    code: str
    name: str
    fields: list[tuple[str, str, str]]


class BadSheet(Refusal):
    """A file that is not the one we wrote."""

    code = "bad_goods_sheet"
    message = "{why}"
    fix = "「CSV で取り出す」のファイルを直して送ってください。"


def words(text: str) -> tuple[str, ...]:
    """Words between commas of either kind."""
    return tuple(word for part in text.replace("、", ",").split(",") if (word := part.strip()))


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """A table of facts as it is typed: one line each, 素材: 磁器 (商品仕様)."""
    lines = [line.replace("：", ":").partition(":") for line in text.splitlines() if line.strip()]
    return tuple((key.strip(), value.strip()) for key, _, value in lines)


def table(spec: Iterable[Sequence[str]]) -> str:
    """The table of facts as somebody would type it."""
    return "\n".join(f"{key}: {value}" for key, value in spec)


def written() -> str:
    """Every product's side, one row each."""
    codes = dict(Product.objects.values_list("pk", "code"))
    names = "slug is_shown title summary badges related noshi wrapping most boost spec lead_days".split()
    shown = ((side.product_id, _shown(side, codes)) for side in _sides().values())
    return csv_rows.written(HEADINGS, ([codes[pk], *map(row.__getitem__, names)] for pk, row in shown))


def read(data: bytes) -> list[GoodsSide]:
    """The sides that a file states; refuses what it cannot read, with the line."""
    rows = csv_rows.read(data, set(HEADINGS) - MAY_LACK, lambda why: BadSheet(why=why))
    ids = dict(Product.objects.values_list("code", "pk"))
    sides = ShopProduct.objects.in_bulk()
    return [_side(line, row, ids, sides) for line, row in enumerate(rows, start=2)]


def changes(stated: Sequence[GoodsSide]) -> list[Change]:
    """What would be different, product by product; nothing is written."""
    now, names = _sides(), dict(Product.objects.values_list("pk", "name"))
    codes = dict(Product.objects.values_list("pk", "code"))
    found = []
    for side in stated:
        before, after = _shown(now[side.product_id], codes), _shown(side, codes)
        fields = [(LABELS[name], before[name], after[name]) for name in FIELDS if before[name] != after[name]]
        if fields:
            found.append(Change(codes[side.product_id], names[side.product_id], fields))
    return found


def _side(line: int, row: dict[str, str], ids: dict[str, int], sides: dict[int, ShopProduct]) -> GoodsSide:
    code = (row["商品コード"] or "").strip()
    unknown = [one for one in [code, *(row["関連商品"] or "").split()] if one not in ids]
    if unknown:
        raise BadSheet(why=f"{line} 行目の商品コード「{unknown[0]}」はありません。")
    figures = ("上限", "押し上げ", "発送までの営業日")
    if not all((row.get(name) or "0").strip().lstrip("-").isdigit() for name in figures):
        raise BadSheet(why=f"{line} 行目の上限・押し上げ・発送までの営業日のどれかが、数字ではありません。")
    typed = row.get("商品仕様")
    if typed and any(":" not in part.replace("：", ":") for part in typed.splitlines() if part.strip()):
        raise BadSheet(
            why=f"{line} 行目の商品仕様は、セルの中で改行しながら「素材: 磁器」のように入れてください。"
        )
    before, days = sides.get(ids[code]), row.get("発送までの営業日")
    kept = tuple((key, value) for key, value in before.spec) if before else ()
    return GoodsSide(
        product_id=ids[code], slug=(row["アドレス"] or "").strip(), is_shown=row["出す"] != "いいえ",
        title=row["見出し"] or "", summary=row["紹介"] or "", badges=words(row["しるし"] or ""),
        related=tuple(ids[one] for one in (row["関連商品"] or "").split()),
        spec=kept if typed is None else pairs(typed),
        noshi=row["のし"] != "いいえ", wrapping=row["ラッピング"] != "いいえ",
        most=int(row["上限"] or 0), boost=int(row["押し上げ"] or 0),
        lead_days=int(days or 0) if days is not None else (before.lead_days if before else 0),
    )  # fmt: skip


def _sides() -> dict[int, GoodsSide]:
    """Every product's side as it stands; what nobody touched has what a new product has."""
    made = {}
    for product in Product.objects.select_related("in_shop").order_by("code"):
        kept: ShopProduct | None = getattr(product, "in_shop", None)
        values: dict[str, Any] = (
            {name: getattr(kept, name) for name in FIELDS} if kept else {"slug": product.code.lower()}
        )
        for name in {"badges", "related", "spec"} & set(values):
            values[name] = tuple(tuple(one) if isinstance(one, list) else one for one in values[name])
        made[product.pk] = GoodsSide(product_id=product.pk, **values)
    return made


def _shown(side: GoodsSide, codes: dict[int, str]) -> dict[str, str]:
    made = {
        name: str(getattr(side, name)) for name in ("slug", "title", "summary", "most", "boost", "lead_days")
    }
    made |= {name: "はい" if getattr(side, name) else "いいえ" for name in ("is_shown", "noshi", "wrapping")}
    return made | {
        "badges": "、".join(side.badges),
        "related": " ".join(codes[pk] for pk in side.related if pk in codes),
        "spec": table(side.spec),
    }
