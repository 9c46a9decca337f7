"""Save text."""

from __future__ import annotations

from hanjo.catalogue.models import Product
from hanjo.content.terms import FIRST, LANGUAGES
from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import NotFound
from hanjo.storefront.commands.renew import renew
from hanjo.storefront.models import ShopText
from hanjo.storefront.terms import NoSuchGoods


@command("storefront.save_text", "外国語の商品情報の保存")
def save_text(
    code: str, language: str, *, name: str = "", summary: str = "", description: str = "", by: Actor
) -> None:
    """Say what the shop tells of a product in another language (外国語の商品情報の保存).

    What is empty is shown in Japanese; when everything is empty the text goes. Saying the same again changes nothing.
    Refuses a product that is not there and a language that the shop does not speak.
    """
    product = Product.objects.filter(code=code).first()
    if product is None:
        raise NoSuchGoods(key=code)
    if language == FIRST or language not in LANGUAGES:
        raise NotFound(what="言語", key=language)
    values = {
        "name": name.strip()[:255],
        "summary": summary.strip()[:300],
        "description": description.strip(),
    }
    if any(values.values()):
        ShopText.objects.update_or_create(product=product, language=language, defaults=values)
    else:
        ShopText.objects.filter(product=product, language=language).delete()
    audit.record(by, "storefront.save_text", [f"product:{product.pk}"], language=language, **values)
    renew()
