"""What the demo's regulated goods state: the licence for its alcohol, the allergens of its food (法令の項目)."""

from __future__ import annotations

from datetime import timedelta

from hanjo.catalogue.models import Product
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands as shop
from hanjo.storefront.commands.save_goods_law import GoodsAnswers

MAKER = "株式会社はんじょう商店（架空の会社です）"
KINDS = {"food": ["food"], "sake": ["alcohol"]}
WITH = {
    "wheat": ("そうめん", "うどん", "中華そば", "しょうゆ", "白だし", "麦味噌", "どら焼き", "カステラ", "かりんとう",
              "せんべい", "あられ", "餃子", "焼売", "肉まん", "蒲焼", "ケーキ", "お茶漬け", "麦茶", "調味料", "いくら",
              "鴨ロース", "漬物", "明太子", "だしパック", "年越し"),
    "buckwheat": ("そば茶", "十割そば", "年越し"),
    "egg": ("どら焼き", "カステラ", "中華そば", "ケーキ", "プリン", "アイス"),
    "milk": ("アイス", "ケーキ", "プリン"),
    "shrimp": ("海老", "焼売"),
}  # fmt: skip


def plant_laws(by: Actor) -> int:
    """Enter the licence and what the food contains, all fictional; answers how many products state something."""
    shop.save_licence(
        "alcohol", "架空第0000号（見本の免許です）", expires_on=clock.business_date() + timedelta(days=365),
        details={
            "place": "はんじょう商店 兵庫県神戸市架空区見本町1丁目2番3号", "manager": "見本 太郎",
            "trained_on": "2025年4月1日", "train_by": "2028年3月31日", "trainer": "見本小売酒販組合（架空）",
        },
        by=by,
    )  # fmt: skip
    shop.set_shelf_law(KINDS, by=by)
    foods = Product.objects.filter(tax_class="reduced").order_by("code")
    return shop.save_goods_law([_answers(product) for product in foods], by=by)


def _answers(product: Product) -> GoodsAnswers:
    contains = [code for code, words in WITH.items() if any(word in product.name for word in words)]
    return GoodsAnswers(
        product_id=product.pk,
        own=("food",),
        answers={
            "food.allergens": contains or ["none"],
            "food.kind_name": product.name.split(" ")[0],
            "food.storage": {"chilled": "要冷蔵（10℃以下）", "frozen": "要冷凍（−18℃以下）"}.get(
                product.temperature, "直射日光・高温多湿を避けて保存"
            ),
            "food.maker": MAKER,
        },
    )
