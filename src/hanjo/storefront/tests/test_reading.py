"""What the shop says, as visitors and staff meet it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image

from hanjo.channels.models import OutgoingMail
from hanjo.content import commands as content
from hanjo.content import queries
from hanjo.content.models import Block, MenuItem, Page
from hanjo.content.terms import BlockKind, Kind, Place, Target, Words
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.storefront import commands as shop
from hanjo.storefront import jobs
from hanjo.storefront import queries as storefront
from hanjo.storefront.models import OldAddress
from hanjo.storefront.queries.addresses import SALT
from hanjo.storefront.terms import BadMove
from hanjo.storefront.tests.makers import open_shop, visitor
from hanjo.storefront.web import kept
from hanjo.storefront.web.reading import preview_link
from hanjo.support.models import Inquiry

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
DESK = [
    "shop-desk", "shop-desk-pages", "shop-desk-posts", "shop-desk-faq", "shop-desk-menus", "shop-desk-front",
    "shop-desk-moves", "shop-desk-page-new",
]  # fmt: skip


def write(
    slug: str = "guide", title: str = "ご利用ガイド", body: str = "本文です。", kind: Kind = Kind.PAGE
) -> Page:
    page = content.save_page(kind, slug, {"ja": Words(title=title, body=body)}, by=BY)
    content.publish_page(page.id, by=BY)
    shop.renew()
    kept.forget()
    return page


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def test_a_page_stands_in_the_shops_frame_and_in_the_footer_menu() -> None:
    open_shop()
    page = write()
    content.save_menu(Place.FOOT, [content.Entry(target=Target.PAGE, value=str(page.id), labels={})], by=BY)
    shop.renew()
    kept.forget()
    address = reverse("shop-page", args=["guide"])
    shown = text(visitor(), address)
    assert "<h1>ご利用ガイド</h1>" in shown
    assert "本文です。" in shown
    assert f'href="{address}"' in text(visitor(), reverse("shop"))


def test_a_renamed_page_leads_to_its_new_address_for_good() -> None:
    open_shop()
    page = write()
    content.save_page(Kind.PAGE, "buying", {"ja": Words(title="買い方", body="x")}, by=BY, page_id=page.id)
    answer = visitor().get(reverse("shop-page", args=["guide"]))
    assert (answer.status_code, answer.headers["Location"]) == (301, reverse("shop-page", args=["buying"]))


def test_a_draft_is_seen_only_by_its_signed_link() -> None:
    open_shop()
    page = content.save_page(Kind.PAGE, "new", {"ja": Words(title="まだ内緒", body="x")}, by=BY)
    assert visitor().get(reverse("shop-page", args=["new"])).status_code == 404
    answer = visitor().get(preview_link(page.id, 1))
    assert "まだ内緒" in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"]
    forged = signing.dumps([page.id, 1], salt="other")
    for token in (forged, "x", signing.dumps([page.id, 9], salt=SALT), signing.dumps("x", salt=SALT)):
        assert visitor().get(reverse("shop-preview", args=[token])).status_code == 404


def test_kept_pages_turn_when_a_period_begins() -> None:
    open_shop()
    page = content.save_page(Kind.NEWS, "soon", {"ja": Words(title="もうすぐ", body="x")}, by=BY)
    content.publish_page(page.id, by=BY, shown_from=clock.now() - timedelta(seconds=30))
    before = storefront.version()
    jobs.turn_pages(0)
    after = storefront.version()
    assert after > before
    jobs.turn_pages(0)
    assert storefront.version() == after


def test_the_first_page_shows_the_parts_of_the_staff_else_its_own() -> None:
    open_shop()
    write("n", "休みのお知らせ", kind=Kind.NEWS)
    first = text(visitor(), reverse("shop"))
    assert "人気の品" in first
    parts: list[tuple[BlockKind, dict[str, Any]]] = [
        (BlockKind.HERO, {"title_ja": "ことばです", "link": "/shop/faq/"}),
        (BlockKind.GOODS, {"title_ja": "選んだ品", "rule": "picked", "slugs": "nothing\n"}),
        (BlockKind.GOODS, {"title_ja": "並ぶ品", "rule": "new", "count": 4}),
        (BlockKind.NEWS, {"title_ja": "便り", "count": 3}),
        (BlockKind.TEXT, {"title_ja": "文", "body_ja": "<script>x</script>**太い**"}),
        (BlockKind.CALENDAR, {"title_ja": "暦", "count": 2}),
        (BlockKind.NOTICE, {"text_ja": "年末は休みます"}),
        (BlockKind.SHELVES, {}),
    ]
    for kind, data in parts:
        content.save_block(kind, data, by=BY)
    content.save_block(BlockKind.NOTICE, {"text_ja": "出さない"}, by=BY, is_shown=False)
    shop.renew()
    kept.forget()
    shown = text(visitor(), reverse("shop"))
    for word in ("ことばです", "並ぶ品", "休みのお知らせ", "<strong>太い</strong>", "暦", "年末は休みます"):
        assert word in shown
    for word in ("<script>x", "選んだ品", "出さない", "人気の品"):
        assert word not in shown
    assert shown.count("<h1") == 1


def test_a_page_that_is_not_there_offers_a_search_in_the_shops_frame() -> None:
    open_shop()
    for path in ("i/nothing/", "no/such/thing", "p/none/", "c/none/"):
        shown = text(visitor(), reverse("shop") + path, 404)
        assert "お探しのページは見つかりませんでした" in shown
        assert 'name="q"' in shown


def test_an_address_that_moved_is_led_on_unless_something_lives_there() -> None:
    open_shop()
    home = reverse("shop")
    shop.save_move(f"{home}products/detail/12?x=1", f"{home}faq/", by=BY)
    answer = visitor().get(f"{home}products/detail/12/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{home}faq/")
    shop.save_move("faq", f"{home}all/", by=BY)
    assert visitor().get(f"{home}faq/").status_code == 200


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/shop/"),
        ("a b", "/shop/"),
        ("a", "javascript:x"),
        ("a", "//evil.example"),
        ("a", ""),
        ("a", "/shop/a/"),
    ],
)
def test_a_move_that_leads_nowhere_or_in_a_circle_is_refused(path: str, target: str) -> None:
    with pytest.raises(BadMove):
        shop.save_move(path, target, by=BY)
    assert not OldAddress.objects.exists()


def test_moves_do_not_close_a_circle() -> None:
    shop.save_move("a", "/shop/b/", by=BY)
    shop.save_move("b", "/shop/c/", by=BY)
    with pytest.raises(BadMove):
        shop.save_move("c", "/shop/a/", by=BY)
    assert OldAddress.objects.count() == 2


TYPED = {
    "name": "見本 花子",
    "mail": "hanako@example.jp",
    "subject": "goods",
    "text": "大きさを教えてください。",
}


def test_a_question_arrives_and_its_number_is_shown() -> None:
    open_shop()
    client = visitor()
    answer = client.post(reverse("shop-contact"), {**TYPED, "key": "abc"})
    assert answer.status_code == 302
    row = Inquiry.objects.get()
    assert row.number in text(client, answer.headers["Location"])
    assert OutgoingMail.objects.filter(kind="inquiry_received").count() == 1


def test_a_form_that_is_not_complete_says_where_and_keeps_what_was_typed() -> None:
    open_shop()
    answer = visitor().post(reverse("shop-contact"), {**TYPED, "mail": "x", "subject": ""})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#mail"' in shown
    assert 'href="#subject"' in shown
    assert "大きさを教えてください。" in shown
    assert not Inquiry.objects.exists()


def test_programs_that_fill_in_the_hidden_field_and_strange_origins_reach_nobody() -> None:
    open_shop()
    assert visitor().post(reverse("shop-contact"), {**TYPED, "website": "x"}).status_code == 302
    assert Client().post(reverse("shop-contact"), TYPED).status_code == 422
    elsewhere = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.post(reverse("shop-contact"), TYPED).status_code == 422
    assert not Inquiry.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_one_address_is_not_flooded_with_confirmations() -> None:
    open_shop()
    answers = [
        visitor().post(reverse("shop-contact"), {**TYPED, "key": f"k{n}"}).status_code for n in range(10)
    ]
    assert 422 in answers
    assert OutgoingMail.objects.count() <= 4


def test_questions_are_searched_on_their_page_and_beside_the_form() -> None:
    open_shop()
    content.save_group("gift", {"ja": "ギフト"}, by=BY)
    page = content.save_page(
        Kind.FAQ, "noshi", {"ja": Words(title="のしは？", body="無料です。")}, by=BY, group="gift"
    )
    content.publish_page(page.id, by=BY)
    shop.renew()
    kept.forget()
    for route in ("shop-faq", "shop-contact"):
        assert "のしは？" in text(visitor(), reverse(route) + "?q=ノシ")
        assert "のしは？" not in text(visitor(), reverse(route) + "?q=冷凍")


@pytest.mark.parametrize("route", DESK)
def test_every_page_of_the_desk_opens_for_her_and_not_for_strangers(
    hana_client: Client, mei_client: Client, count_sql: Any, route: str
) -> None:
    for n in range(12):
        write(f"p{n}", f"題 {n}", kind=[Kind.PAGE, Kind.NEWS, Kind.BLOG][n % 3])
    hana_client.get(reverse(route))
    with count_sql() as seen:
        assert hana_client.get(reverse(route)).status_code == 200
    assert seen.count <= 15
    assert mei_client.get(reverse(route)).status_code == 403
    assert Client().get(reverse(route)).status_code == 302


def _form(**more: str) -> dict[str, str]:
    return {"kind": "page", "title_ja": "題", "body_ja": "# 見出し", "slug": "guide", "do": "save", **more}


def test_she_writes_a_page_looks_at_it_and_publishes_it(hana_client: Client) -> None:
    open_shop()
    new = reverse("shop-desk-page-new")
    look = hana_client.post(reverse("shop-desk-page-look"), _form()).content.decode()
    assert "<h2>見出し</h2>" in look
    assert hana_client.post(new, _form()).status_code == 303
    page = Page.objects.get()
    assert queries.page(Kind.PAGE, "guide") is None
    hana_client.post(reverse("shop-desk-page", args=[page.id]), _form(do="publish", body_ja="新しい"))
    kept.forget()
    assert "新しい" in text(visitor(), reverse("shop-page", args=["guide"]))
    shown = text(hana_client, reverse("shop-desk-page-history", args=[page.id]))
    assert "<ins>" in shown
    assert "<del>" in shown
    hana_client.post(reverse("shop-desk-page-do", args=[page.id]), {"do": "restore", "number": "1"})
    assert queries.version(page.id, 3).texts["ja"]["body"] == "# 見出し"
    hana_client.post(reverse("shop-desk-page-do", args=[page.id]), {"do": "withdraw"})
    kept.forget()
    assert visitor().get(reverse("shop-page", args=["guide"])).status_code == 404
    hana_client.post(reverse("shop-desk-page-do", args=[page.id]), {"do": "remove"})
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"slug": "あ"}, {"slug": "legal"}, {"title_ja": ""}, {"shown_from": "いつか"}, {"kind": "faq"},
        {"do": "publish", "shown_from": "2026-12-02T10:00", "shown_until": "2026-12-01T10:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_stays_typed(hana_client: Client, more: dict[str, str]) -> None:
    answer = hana_client.post(reverse("shop-desk-page-new"), _form(**more))
    assert answer.status_code == 422
    assert "# 見出し" in answer.content.decode()
    assert not Page.objects.filter(live__isnull=False).exists()


def test_a_picture_is_drawn_anew_and_what_is_none_is_refused(hana_client: Client, settings: Any) -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    data.seek(0)
    data.name = "x.png"
    hana_client.post(reverse("shop-desk-page-new"), {**_form(), "picture": data})
    page = Page.objects.get()
    assert page.picture.startswith("content/")
    assert hana_client.get(f"/media/{page.picture}").status_code == 200
    fake = io.BytesIO(b"<svg onload=alert(1)>")
    fake.name = "x.png"
    answer = hana_client.post(reverse("shop-desk-page", args=[page.id]), {**_form(), "picture": fake})
    assert (answer.status_code, Page.objects.get().latest) == (422, 1)


def test_menu_and_first_page_are_put_in_order_by_buttons(hana_client: Client) -> None:
    menu = reverse("shop-desk-menu", args=["foot"])
    for name in ("faq", "contact"):
        hana_client.post(menu, {"do": "add", "target": f"list:{name}"})
    assert hana_client.post(menu, {"do": "add", "address": "javascript:x"}).status_code == 422
    hana_client.post(menu, {"do": "down:0"})
    assert [item.value for item in MenuItem.objects.order_by("position")] == ["contact", "faq"]
    hana_client.post(menu, {"do": "remove:0"})
    assert [item.value for item in MenuItem.objects.all()] == ["faq"]
    for kind in ("shelves", "notice"):
        answer = hana_client.post(reverse("shop-desk-block-new", args=[kind]), {"text_ja": "休み"})
        assert answer.status_code == 303
    assert hana_client.post(reverse("shop-desk-block-new", args=["notice"]), {}).status_code == 422
    last = Block.objects.get(kind="notice")
    front = reverse("shop-desk-front")
    hana_client.post(front, {"do": f"up:{last.id}"})
    hana_client.post(front, {"do": f"hide:{last.id}"})
    assert [(one.kind, one.is_shown) for one in queries.all_blocks()] == [
        ("notice", False),
        ("shelves", True),
    ]
    hana_client.post(front, {"do": f"remove:{last.id}"})
    assert Block.objects.count() == 1


def test_groups_and_questions_are_put_in_order_by_buttons(hana_client: Client) -> None:
    address = reverse("shop-desk-faq")
    for code in ("one", "two"):
        hana_client.post(address, {"do": "save:", "code": code, "name_ja": code})
    pages = [
        content.save_page(
            Kind.FAQ, f"q{n}", {"ja": Words(title=f"質問 {n}")}, by=BY, group="one", position=n
        ).id
        for n in range(3)
    ]
    hana_client.post(address, {"do": "up:two"})
    assert [group.code for group in queries.groups()] == ["two", "one"]
    hana_client.post(address, {"do": f"q-up:{pages[2]}"})
    assert [row.page.id for row in queries.written([Kind.FAQ])] == [pages[0], pages[2], pages[1]]
    hana_client.post(address, {"do": "remove:one"})
    hana_client.post(address, {"do": "remove:two"})
    assert [group.code for group in queries.groups()] == ["one"]
    assert hana_client.post(address, {"do": "save:", "code": "あ", "name_ja": "x"}).status_code == 422


def test_the_first_page_takes_few_statements_when_nothing_is_remembered(count_sql: Any) -> None:
    open_shop()
    for n in range(6):
        write(f"n{n}", kind=[Kind.NEWS, Kind.BLOG][n % 2])
    for kind, rule in (("hero", ""), ("goods", "sold"), ("goods", "new"), ("news", ""), ("shelves", "")):
        content.save_block(BlockKind(kind), {"title_ja": "題", "rule": rule, "count": 4}, by=BY)
    shop.renew()
    kept.forget()
    cache.clear()
    with count_sql() as seen:
        assert visitor().get(reverse("shop")).status_code == 200
    assert seen.count <= 12
