"""The demo shop's own words: guide, answers, news, blog, menus, first page (読みもの)."""

from __future__ import annotations

from datetime import timedelta

from hanjo.content import commands as content
from hanjo.content.terms import BlockKind, Kind, Place, Target, Words
from hanjo.demo.planting.reading_texts import ANSWERS, BLOG, GROUPS, NEWS, PAGES, TEMPLATES
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.support import commands as support


def plant_reading(by: Actor) -> int:
    """Write and publish everything that the demo shop has to say. Answers how many texts."""
    at = {slug: _publish(Kind.PAGE, slug, words, by) for slug, words in PAGES.items()}
    for code, names in GROUPS.items():
        content.save_group(code, names, by=by)
    for position, (slug, group, question, answer, english) in enumerate(ANSWERS):
        words = {"ja": Words(title=question, body=answer)}
        if english:
            words["en"] = Words(title=english[0], body=english[1])
        _publish(Kind.FAQ, slug, words, by, group=group, position=position)
    for kind, texts in ((Kind.NEWS, NEWS), (Kind.BLOG, BLOG)):
        for slug, days, title, summary, body in texts:
            words = {"ja": Words(title=title, summary=summary, body=body)}
            _publish(kind, slug, words, by, days=days)
    _menus(at, by)
    _front(by)
    for name, text in TEMPLATES.items():
        support.save_template(name, text, by=by)
    return len(PAGES) + len(ANSWERS) + len(NEWS) + len(BLOG)


def _publish(
    kind: Kind,
    slug: str,
    words: dict[str, Words],
    by: Actor,
    *,
    days: int = 30,
    group: str = "",
    position: int = 0,
) -> int:
    page = content.save_page(kind, slug, words, by=by, group=group, position=position)
    content.publish_page(page.id, by=by, shown_from=clock.now() - timedelta(days=days))
    return page.id


def _menus(at: dict[str, int], by: Actor) -> None:
    def page(slug: str, english: str) -> content.Entry:
        return content.Entry(target=Target.PAGE, value=str(at[slug]), labels={"en": english})

    def there(name: str, japanese: str, english: str) -> content.Entry:
        return content.Entry(target=Target.LIST, value=name, labels={"ja": japanese, "en": english})

    foot = [
        page("guide", "Shopping guide"),
        page("shipping", "Shipping and payment"),
        page("returns", "Returns"),
        page("gift", "Gifts and noshi"),
        there("faq", "よくある質問", "Questions and answers"),
        there("contact", "お問い合わせ", "Contact"),
        there("news", "お知らせ", "News"),
        there("blog", "うつわ便り", "Blog"),
        page("about", "About us"),
        page("accessibility", "Accessibility"),
        there("legal", "特定商取引法に基づく表記", "Legal notice"),
        there("privacy", "プライバシーポリシー", "Privacy policy"),
        there("terms", "利用規約", "Terms of use"),
    ]
    content.save_menu(Place.FOOT, foot, by=by)
    head = [page("guide", "Guide"), page("gift", "Gifts"), there("faq", "よくある質問", "FAQ")]
    content.save_menu(Place.HEAD, head, by=by)


def _front(by: Actor) -> None:
    hero: dict[str, object] = {
        "title_ja": "湯気の立つ、うつわを。",
        "title_en": "Tableware for warm meals.",
        "text_ja": "毎日の食卓に、長く使える品を選びました。",
        "text_en": "Chosen to be used every day, for years.",
    }
    blocks: list[tuple[BlockKind, dict[str, object]]] = [
        (BlockKind.HERO, hero),
        (BlockKind.GOODS, {"title_ja": "人気の品", "title_en": "Popular", "rule": "sold", "count": 8}),
        (BlockKind.NEWS, {"title_ja": "お知らせ", "title_en": "News", "count": 3}),
        (BlockKind.GOODS, {"title_ja": "新しい品", "title_en": "New arrivals", "rule": "new", "count": 8}),
        (BlockKind.SHELVES, {"title_ja": "カテゴリからさがす", "title_en": "Categories"}),
        (BlockKind.CALENDAR, {"title_ja": "営業日カレンダー", "title_en": "Business days", "count": 2}),
    ]
    for kind, data in blocks:
        content.save_block(kind, data, by=by)
