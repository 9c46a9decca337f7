"""A member's address book, favourites and points (お届け先・お気に入り・ポイント)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.catalogue.models import Sku
from hanjo.channels.reading.address import PREFECTURES
from hanjo.customers import commands as members
from hanjo.customers import queries as customers
from hanjo.customers.models import Address
from hanjo.customers.terms import PointCause, PointKind
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.speech import say
from hanjo.storefront.models import Card
from hanjo.storefront.rules import Receiver
from hanjo.storefront.terms import NoSuchGoods
from hanjo.storefront.web.account import safe_next
from hanjo.storefront.web.cart import whole
from hanjo.storefront.web.door import ShopRequest, form, page, show
from hanjo.storefront.web.my import me
from hanjo.storefront.web.places import place_of, receiver_of_address, typed_place


@form(member=True, often="my", most=120)
def addresses(request: ShopRequest) -> HttpResponse:
    """Where parcels go, with the usual one first (お届け先)."""
    member = me(request)
    if request.method == "POST":
        drop = request.POST.get("drop", "")
        if drop.isdecimal():
            members.drop_address(member.pk, int(drop), by=request.visitor.actor)
        return HttpResponseRedirect(reverse("shop-my-addresses"))
    return show(request, "my/addresses", {"places": list(Address.objects.filter(member=member))})


@form(member=True, often="my", most=120)
def address(request: ShopRequest, pk: int = 0) -> HttpResponse:
    """Add a place or mend one; somebody else's is not there (お届け先の入力)."""
    member = me(request)
    kept = Address.objects.filter(member=member, pk=pk).first() if pk else None
    if pk and kept is None:
        raise NotFound(what=say("お届け先"), key=pk)
    who = receiver_of_address(kept) if kept else Receiver()
    errors: dict[str, str] = {}
    trouble: Refusal | None = None
    if request.method == "POST":
        who, errors = typed_place({name: str(value) for name, value in request.POST.items()})
        if not errors:
            try:
                members.save_address(
                    member.pk,
                    place_of(who, label=request.POST.get("label", "")[:40]),
                    address_id=pk or None,
                    default=request.POST.get("default") == "1",
                    by=request.visitor.actor,
                )
                return HttpResponseRedirect(reverse("shop-my-addresses"))
            except Refusal as refusal:
                trouble = refusal
    values = {
        "kept": kept,
        "who": who,
        "label": request.POST.get("label", kept.label if kept else ""),
        "errors": errors,
        "trouble": trouble,
        "prefectures": PREFECTURES,
    }
    return show(request, "my/address", values, status=422 if errors or trouble else 200)


@page(member=True)
def favourites(request: ShopRequest) -> HttpResponse:
    """What a member keeps in mind, newest first; what is no longer sold is left out (お気に入り)."""
    ids = customers.favourites(me(request).pk)[:100]
    cards = Card.objects.in_bulk(ids)
    return show(request, "my/favourites", {"cards": [cards[pk] for pk in ids if pk in cards]})


@form(member=True, often="my", most=120)
def favourite(request: ShopRequest) -> HttpResponse:
    """Keep a product in mind, or let go of it (お気に入り)."""
    wanted = request.POST.get("product", "")
    if request.method == "POST":
        if not wanted.isdecimal() or not Card.objects.filter(pk=int(wanted)).exists():
            raise NoSuchGoods(what=say("商品"), key=wanted[:20])
        members.set_favourite(me(request).pk, int(wanted), on=request.POST.get("on", "1") == "1")
    return HttpResponseRedirect(safe_next(request, "shop-my-favourites"))


@form(often="restock", most=20)
def restock(request: ShopRequest) -> HttpResponse:
    """Ask for one mail when something is back, as a member or with a mail address (再入荷のお知らせ)."""
    member = request.visitor.member
    code = (request.POST.get("sku") or request.GET.get("sku") or "")[:64]
    sku = Sku.objects.filter(code=code, is_active=True).select_related("product").first()
    if sku is None:
        raise NoSuchGoods(what=say("商品"), key=code)
    email = request.POST.get("email", member.email if member else "")[:254]
    trouble: Refusal | None = None
    asked = False
    if request.method == "POST":
        try:
            members.wish_restock(sku.pk, email, member=member)
            asked = True
        except Refusal as refusal:
            trouble = refusal
    values = {"sku": sku, "email": email, "asked": asked, "trouble": trouble}
    return show(request, "account/restock", values, status=422 if trouble else 200)


@page(member=True)
def points(request: ShopRequest) -> HttpResponse:
    """Balance, what ends next, and every change (ポイント)."""
    member = me(request)
    entries = customers.point_entries(
        member.customer_id, after=whole(request.GET.get("after", "0")[:15], 0), size=30
    )
    values = {
        "balance": customers.balance(member.customer_id),
        "entries": entries,
        "causes": {one.value: one.label for one in PointCause},
        "kinds": {one.value: one.label for one in PointKind},
    }
    return show(request, "my/points", values)
