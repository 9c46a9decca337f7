"""ネットショップ › トップページ: the parts of the first page, in order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.content import commands as content
from hanjo.content import queries
from hanjo.content.models import Block
from hanjo.content.terms import BlockKind, NoSuchBlock
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.storefront import commands as shop
from hanjo.storefront import queries as storefront
from hanjo.storefront.desk.ordering import moved
from hanjo.storefront.desk.typed import Problems, local, moment, picture
from hanjo.storefront.queries.front import RULES
from hanjo.storefront.theme import queries as themes
from hanjo.ui.render import render

Field = tuple[str, str, str, str]
"""Name, label, how it is typed (line, text, number, picture, choice), help."""

HEADING: tuple[Field, ...] = (
    ("title_ja", "見出し", "line", ""),
    ("title_en", "見出し（English）", "line", ""),
)
FIELDS: dict[BlockKind, tuple[Field, ...]] = {
    BlockKind.HERO: (
        ("title_ja", "ことば", "line", "いちばん大きく出ます。"),
        ("title_en", "ことば（English）", "line", ""),
        ("text_ja", "添える文", "line", ""),
        ("text_en", "添える文（English）", "line", ""),
        ("label_ja", "ボタンのことば", "line", "空なら「商品を見る」"),
        ("label_en", "ボタンのことば（English）", "line", ""),
        ("link", "ボタンのリンク先", "line", "/ か https:// で始まるアドレス。空ならすべての商品"),
        ("picture", "写真", "picture", "横長の写真（1600×1000 くらい）。JPEG・PNG・WebP、20 MB まで。"),
        ("alt_ja", "写真の説明", "line", "目の見えない方に読み上げます。飾りなら空のまま。"),
    ),
    BlockKind.GOODS: (
        *HEADING,
        ("rule", "並べるもの", "choice", ""),
        ("category", "カテゴリ", "choice", "「カテゴリから」のとき"),
        (
            "slugs",
            "選んだ商品",
            "text",
            "「自分で選ぶ」のとき。商品ページのアドレスの最後の部分を 1 行に 1 つ。",
        ),
        ("count", "点数", "number", "4〜24"),
    ),
    BlockKind.SHELVES: HEADING,
    BlockKind.NEWS: (*HEADING, ("kind", "種類", "choice", ""), ("count", "件数", "number", "1〜10")),
    BlockKind.TEXT: (
        *HEADING,
        ("body_ja", "文章", "text", "Markdown で書けます。"),
        ("body_en", "文章（English）", "text", ""),
    ),
    BlockKind.CALENDAR: (*HEADING, ("count", "月の数", "number", "1〜3")),
    BlockKind.NOTICE: (
        ("text_ja", "お知らせ", "line", "1 行で。休業・遅れ・値上げなど。"),
        ("text_en", "お知らせ（English）", "line", ""),
        ("link", "リンク先", "line", "/ か https:// で始まるアドレス（なくてもよい）"),
    ),
}
KINDS = {"": "お知らせとブログ", "news": "お知らせ", "blog": "ブログ"}


@page("content.look", post="content.save_block")
def front(request: StaffRequest) -> HttpResponseBase:
    """The parts of the first page: order, shown or not, new ones (トップページ)."""
    blocks = queries.all_blocks()
    if request.method == "POST":
        verb, _, which = request.POST.get("do", "").partition(":")
        block = next((one for one in blocks if str(one.id) == which), None)
        if block is not None:
            _do(request, verb, block, blocks)
            shop.renew()
        return HttpResponseRedirect(reverse("shop-desk-front"), status=303)
    context = {
        "blocks": [(block, BlockKind(block.kind).label, says(block)) for block in blocks],
        "kinds": list(BlockKind),
        "look": look if (look := themes.current()) and look.body.get("front") else None,
        "may_save": request.may("content.save_block"),
    }
    return render(request, "storefront/desk/front.html", context)


def _do(request: StaffRequest, verb: str, block: Block, blocks: list[Block]) -> None:
    if verb in ("up", "down"):
        content.order_blocks(moved([one.id for one in blocks], block.id, verb), by=request.actor)
    elif verb in ("show", "hide"):
        content.save_block(
            BlockKind(block.kind), block.data, by=request.actor, block_id=block.id, is_shown=verb == "show",
            shown_from=block.shown_from, shown_until=block.shown_until,
        )  # fmt: skip
    elif verb == "remove":
        content.remove_block(block.id, by=request.actor)
        messages.success(request, "トップページから外しました")


def says(block: Block) -> str:
    """A part in a few of its own words."""
    data = block.data
    text = data.get("title_ja") or data.get("text_ja") or data.get("body_ja") or ""
    return str(text)[:60]


@page("content.look", post="content.save_block")
def edit(request: StaffRequest, kind: str = "", block_id: int = 0) -> HttpResponseBase:
    """One part of the first page; a kind opens a new one (部品)."""
    block = next((one for one in queries.all_blocks() if one.id == block_id), None) if block_id else None
    if block_id and block is None:
        raise NoSuchBlock(key=block_id)
    if block is None and kind not in set(BlockKind):
        raise NotFound(what="部品の種類", key=kind)
    what = BlockKind(block.kind if block else kind)
    problems: Problems = []
    if request.method == "POST" and _save(request, what, block, problems):
        return HttpResponseRedirect(reverse("shop-desk-front"), status=303)
    typed: dict[str, Any] = dict(block.data) if block else {"count": {"news": 3, "calendar": 2}.get(what, 8)}
    typed |= {"shown_from": local(block.shown_from if block else None)}
    typed |= {"shown_until": local(block.shown_until if block else None)}
    if problems:
        typed |= {name: value for name, value in request.POST.items() if isinstance(value, str)}
    context = {
        "what": what,
        "block": block,
        "fields": FIELDS[what],
        "typed": typed,
        "choices": {
            "rule": list(RULES.items()),
            "kind": list(KINDS.items()),
            "category": [("", "選んでください"), *((one.code, one.name) for one in storefront.all_shelves())],
        },
        "problems": problems,
        "may_save": request.may("content.save_block"),
    }
    return render(request, "storefront/desk/block.html", context, status=422 if problems else 200)


def _save(request: StaffRequest, what: BlockKind, block: Block | None, problems: Problems) -> bool:
    since = moment(request, "shown_from", "公開の始まり", problems)
    until = moment(request, "shown_until", "公開の終わり", problems)
    data: dict[str, Any] = {}
    for name, label, how, _ in FIELDS[what]:
        text = request.POST.get(name, "").replace("\r\n", "\n").strip()
        if how == "picture":
            drawn = picture(request, name, problems, by=request.actor)
            data[name] = drawn if drawn is not None else (block.data.get(name, "") if block else "")
        elif how == "number":
            if not text.isdecimal() or not 1 <= int(text) <= 24:
                problems.append((f"f-{name}", f"{label}は 1〜24 の数字で入れてください。"))
            data[name] = int(text) if text.isdecimal() and len(text) < 4 else 0
        elif text:
            data[name] = text
    if problems:
        return False
    try:
        content.save_block(
            what, data, by=request.actor, block_id=block.id if block else None,
            is_shown=block.is_shown if block else True, shown_from=since, shown_until=until,
        )  # fmt: skip
    except Refusal as refusal:
        problems.append(("", f"{refusal.text}{refusal.advice}"))
        return False
    shop.renew()
    messages.success(request, f"「{what.label}」を保存しました")
    return True
