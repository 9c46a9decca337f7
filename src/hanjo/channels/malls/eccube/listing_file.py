"""New products of EC-CUBE as its 商品登録CSV (商品登録ファイル), since the plugin's interface creates none.

Columns as EC-CUBE 4's product import names them; a new product has no 商品ID. Its 販売価格 is the price before tax,
and what buyers pay is that price with tax, rounded half up as EC-CUBE does unless a shop chose otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from hanjo.channels.malls.port import Goods

NAME = "product.csv"
ENCODING = "cp932"
WHY = (
    "EC-CUBE の API では新しい商品を登録できません。"
    "登録用ファイルを書き出して、EC-CUBE の「商品CSV登録」で取り込んでください。"
)
COLUMNS = (
    "商品ID", "公開ステータス(ID)", "商品名", "ショップ用メモ欄", "商品説明(一覧)", "商品説明(詳細)", "検索ワード",
    "フリーエリア", "商品削除フラグ", "商品画像", "商品カテゴリ(ID)", "タグ(ID)", "販売種別(ID)", "規格分類1(ID)",
    "規格分類2(ID)", "発送日目安(ID)", "商品コード", "在庫数", "在庫数無制限フラグ", "販売制限数", "通常価格",
    "販売価格",
)  # fmt: skip
SHOWN, HIDDEN_NOTHING, SALE_TYPE = "1", "0", "1"  # EC-CUBE's first ids: 公開, 登録, 販売種別A


def rows(goods: Sequence[Goods]) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Lines of the file, and what cannot be written, with its reason. Stock is 0: it is told afterwards."""
    lines, left = [], []
    for one in goods:
        price = before_tax(one.price_yen or 0, one.tax_rate or 0)
        if price is None:
            left.append(
                (one.code, f"税込 {one.price_yen:,} 円になる税抜価格がありません。1 円変えてください。")
            )
            continue
        told = {
            "公開ステータス(ID)": SHOWN, "商品名": one.title, "商品説明(詳細)": one.text,
            "商品削除フラグ": HIDDEN_NOTHING, "商品カテゴリ(ID)": one.category, "販売種別(ID)": SALE_TYPE,
            "商品コード": one.code, "在庫数": "0", "在庫数無制限フラグ": "0", "販売価格": str(price),
        }  # fmt: skip
        lines.append([told.get(name, "") for name in COLUMNS])
    return lines, left


def before_tax(with_tax: int, rate: int) -> int | None:
    """The price before tax from which EC-CUBE makes this price with tax; None when there is none."""
    near = with_tax * 100 // (100 + rate)
    return next((one for one in (near, near + 1) if (one * (100 + rate) * 2 + 100) // 200 == with_tax), None)
