"""Reads of the catalogue: cards for thousands of SKUs, the board, one product, rows for files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from hanjo.catalogue import columns, rules
from hanjo.catalogue.models import BundleComponent, Category, Image, Product, ProductFile, Sku
from hanjo.catalogue.terms import RATES, SkuCard, SkuKind, TaxClass, Temperature
from hanjo.kernel import bulk, setting, text
from hanjo.kernel.refusal import NotFound

PAGE = 100
full_name = rules.full_name

_CARD = """
    SELECT s.id, s.code, p.name, s.option1, s.option2, p.tax_class, p.temperature, s.weight_g, s.length_mm,
           s.width_mm, s.height_mm, s.mail_size, s.kind, p.is_alcohol, p.made_to_order, p.on_sale_on, s.price_yen,
           s.is_active AND p.is_active, s.product_id
    FROM catalogue_sku s JOIN catalogue_product p ON p.id = s.product_id WHERE
"""


def _cards(condition: str, keys: list[Any]) -> list[SkuCard]:
    with connection.cursor() as cursor:
        cursor.execute(_CARD + condition, [bulk.array(keys)])
        return [
            SkuCard(
                id=row[0], code=row[1], name=rules.full_name(row[2], row[3], row[4]), tax_rate=RATES[row[5]],
                temperature=row[6], weight_g=row[7], length_mm=row[8], width_mm=row[9], height_mm=row[10],
                mail_size=row[11], is_bundle=row[12] == "bundle", is_alcohol=row[13], made_to_order=row[14],
                on_sale_on=row[15].isoformat() if row[15] else "", price_yen=row[16], is_active=row[17],
                product_id=row[18],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


def cards(codes: Collection[str]) -> dict[str, SkuCard]:
    """What the house needs to know of these SKUs, by code, in one statement; unknown codes are absent (SKU情報)."""
    if not codes:
        return {}
    return {card.code: card for card in _cards("s.code = ANY(%s)", list(set(codes)))}


def cards_by_id(ids: Collection[int]) -> dict[int, SkuCard]:
    """What the house needs to know of these SKUs, by id, in one statement (SKU情報)."""
    if not ids:
        return {}
    wanted = sorted(set(ids))
    return setting.once(f"cards:{wanted}", lambda: {one.id: one for one in _cards("s.id = ANY(%s)", wanted)})


def cards_by_jan(jans: Collection[str]) -> dict[str, SkuCard]:
    """The SKUs behind bar codes, by the code as it was scanned; GTIN-14 of an item and UPC are understood (JAN)."""
    wanted = {jan: jan[1:] if len(jan) == 14 and jan[0] == "0" else rules.jan_of(jan) for jan in jans}
    ids = dict(Sku.objects.filter(jan__in=set(wanted.values())).values_list("jan", "id"))
    found = cards_by_id(ids.values())
    return {jan: found[ids[stored]] for jan, stored in wanted.items() if stored in ids}


def names(sku_ids: Collection[int]) -> dict[int, str]:
    """The names of these SKUs as slips and boards show them (商品名)."""
    rows = Sku.objects.filter(id__in=set(sku_ids)).values_list("id", "product__name", "option1", "option2")
    return {id_: rules.full_name(name, option1, option2) for id_, name, option1, option2 in rows}


def jans(sku_ids: Collection[int]) -> dict[int, str]:
    """The bar codes of those SKUs that have one (JAN)."""
    return {
        id_: jan
        for id_, jan in Sku.objects.filter(id__in=set(sku_ids)).values_list("id", "jan")
        if jan is not None
    }


def thumbs(sku_ids: Collection[int]) -> dict[int, str]:
    """The first picture of each SKU's product, as a path below the media address (サムネイル)."""
    first = Image.objects.filter(product=OuterRef("product")).order_by("position", "id").values("thumb")[:1]
    rows = Sku.objects.filter(id__in=set(sku_ids)).values_list("id", Subquery(first))
    return {id_: thumb for id_, thumb in rows if thumb}


