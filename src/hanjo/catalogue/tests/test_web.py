"""Pages of the catalogue: what they show, what they save, whom they let in."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from hanjo.catalogue import queries
from hanjo.catalogue.commands import add_image, save_category, save_products
from hanjo.catalogue.models import Image, Product, ProductFile, Sku
from hanjo.kernel.actor import Actor

BY = Actor.system("test")
pytestmark = pytest.mark.django_db


def shelf(count: int) -> None:
    save_products(
        [
            {
                "product_code": f"P{i:04}", "sku_code": f"P{i:04}-{size}", "name": f"帆布バッグ {i}", "kana": "ハンプ",
                "option1": size, "price_yen": 1000 + i, "category": "鞄",
            }
            for i in range(count)
            for size in ("S", "M")
        ],
        by=BY,
    )  # fmt: skip


def png(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (40, 40), colour).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("count", [0, 250])
def test_the_board_opens_with_a_flat_number_of_statements(hana_client, count_sql, count: int) -> None:
    shelf(count)
    with count_sql() as seen:
        answer = hana_client.get("/products/")
    assert answer.status_code == 200
    assert seen.count <= 15
    assert ("帆布バッグ 0" in answer.text) is bool(count)


def test_the_board_turns_its_pages_by_key_in_both_directions() -> None:
    shelf(250)
    filters = queries.Filters()
    first = queries.board(filters)
    second = queries.board(filters, after=first.after)
    third = queries.board(filters, after=second.after)
    assert [row.code for row in first.rows + second.rows + third.rows] == [f"P{i:04}" for i in range(250)]
    assert (first.before, third.after) == ("", "")
    assert queries.board(filters, before=third.before).rows == second.rows
    assert queries.board(filters, before=second.before).before == ""


def test_the_board_finds_by_words_and_conditions(hana_client) -> None:
    shelf(3)
    save_products(
        [{"sku_code": "SAKE", "name": "純米酒", "is_alcohol": True, "temperature": "chilled"}], by=BY
    )
    for query in ("words=純米", "words=ＳＡＫＥ", "temperature=chilled"):
        text = hana_client.get(f"/products/?{query}").text
        assert "純米酒" in text
        assert "帆布" not in text
    assert "該当する商品はありません" in hana_client.get("/products/?words=無").text


def test_saving_the_page_changes_the_product_and_a_new_line_becomes_a_sku(hana_client) -> None:
    shelf(1)
    product = Product.objects.get()
    page = hana_client.get(f"/products/{product.pk}/")
    assert page.status_code == 200
    answer = hana_client.post(f"/products/{product.pk}/", _posted(product, price="1,200"))
    assert answer.status_code == 302
    product.refresh_from_db()
    assert (product.name, product.version) == ("帆布トート", 2)
    assert dict(Sku.objects.values_list("code", "price_yen")) == {
        "P0000-S": 1200,
        "P0000-M": 0,
        "P0000-L": 1300,
    }


def _posted(product: Product, price: str) -> dict[str, str]:
    return {
        "version": str(product.version), "name": "帆布トート", "kana": "", "category": "", "brand": "",
        "description": "", "tax_class": "standard", "temperature": "normal", "on_sale_on": "",
        "sku-0-sku_code": "P0000-S", "sku-0-price_yen": price, "sku-0-is_active": "1",
        "sku-1-sku_code": "P0000-M", "sku-2-sku_code": "P0000-L", "sku-2-price_yen": "1300", "sku-2-is_active": "1",
    }  # fmt: skip


def test_a_page_with_a_mistake_saves_nothing_and_keeps_what_was_typed(hana_client) -> None:
    shelf(1)
    product = Product.objects.get()
    before = list(Sku.objects.values())
    for price, jan in (("高い", ""), ("1200", "4901234567895")):
        posted = {**_posted(product, price), "sku-0-jan": jan}
        answer = hana_client.post(f"/products/{product.pk}/", posted)
        assert answer.status_code == 422
        assert "帆布トート" in answer.text
        assert price in answer.text
        assert "P0000-L" in answer.text
    assert "検査数字" in answer.text
    assert list(Sku.objects.values()) == before


def test_a_page_that_is_out_of_date_saves_nothing(hana_client) -> None:
    shelf(1)
    product = Product.objects.get()
    save_products([{"sku_code": "P0000-S", "price_yen": 1}], by=BY)
    answer = hana_client.post(f"/products/{product.pk}/", _posted(product, "5"))
    assert answer.status_code == 422
    assert "ほかの人が先に" in answer.text
    assert Sku.objects.get(code="P0000-S").price_yen == 1


def test_a_new_product_and_a_new_bundle_are_registered_on_the_page(hana_client) -> None:
    assert hana_client.get("/products/new/").status_code == 200
    posted = {
        **_posted(Product(version=0), "100"),
        "product_code": "",
        "sku-2-sku_code": "",
        "sku-1-sku_code": "",
    }
    assert hana_client.post("/products/new/", posted).status_code == 302
    posted |= {"sku-0-sku_code": "SET", "components": "P0000-S*3"}
    assert hana_client.post("/products/new/", posted).status_code == 302
    (parts,) = queries.components([Sku.objects.get(code="SET").pk]).values()
    assert parts == [(Sku.objects.get(code="P0000-S").pk, 3)]
    assert hana_client.post("/products/new/", {**posted, "product_code": "SET"}).status_code == 422
    assert hana_client.post("/products/new/", {**posted, "sku-0-sku_code": ""}).status_code == 422


def test_the_components_of_a_bundle_are_set_on_its_page(hana_client) -> None:
    shelf(1)
    save_products([{"sku_code": "SET", "name": "組", "components": (("P0000-S", 1),)}], by=BY)
    sku = Sku.objects.get(code="SET")
    address = reverse("catalogue-bundle", args=[sku.product_id, sku.pk])
    hana_client.post(address, {"code": ["", "P0000-M"], "quantity": ["1", "4"]})
    assert queries.components([sku.pk])[sku.pk] == [(Sku.objects.get(code="P0000-M").pk, 4)]
    answer = hana_client.post(address, {"code": ["NONE"], "quantity": ["1"]}, follow=True)
    assert "登録されていません" in answer.text
    page = hana_client.get(reverse("catalogue-product", args=[Product.objects.get(code="P0000").pk]))
    assert "SET" in page.text


def test_pictures_are_added_moved_and_removed_on_the_page(hana_client, client) -> None:
    shelf(1)
    product = Product.objects.get()
    address = reverse("catalogue-add-images", args=[product.pk])
    files = [SimpleUploadedFile(f"{colour}.png", png(colour)) for colour in ("red", "blue")]
    answer = hana_client.post(address, {"images": [*files, SimpleUploadedFile("x.png", b"no")]}, follow=True)
    assert "x.png: この画像は使えません" in answer.text
    first, second = product.images.all()
    hana_client.post(reverse("catalogue-image", args=[product.pk, second.pk]), {"verb": "earlier"})
    assert [image.pk for image in product.images.all()] == [second.pk, first.pk]
    picture = client.get(reverse("catalogue-media", args=[first.thumb]))
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/webp")
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    hana_client.post(reverse("catalogue-image", args=[product.pk, first.pk]), {"verb": "remove"})
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["imports/products/x", "../keys/session", "products/../x", "products/aa/full.webp"]
)
def test_nothing_but_our_own_pictures_is_handed_out(client, path: str) -> None:
    assert client.get(f"/media/{path}").status_code == 404


def test_products_are_taken_off_sale_by_tick_and_by_condition(hana_client) -> None:
    shelf(3)
    ids = list(Product.objects.order_by("code").values_list("pk", flat=True))
    hana_client.post("/products/active/", {"active": "0", "ids": [str(ids[0])]})
    assert Product.objects.filter(is_active=False).count() == 1
    hana_client.post(
        "/products/active/", {"active": "0", "all": "1", "query": "words=帆布", "unticked": [ids[2]]}
    )
    assert set(Product.objects.filter(is_active=False).values_list("pk", flat=True)) == set(ids[:2])
    hana_client.post("/products/active/", {"active": "1", "all": "1", "query": ""})
    assert not Product.objects.filter(is_active=False).exists()


CSV = "SKUコード,商品名,販売価格,謎\r\nA,急須,5000,?\r\nB,茶筒,abc,?\r\n"


def test_a_file_is_shown_before_it_is_applied_and_its_errors_can_be_fetched(hana_client) -> None:
    answer = hana_client.post(
        "/products/files/", {"file": SimpleUploadedFile("商品.csv", CSV.encode("cp932"))}, follow=True
    )
    assert "読まなかった列: 謎" in answer.text
    assert "1 行を登録する" in answer.text
    assert "整数ではありません" in answer.text
    assert not Product.objects.exists()
    file = ProductFile.objects.get()
    for _ in range(2):
        answer = hana_client.post(reverse("catalogue-file-apply", args=[file.pk]), follow=True)
        assert "登録が終わりました" in answer.text
    assert Sku.objects.get().price_yen == 5000
    errors = hana_client.get(reverse("catalogue-file-refused", args=[file.pk]))
    assert "B,茶筒,abc,?,3" in b"".join(errors.streaming_content).decode("utf-8-sig")
    assert "商品.csv" in hana_client.get("/products/files/").text


def test_a_long_file_goes_to_the_background_with_a_card_that_tells_how_far_it_is(hana_client) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    rows = "".join(f"S{i},品{i},{i}\r\n" for i in range(300))
    sent = SimpleUploadedFile("長い.csv", ("SKUコード,商品名,販売価格\r\n" + rows).encode())
    hana_client.post("/products/files/", {"file": sent})
    file = ProductFile.objects.get()
    answer = hana_client.post(reverse("catalogue-file-apply", args=[file.pk]), follow=True)
    assert "商品を登録しています" in answer.text
    assert not Sku.objects.exists()
    (job,) = ProcrastinateJob.objects.filter(task_name="catalogue.apply")
    from hanjo.catalogue import jobs

    jobs.apply(**job.args)
    jobs.apply(**job.args)
    assert Sku.objects.count() == 300
    card = hana_client.get(reverse("catalogue-file-card", args=[file.pk]), headers={"HX-Request": "true"})
    assert "data-job" not in card.text


def test_what_the_board_shows_is_exported(hana_client) -> None:
    shelf(2)
    save_products([{"sku_code": "SAKE", "name": "純米酒"}], by=BY)
    for query, word in (
        ("words=純米", "純米酒"),
        ("words=純米&encoding=cp932", "純米酒"),
        ("", "帆布バッグ 1"),
    ):
        answer = hana_client.get(f"/products/export/?{query}")
        data = b"".join(answer.streaming_content)
        assert word in data.decode("cp932" if "cp932" in query else "utf-8-sig")
    assert b"".join(hana_client.get("/products/export/?form=xlsx").streaming_content)[:2] == b"PK"


def test_people_see_and_do_what_their_roles_allow(ken_client, mei_client, client) -> None:
    shelf(1)
    product = Product.objects.get()
    assert ken_client.get("/products/").status_code == 200
    page = ken_client.get(f"/products/{product.pk}/")
    assert page.status_code == 200
    assert "disabled" in page.text
    add_image("P0000", png(), by=BY)
    save_category("x", "x", by=BY)
    posts = {
        "catalogue-set-active": [], "catalogue-files": [], "catalogue-new": [], "catalogue-product": [product.pk],
        "catalogue-add-images": [product.pk], "catalogue-image": [product.pk, 1], "catalogue-bundle": [product.pk, 1],
        "catalogue-file-apply": [1],
    }  # fmt: skip
    for name, args in posts.items():
        assert ken_client.post(reverse(name, args=args)).status_code == 403, name
        assert client.post(reverse(name, args=args)).status_code == 302, name
    for path in ("/products/", f"/products/{product.pk}/", "/products/files/", "/products/export/"):
        assert mei_client.get(path).status_code == 403
        assert client.get(path).status_code == 302
    assert ken_client.get("/products/999999/").status_code == 404
    assert ken_client.get("/products/files/999999/").status_code == 404
