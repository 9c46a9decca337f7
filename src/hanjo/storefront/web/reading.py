"""What the shop has to say: fixed pages, news, blog, questions and answers (読みもの)."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanjo.content import queries as content
from hanjo.content import rules
from hanjo.content.models import PageVersion
from hanjo.content.terms import FIRST, Kind
from hanjo.kernel import clock
from hanjo.storefront.queries.addresses import SALT, address_of_page, language_now
from hanjo.storefront.web.door import ShopRequest, page, show
from hanjo.storefront.web.shelf import number

PREVIEW_SECONDS = 7 * 24 * 3600


@page(cached=True)
def text(request: ShopRequest, slug: str) -> HttpResponseBase:
    """A fixed page in the shop's frame (ページ)."""
    return _reading(request, Kind.PAGE, slug)


@page(cached=True)
def news(request: ShopRequest, slug: str) -> HttpResponseBase:
    """One piece of news (お知らせ)."""
    return _reading(request, Kind.NEWS, slug)


@page(cached=True)
def post(request: ShopRequest, slug: str) -> HttpResponseBase:
    """One blog post (ブログ)."""
    return _reading(request, Kind.BLOG, slug)


def _reading(request: ShopRequest, kind: Kind, slug: str) -> HttpResponseBase:
    language = language_now()
    found = content.page(kind, slug, language=language)
    if found is None:
        now_at = content.moved(kind, slug)
        if now_at:
            return HttpResponsePermanentRedirect(address_of_page(kind, now_at))
        raise Http404
    others = [] if kind == Kind.PAGE else content.posts(kind, language=language, size=5)[0]
    return show(
        request,
        "reading",
        {"reading": found, "others": [one for one in others if one.id != found.id][:4], "draft": None},
    )


@page(cached=True)
def all_news(request: ShopRequest) -> HttpResponse:
    """News, newest first (お知らせ一覧)."""
    return _posts(request, Kind.NEWS, _("お知らせ"))


@page(cached=True)
def all_posts(request: ShopRequest) -> HttpResponse:
    """Blog posts, newest first (ブログ一覧)."""
    return _posts(request, Kind.BLOG, _("ブログ"))


def _posts(request: ShopRequest, kind: Kind, heading: str) -> HttpResponse:
    at = number(request.GET.get("page", "1"))
    listed, total = content.posts(kind, language=language_now(), page=at)
    values = {"posts": listed, "heading": heading, "kind": kind, "at": at}
    return show(request, "posts", {**values, "pages": max(1, -(-total // content.PAGE))})


@page(cached=True)
def faq(request: ShopRequest) -> HttpResponse:
    """Questions and answers by group, with a search through them (よくある質問)."""
    asked = request.GET.get("q", "").strip()[:100]
    groups = content.answers(language=language_now(), asked=asked)
    return show(request, "faq", {"groups": groups, "asked_faq": asked})


@page()
def preview(request: ShopRequest, token: str) -> HttpResponse:
    """A version that is not published, for whoever has its signed link; seven days (下書きの確認)."""
    try:
        page_id, version = signing.loads(token, salt=SALT, max_age=PREVIEW_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    found = PageVersion.objects.select_related("page").filter(page_id=page_id, number=version).first()
    if found is None:
        raise Http404
    answer = show(request, "reading", {"reading": _draft(found), "others": [], "draft": found})
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _draft(found: PageVersion) -> content.Reading:
    language = language_now() if language_now() in found.texts else FIRST
    words = found.texts[language]
    return content.Reading(
        id=found.page_id,
        kind=found.page.kind,
        slug=found.page.slug,
        title=words["title"],
        summary=words["summary"],
        html=rules.to_html(words["body"]),
        picture=found.page.picture,
        posted_at=found.page.shown_from or clock.now(),
        updated_at=found.made_at,
        language=language,
    )


def preview_link(page_id: int, version: int) -> str:
    """The signed address under which a version can be read before it is published."""
    return reverse("shop-preview", args=[signing.dumps([page_id, version], salt=SALT, compress=True)])