def components(bundle_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """What these bundles hold: component SKU and quantity; a SKU that is no bundle is absent (セット内訳)."""
    found: dict[int, list[tuple[int, int]]] = {}
    if not bundle_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT bundle_id, component_id, quantity FROM catalogue_bundlecomponent
            WHERE bundle_id = ANY(%s) ORDER BY bundle_id, component_id
            """,
            [bulk.array(set(bundle_ids))],
        )
        for bundle, component, quantity in cursor.fetchall():
            found.setdefault(bundle, []).append((component, quantity))
    return found


def bundles_with(sku_ids: Collection[int]) -> list[int]:
    """The bundles that hold any of these SKUs, whose availability follows theirs (セット商品)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT bundle_id FROM catalogue_bundlecomponent WHERE component_id = ANY(%s) ORDER BY bundle_id",
            [bulk.array(set(sku_ids))],
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardRow:
    """One product on the board."""

    id: int
    code: str
    name: str
    category: str
    tax: TaxClass
    temperature: Temperature
    is_alcohol: bool
    made_to_order: bool
    is_active: bool
    skus: int
    bundles: int
    without_jan: int
    lowest_yen: int | None
    highest_yen: int | None
    thumb: str

    @property
    def flags(self) -> list[tuple[str, str]]:
        """What sets the product apart, as marks with a tone."""
        marks = [
            (not self.is_active, "quiet", "販売停止"),
            (self.temperature != Temperature.NORMAL, "info", self.temperature.label),
            (bool(self.bundles), "go", "セット"),
            (self.is_alcohol, "hold", "酒類"),
            (self.made_to_order, "info", "取り寄せ"),
            (bool(self.without_jan), "warn", "JANなし"),
        ]
        return [(tone, word) for applies, tone, word in marks if applies]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What the board is asked to show."""

    words: str = ""
    category: str = ""
    tax: str = ""
    temperature: str = ""
    kind: str = ""
    active: str = ""


def found(filters: Filters) -> QuerySet[Product]:
    """Products that match; every word must occur, in any width, case and kana script (商品検索)."""
    matching = Product.objects.all()
    for word in filters.words.split():
        matching = matching.filter(search_text__contains=text.search_key(word))
    if filters.category:
        matching = matching.filter(
            Q(category__code=filters.category) | Q(category__parent__code=filters.category)
        )
    if filters.tax:
        matching = matching.filter(tax_class=filters.tax)
    if filters.temperature:
        matching = matching.filter(temperature=filters.temperature)
    if filters.active:
        matching = matching.filter(is_active=filters.active == "yes")
    if filters.kind:
        matching = matching.filter(Q(id__in=Sku.objects.filter(kind=filters.kind).values("product")))
    return matching


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """One page of the board, with the keys of its neighbours; empty keys mean there is none."""

    rows: list[BoardRow]
    total: int
    after: str
    before: str


def board(filters: Filters, *, after: str = "", before: str = "", size: int = PAGE) -> Board:
    """One page of products by code, with their SKUs summed up, in three statements (商品一覧)."""
    matching = found(filters)
    total = matching.count()
    page = matching.order_by("-code" if before else "code")
    if before:
        page = page.filter(code__lt=before)
    elif after:
        page = page.filter(code__gt=after)
    names_ = (
        "id",
        "code",
        "name",
        "category__name",
        "tax_class",
        "temperature",
        "is_alcohol",
        "made_to_order",
    )
    first = Image.objects.filter(product=OuterRef("pk")).order_by("position", "id").values("thumb")[:1]
    taken = list(page.values_list(*names_, "is_active", Subquery(first))[: size + 1])
    more = len(taken) > size
    taken = taken[:size]
    if before:
        taken.reverse()
    sums = _sums([row[0] for row in taken])
    rows = [
        BoardRow(
            id=row[0], code=row[1], name=row[2], category=row[3] or "", tax=TaxClass(row[4]),
            temperature=Temperature(row[5]), is_alcohol=row[6], made_to_order=row[7], is_active=row[8],
            thumb=row[9] or "", **sums.get(row[0], _NO_SKUS),
        )
        for row in taken
    ]  # fmt: skip
    forward = more if not before else True
    backward = more if before else bool(after)
    return Board(
        rows=rows,
        total=total,
        after=rows[-1].code if rows and forward else "",
        before=rows[0].code if rows and backward else "",
    )


_NO_SKUS: dict[str, Any] = {
    "skus": 0,
    "bundles": 0,
    "without_jan": 0,
    "lowest_yen": None,
    "highest_yen": None,
}


def _sums(product_ids: list[int]) -> dict[int, dict[str, Any]]:
    rows: Iterable[Any] = (
        Sku.objects.filter(product__in=product_ids)
        .values("product_id")
        .annotate(
            skus=Count("id"),
            bundles=Count("id", filter=Q(kind=SkuKind.BUNDLE)),
            without_jan=Count("id", filter=Q(jan__isnull=True, kind=SkuKind.SINGLE)),
            lowest_yen=Min("price_yen"),
            highest_yen=-Min(-F("price_yen")),
        )
    )
    return {row["product_id"]: {name: row[name] for name in _NO_SKUS} for row in rows}


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductView:
    """A product with everything its page shows."""

    product: Product
    skus: list[Sku]
    images: list[Image]
    components: dict[int, list[tuple[str, str, int]]]  # bundle id → (code, name, quantity)
    in_bundles: dict[int, list[str]]  # single id → codes of bundles


def product(code: str = "", *, pk: int = 0) -> ProductView:
    """One product with its SKUs, bundles and pictures, by code or id (商品); refuses an unknown one."""
    wanted = Q(pk=pk) if pk else Q(code=code)
    found_ = Product.objects.select_related("category").filter(wanted).first()
    if found_ is None:
        raise NotFound(what="商品", key=code or pk)
    skus = list(found_.skus.order_by("position", "id"))
    parts: dict[int, list[tuple[str, str, int]]] = {}
    inside: dict[int, list[str]] = {}
    ids = [sku.pk for sku in skus]
    links = BundleComponent.objects.filter(Q(bundle__in=ids) | Q(component__in=ids)).order_by("id")
    for link in links.select_related("bundle", "component__product"):
        if link.bundle_id in ids:
            part = link.component
            name = rules.full_name(part.product.name, part.option1, part.option2)
            parts.setdefault(link.bundle_id, []).append((part.code, name, link.quantity))
        if link.component_id in ids:
            inside.setdefault(link.component_id, []).append(link.bundle.code)
    return ProductView(
        product=found_, skus=skus, images=list(found_.images.all()), components=parts, in_bundles=inside
    )


def categories() -> list[Category]:
    """All categories, parents before their children (カテゴリ)."""
    everything = list(Category.objects.order_by("position", "code"))
    children: dict[int | None, list[Category]] = {}
    for category in everything:
        children.setdefault(category.parent_id, []).append(category)
    ordered: list[Category] = []

    def walk(parent: int | None) -> None:
        for category in children.get(parent, []):
            ordered.append(category)
            walk(category.pk)

    walk(None)
    return ordered


def files(limit: int = 20) -> list[ProductFile]:
    """The product files that came in last (取込履歴)."""
    return list(ProductFile.objects.order_by("-id")[:limit])


def file(pk: int) -> ProductFile:
    """One product file; refuses an unknown number."""
    found_ = ProductFile.objects.filter(pk=pk).first()
    if found_ is None:
        raise NotFound(what="商品ファイル", key=pk)
    return found_


_EXPORT = """
    SELECT p.code, p.name, p.kana, coalesce(c.code, ''), p.brand, p.tax_class, p.temperature, s.code, s.option1,
           s.option2, s.jan, s.price_yen, s.list_price_yen, s.cost_yen, s.weight_g, s.length_mm, s.width_mm,
           s.height_mm, s.mail_size, p.is_alcohol, p.made_to_order, p.on_sale_on, s.is_active,
           (SELECT string_agg(k.code || '*' || b.quantity, '+' ORDER BY b.id) FROM catalogue_bundlecomponent b
            JOIN catalogue_sku k ON k.id = b.component_id WHERE b.bundle_id = s.id), p.description
    FROM catalogue_product p JOIN catalogue_sku s ON s.product_id = p.id
    LEFT JOIN catalogue_category c ON c.id = p.category_id
    WHERE p.id = ANY(%s) OR %s ORDER BY p.code, s.position, s.id
"""
EXPORT_FIELDS = (
    "product_code", "name", "kana", "category", "brand", "tax_class", "temperature", "sku_code", "option1",
    "option2", "jan", "price_yen", "list_price_yen", "cost_yen", "weight_g", "length_mm", "width_mm", "height_mm",
    "mail_size", "is_alcohol", "made_to_order", "on_sale_on", "is_active", "components", "description",
)  # fmt: skip


def export_values(product_ids: list[int] | None = None) -> Iterator[tuple[Any, ...]]:
    """Every SKU with its product as plain values, in the order of `EXPORT_FIELDS`; memory stays flat (商品出力)."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_EXPORT, [product_ids or [], product_ids is None])
        while rows := cursor.fetchmany(2_000):
            yield from rows


def export_rows(product_ids: list[int] | None = None) -> Iterator[list[str]]:
    """The catalogue as a table of text, headers first, as a product file takes it back (商品出力)."""
    yield [columns.HEADERS[field] for field in EXPORT_FIELDS]
    values = export_values(product_ids)
    while block := list(islice(values, 2_000)):
        yield from map(list, zip(*map(_cells, EXPORT_FIELDS, zip(*block, strict=True)), strict=True))


def _cells(field: str, values: Sequence[Any]) -> list[str]:
    """A column as cells; what repeats in it is written once."""
    distinct = set(values)
    if len(distinct) * 4 < len(values):
        cells = {value: columns.cell_of(field, value) for value in distinct}
        return [cells[value] for value in values]
    return [columns.cell_of(field, value) for value in values]


def recipes(product_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """What the bundles of these products hold, by bundle: component code and quantity (セット内訳)."""
    found_: dict[int, dict[str, int]] = {}
    rows = BundleComponent.objects.filter(bundle__product__in=product_ids).order_by("id")
    for bundle, code, quantity in rows.values_list("bundle_id", "component__code", "quantity"):
        found_.setdefault(bundle, {})[code] = quantity
    return found_


def image_paths(product_ids: Collection[int]) -> dict[int, list[str]]:
    """The pictures of these products in order, as paths below the media address (商品画像)."""
    found_: dict[int, list[str]] = {}
    for product_id, path in Image.objects.filter(product__in=product_ids).values_list("product_id", "file"):
        found_.setdefault(product_id, []).append(path)
    return found_
