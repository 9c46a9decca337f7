"""Pictures of a product."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hanjo.catalogue import commands, pictures, queries
from hanjo.catalogue.terms import BadPicture
from hanjo.staff.web.guard import StaffRequest, page


@require_POST
@page("catalogue.add_image")
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add the pictures that were sent; one that is none costs only itself."""
    code = queries.product(pk=pk).product.code
    added = 0
    for sent in request.FILES.getlist("images")[:20]:
        try:
            commands.add_image(code, sent.read(pictures.MOST_BYTES + 1), by=request.actor)
            added += 1
        except BadPicture as refusal:
            messages.error(request, f"{sent.name}: {refusal.text}{refusal.advice}")
    if added:
        messages.success(request, f"画像を {added} 枚追加しました。")
    return _back(pk)


@require_POST
@page("catalogue.reorder_images")
def change(request: StaffRequest, pk: int, image: int) -> HttpResponse:
    """Move a picture one place forward or back, or take it away."""
    view = queries.product(pk=pk)
    ids = [one.pk for one in view.images]
    verb = request.POST.get("verb", "")
    if verb == "remove":
        commands.remove_image(view.product.code, image, by=request.actor)
        messages.success(request, "画像を削除しました。")
    elif image in ids:
        here = ids.index(image)
        there = max(0, min(len(ids) - 1, here + (1 if verb == "later" else -1)))
        ids.insert(there, ids.pop(here))
        commands.reorder_images(view.product.code, ids, by=request.actor)
    return _back(pk)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("catalogue-product", args=[pk]) + "#images")
