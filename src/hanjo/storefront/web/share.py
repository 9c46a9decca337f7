"""Pictures that machines ask for: what is shown where a link is shared, the shop's icon (シェア画像・ファビコン).

Each is drawn once, kept on disk under the name of what it shows, and never changes: another name or picture has
another address.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from hanjo.catalogue.pictures import media
from hanjo.kernel import clock
from hanjo.storefront import queries
from hanjo.storefront.queries.goods import Goods
from hanjo.storefront.seo import cards, drawn
from hanjo.storefront.theme.queries import icon_of
from hanjo.storefront.web import kept
from hanjo.storefront.web.door import ShopRequest, look_for, page
from hanjo.storefront.web.marks import brand, icon_mark, mark_of

FOR_EVER = "public, max-age=31536000, immutable"


@page()
def product(request: ShopRequest, slug: str, mark: str) -> HttpResponseBase:
    """A product's picture with its name and the shop's; an old address leads to the present one (シェア画像)."""
    file = _place(f"{mark}.jpg")
    if not file.is_file():
        found = queries.goods(slug)
        if not isinstance(found, Goods):
            raise Http404
        name, shop = found.product.name, queries.shop().name
        now = mark_of(found, shop)
        if now != mark:
            return HttpResponseRedirect(reverse("shop-share", args=[slug, now]))
        photo = media(found.images[0].file) if found.images else None
        _keep(file, lambda: cards.share_card(photo, name=name, shop=shop, brand=brand()))
    return _out(file, "image/jpeg")


@page()
def icon(request: ShopRequest, mark: str) -> HttpResponseBase:
    """The shop's icon, or its logo as one (ファビコン)."""
    looks = (kept.look(), look_for(request))  # the one in force, and the draft that this visitor previews
    logo = next((one for one in map(icon_of, looks) if one and icon_mark(one) == mark), "")
    if not logo:
        raise Http404
    file = _place(f"{mark}.png")
    if not file.is_file():
        if not media(logo).is_file():
            raise Http404
        _keep(file, lambda: cards.icon(media(logo)))
    return _out(file, "image/png")


def _place(name: str) -> Path:
    return drawn.place(name)


def _keep(file: Path, draw: Callable[[], bytes]) -> None:
    """Write a picture whole or not at all; two that draw it at once write the same."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{uuid4().hex}.part")
    part.write_bytes(draw())
    os.replace(part, file)


def _out(file: Path, kind: str) -> HttpResponseBase:
    answer = FileResponse(file.open("rb"), content_type=kind)
    drawn.note_used(file, clock.now())
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
