"""Words of content."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word

LANGUAGES = {"ja": "日本語", "en": "English"}
FIRST = "ja"
"""The language that every text has; others fall back to it."""
MOST_LETTERS = 50_000
RESERVED = frozenset({"legal", "privacy", "terms", "preview"})
"""Slugs of pages that are generated, or that mean something else."""


class Kind(Word):
    """What kind of text a page is."""

    PAGE = "page", "ページ"
    NEWS = "news", "お知らせ"
    BLOG = "blog", "ブログ"
    FAQ = "faq", "よくある質問"


class Standing(Word):
    """How a page stands now; decided by its period when it is read."""

    DRAFT = "draft", "下書き"
    PLANNED = "planned", "公開予定"
    SHOWN = "shown", "公開中"
    OVER = "over", "公開終了"


class Place(Word):
    """Where a menu stands."""

    HEAD = "head", "上のメニュー"
    FOOT = "foot", "下のメニュー"


class Target(Word):
    """What a link of a menu or block leads to."""

    PAGE = "page", "ページ"
    LIST = "list", "一覧・窓口"
    CATEGORY = "category", "カテゴリ"
    ADDRESS = "address", "アドレス"


class BlockKind(Word):
    """A part of the first page."""

    HERO = "hero", "大きな写真とことば"
    GOODS = "goods", "商品の並び"
    SHELVES = "shelves", "カテゴリの並び"
    NEWS = "news", "お知らせの並び"
    TEXT = "text", "文章"
    CALENDAR = "calendar", "休業日カレンダー"
    NOTICE = "notice", "ひとことのお知らせ"


LISTS = {
    "news": "お知らせ",
    "blog": "ブログ",
    "faq": "よくある質問",
    "contact": "お問い合わせ",
    "all": "すべての商品",
    "legal": "特定商取引法に基づく表記",
    "privacy": "プライバシーポリシー",
    "terms": "利用規約",
}
"""Pages of the shop that a link can name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """One language of a page as it is written: Markdown, not yet HTML."""

    title: str
    body: str = ""
    summary: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link as it is shown: what it says and where it leads, still without an address."""

    label: str
    target: str
    value: str


class NoSuchPage(NotFound):
    """There is no such page."""

    code = "no_such_page"
    message = "ページ「{key}」は見つかりません。"


class NoSuchVersion(NotFound):
    """There is no such version."""

    code = "no_such_version"
    message = "版「{key}」は見つかりません。"


class NoSuchBlock(NotFound):
    """There is no such block."""

    code = "no_such_block"
    message = "トップページの部品「{key}」は見つかりません。"


class BadSlug(Refusal):
    """The address of a page is not written as addresses are."""

    code = "bad_slug"
    message = "アドレス「{slug}」は使えません。"
    fix = "半角の小文字・数字・ハイフンで 1〜60 字にしてください（例: guide、shipping-fee）。"


class ReservedSlug(Refusal):
    """The address belongs to a page that is generated."""

    code = "reserved_slug"
    message = "アドレス「{slug}」は、自動で作られるページのために空けてあります。"
    fix = "ほかのアドレスにしてください。"


class SlugTaken(Refusal):
    """Another page of the kind lives there."""

    code = "slug_taken"
    message = "アドレス「{slug}」は、「{title}」が使っています。"
    fix = "ほかのアドレスにするか、先にそのページのアドレスを変えてください。"


class TitleMissing(Refusal):
    """Every text has a Japanese title."""

    code = "title_missing"
    message = "題（日本語）が入っていません。"
    fix = "題を入れてから保存してください。"


class TextTooLong(Refusal):
    """A text is longer than a page can be."""

    code = "text_too_long"
    message = "{what}が長すぎます（{letters} 字、{most} 字まで）。"
    fix = "ページを分けるか、短くしてください。"


class BadPeriod(Refusal):
    """A page would end before it begins."""

    code = "bad_period"
    message = "公開の終わりが、始まりより前になっています。"
    fix = "終わりの日時を後にするか、空にしてください。"


class GroupNeeded(Refusal):
    """An answer belongs to a group."""

    code = "group_needed"
    message = "よくある質問の分類が選ばれていません。"
    fix = "分類を選んでください。なければ、先に分類を加えてください。"


class BadTarget(Refusal):
    """A link leads nowhere."""

    code = "bad_target"
    message = "リンク先「{value}」は使えません。"
    fix = "ページを選ぶか、https:// か / で始まるアドレスを入れてください。"


class BadBlock(Refusal):
    """A block lacks what it needs."""

    code = "bad_block"
    message = "「{kind}」には{what}が要ります。"
