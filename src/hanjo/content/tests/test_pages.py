"""Pages: what is written, what visitors read, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hanjo.content import commands, queries
from hanjo.content.models import LiveText, OldSlug, Page, PageVersion
from hanjo.content.terms import (
    BadPeriod,
    BadSlug,
    BadTarget,
    GroupNeeded,
    Kind,
    Place,
    ReservedSlug,
    SlugTaken,
    Standing,
    Target,
    TextTooLong,
    TitleMissing,
    Words,
)
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.models import AuditEntry, Telling

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def write(slug: str = "guide", title: str = "ご利用ガイド", body: str = "# はじめに", **more: object) -> Page:
    kind = more.pop("kind", Kind.PAGE)
    return commands.save_page(kind, slug, {"ja": Words(title=title, body=body)}, by=BY, **more)  # type: ignore[arg-type]  # passed on as they come


def test_a_draft_is_not_read_by_visitors() -> None:
    write()
    assert queries.page(Kind.PAGE, "guide") is None
    assert queries.written([Kind.PAGE])[0].standing == Standing.DRAFT


def test_a_published_page_is_read_as_safe_html() -> None:
    page = write(body="# はじめに\n\n<script>alert(1)</script>")
    commands.publish_page(page.id, by=BY)
    read = queries.page(Kind.PAGE, "guide")
    assert read is not None
    assert "<h2>はじめに</h2>" in read.html
    assert "<script" not in read.html


def test_a_change_stays_a_draft_until_it_is_published() -> None:
    page = write(body="一")
    commands.publish_page(page.id, by=BY)
    write(body="二", page_id=page.id)
    read = queries.page(Kind.PAGE, "guide")
    assert read is not None
    assert "一" in read.html
    assert queries.written([Kind.PAGE])[0].is_newer
    commands.publish_page(page.id, by=BY)
    read = queries.page(Kind.PAGE, "guide")
    assert read is not None
    assert "二" in read.html


def test_saving_the_same_words_again_adds_no_version() -> None:
    page = write()
    write(page_id=page.id)
    assert PageVersion.objects.count() == 1


def test_a_page_appears_and_goes_at_its_moment() -> None:
    now = clock.now()
    page = write()
    commands.publish_page(
        page.id, by=BY, shown_from=now + timedelta(hours=1), shown_until=now + timedelta(hours=2)
    )
    at = [queries.page(Kind.PAGE, "guide", at=now + timedelta(minutes=m)) for m in (0, 59, 61, 119, 121)]
    assert [one is not None for one in at] == [False, False, True, True, False]
    assert queries.turned(now + timedelta(minutes=59), now + timedelta(minutes=61))
    assert queries.turned(now + timedelta(minutes=119), now + timedelta(minutes=121))
    assert not queries.turned(now + timedelta(minutes=70), now + timedelta(minutes=80))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    page = write()
    now = clock.now()
    with pytest.raises(BadPeriod):
        commands.publish_page(page.id, by=BY, shown_from=now, shown_until=now - timedelta(hours=1))
    page.refresh_from_db()
    assert page.live_id is None
    assert not LiveText.objects.exists()


def test_a_renamed_page_keeps_its_old_address() -> None:
    page = write()
    commands.publish_page(page.id, by=BY)
    write(slug="how-to-buy", page_id=page.id)
    write(slug="buying", page_id=page.id)
    assert queries.moved(Kind.PAGE, "guide") == queries.moved(Kind.PAGE, "how-to-buy") == "buying"
    write(slug="guide", page_id=page.id)
    assert queries.moved(Kind.PAGE, "guide") == ""
    assert queries.moved(Kind.PAGE, "buying") == "guide"


def test_an_old_address_of_a_draft_leads_nowhere() -> None:
    page = write()
    write(slug="other", page_id=page.id)
    assert OldSlug.objects.count() == 1
    assert queries.moved(Kind.PAGE, "guide") == ""


@pytest.mark.parametrize("slug", ["", "A", "a b", "../x", "a" * 61, "-a", "あ", "a\n", "a/b"])
def test_a_badly_written_address_is_refused(slug: str) -> None:
    with pytest.raises(BadSlug):
        write(slug=slug)
    assert not Page.objects.exists()


def test_generated_pages_keep_their_addresses() -> None:
    for slug in ("legal", "privacy", "terms", "preview"):
        with pytest.raises(ReservedSlug):
            write(slug=slug)
    assert not Page.objects.exists()
    assert write(slug="terms", kind=Kind.NEWS).id


def test_two_pages_do_not_share_an_address() -> None:
    write()
    with pytest.raises(SlugTaken):
        write(title="別の題")
    assert Page.objects.count() == 1


def test_a_page_without_a_japanese_title_is_refused() -> None:
    with pytest.raises(TitleMissing):
        commands.save_page(Kind.PAGE, "x", {"en": Words(title="Guide")}, by=BY)
    with pytest.raises(TitleMissing):
        write(title="  ")
    assert not Page.objects.exists()


def test_an_endless_text_is_refused() -> None:
    with pytest.raises(TextTooLong):
        write(body="あ" * 50_001)
    assert not Page.objects.exists()


def test_an_older_version_comes_back_as_a_draft() -> None:
    page = write(body="一")
    write(body="二", page_id=page.id)
    commands.publish_page(page.id, by=BY)
    commands.restore_page(page.id, 1, by=BY)
    assert [one.texts["ja"]["body"] for one in queries.versions(page.id)] == ["一", "二", "一"]
    read = queries.page(Kind.PAGE, "guide")
    assert read is not None
    assert "二" in read.html


def test_a_withdrawn_page_is_read_by_nobody_and_its_words_stay() -> None:
    page = write()
    commands.publish_page(page.id, by=BY)
    commands.withdraw_page(page.id, by=BY)
    assert queries.page(Kind.PAGE, "guide") is None
    assert PageVersion.objects.count() == 1


def test_a_removed_page_leaves_its_words_in_the_log_only() -> None:
    page = write()
    commands.publish_page(page.id, by=BY)
    write(slug="other", page_id=page.id)
    commands.remove_page(page.id, by=BY)
    assert [model.objects.count() for model in (Page, PageVersion, OldSlug)] == [0, 0, 0]
    assert (
        AuditEntry.objects.get(command="content.remove_page").data["texts"]["ja"]["title"] == "ご利用ガイド"
    )


def test_english_falls_back_to_japanese_where_it_is_missing() -> None:
    both = {"ja": Words(title="送料", body="六百円"), "en": Words(title="Shipping", body="600 yen")}
    page = commands.save_page(Kind.PAGE, "fee", both, by=BY)
    commands.publish_page(page.id, by=BY)
    commands.publish_page(write().id, by=BY)
    english, fallen = (queries.page(Kind.PAGE, slug, language="en") for slug in ("fee", "guide"))
    assert english is not None
    assert (english.title, english.language) == ("Shipping", "en")
    assert fallen is not None
    assert (fallen.title, fallen.language) == ("ご利用ガイド", "ja")


def test_what_changes_for_visitors_is_told() -> None:
    page = write()
    assert not Telling.objects.filter(kind="ContentChanged").exists()
    commands.publish_page(page.id, by=BY)
    assert Telling.objects.filter(kind="ContentChanged").count() == 1


def test_posts_come_newest_first_a_page_at_a_time() -> None:
    now = clock.now()
    for n in range(25):
        page = write(slug=f"n{n}", title=f"お知らせ {n}", kind=Kind.NEWS)
        commands.publish_page(page.id, by=BY, shown_from=now - timedelta(days=n))
    first, total = queries.posts(Kind.NEWS)
    second, _ = queries.posts(Kind.NEWS, page=2)
    assert (len(first), len(second), total) == (20, 5, 25)
    assert first[0].title == "お知らせ 0"


def test_questions_stand_in_groups_and_are_found_by_their_words() -> None:
    with pytest.raises(GroupNeeded):
        write(slug="q1", kind=Kind.FAQ)
    commands.save_group("shipping", {"ja": "配送"}, by=BY)
    commands.save_group("gift", {"ja": "ギフト", "en": "Gifts"}, by=BY)
    for slug, title, group in (("q1", "送料はいくら？", "shipping"), ("q2", "のしは付きますか", "gift")):
        page = write(slug=slug, title=title, body="ﾔﾏﾄ運輸です。", kind=Kind.FAQ, group=group)
        commands.publish_page(page.id, by=BY)
    assert [group.name for group in queries.answers()] == ["配送", "ギフト"]
    assert [group.name for group in queries.answers(language="en")] == ["配送", "Gifts"]
    assert [group.entries[0].slug for group in queries.answers(asked="ノシ")] == ["q2"]
    assert len(queries.answers(asked="ヤマト 運輸")) == 2
    assert queries.answers(asked="返品") == []
    commands.order_groups(["gift", "shipping"], by=BY)
    assert [group.code for group in queries.answers()] == ["gift", "shipping"]
    assert not commands.remove_group("gift", by=BY)


def test_a_menu_leaves_out_what_is_not_shown_now() -> None:
    page = write()
    entries = [
        commands.Entry(target=Target.PAGE, value=str(page.id), labels={}),
        commands.Entry(target=Target.LIST, value="contact", labels={"ja": "お問い合わせ", "en": "Contact"}),
        commands.Entry(target=Target.ADDRESS, value="https://example.jp/", labels={"ja": "外"}),
    ]
    commands.save_menu(Place.FOOT, entries, by=BY)
    assert [one.label for one in queries.menu(Place.FOOT)] == ["お問い合わせ", "外"]
    commands.publish_page(page.id, by=BY)
    assert [one.label for one in queries.menu(Place.FOOT)] == ["ご利用ガイド", "お問い合わせ", "外"]
    assert [one.label for one in queries.menu(Place.FOOT, language="en")][1] == "Contact"


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (Target.ADDRESS, "javascript:alert(1)"), (Target.ADDRESS, "//evil.example/"), (Target.PAGE, "999"),
        (Target.ADDRESS, "/\\evil.example"), (Target.LIST, "nowhere"), (Target.CATEGORY, ""),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_refused_and_the_menu_stays(target: Target, value: str) -> None:
    commands.save_menu(
        Place.HEAD, [commands.Entry(target=Target.LIST, value="faq", labels={"ja": "質問"})], by=BY
    )
    with pytest.raises(BadTarget):
        commands.save_menu(
            Place.HEAD, [commands.Entry(target=target, value=value, labels={"ja": "x"})], by=BY
        )
    assert [one.label for one in queries.menu(Place.HEAD)] == ["質問"]


def test_reading_takes_the_same_few_statements_however_much_there_is() -> None:
    commands.save_group("g", {"ja": "分類"}, by=BY)
    taken = []
    for size in (2, 30):
        for n in range(size):
            for kind in (Kind.NEWS, Kind.FAQ):
                page = write(slug=f"{size}-{n}", title=f"題 {n}", kind=kind, group="g")
                commands.publish_page(page.id, by=BY)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.posts(Kind.NEWS)
            queries.answers()
            queries.menu(Place.FOOT)
        taken.append(len(seen))
    assert taken[0] == taken[1] <= 7
