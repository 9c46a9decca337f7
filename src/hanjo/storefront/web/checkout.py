"""The checkout: one page to type, one to confirm, one to be told (購入手続き)."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels.reading.address import PREFECTURES
from hanjo.kernel.refusal import Refusal
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments import queries as pay_queries
from hanjo.payments.models import Intent
from hanjo.storefront import commands, queries, words
from hanjo.storefront.commands import Figures
from hanjo.storefront.models import Checkout
from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.queries.cart import Cart, open_checkout
from hanjo.storefront.regulated.queries import notices
from hanjo.storefront.rules import Entry, noshi
from hanjo.storefront.rules.faults import dealt
from hanjo.storefront.terms import CartEmpty, CheckoutState, Unfinished
from hanjo.storefront.web import typed
from hanjo.storefront.web.door import CROWD, ShopRequest, form, page, show
from hanjo.storefront.web.member_entry import book_of, chosen, first_entry


@form(often="checkout", most=120, crowd=CROWD)
def entry(request: ShopRequest) -> HttpResponse:
    """Everything about the order on one page; what was typed before stands there (購入手続き)."""
    cart = queries.cart_of(request.visitor.cart_key)
    if not cart.wanted:
        return HttpResponseRedirect(reverse("shop-cart"))
    kept = open_checkout(cart.id)
    typed_in = Entry.from_json(kept.form) if kept else first_entry(request.visitor.member)
    if request.method != "POST":
        return _form(request, commands.figures(cart, typed_in), {})
    sent = {name: str(value) for name, value in request.POST.items()}
    typed_in = typed.entry_of(sent)
    changed = _coupons(request, cart, sent)
    place = ""
    alone = typed_in.to == "several" and len(typed_in.receivers) == 1
    if word := sent.get("act", "add" if alone else ""):
        wanted = {str(item.sku_id): item.quantity for item in cart.wanted}
        own = chosen(typed_in, word, request.visitor.member, cart.points)
        typed_in, place = (own, word.partition(":")[0]) if own else typed.act(typed_in, word, wanted)
    member = request.visitor.member
    commands.save_entry(
        request.visitor.cart_key,
        typed_in,
        address=request.visitor.address,
        customer_id=member.customer_id if member else None,
        language=language_now(),
    )
    if place:
        return HttpResponseRedirect(f"{reverse('shop-checkout')}#{place}")
    made = commands.figures(queries.cart_of(request.visitor.cart_key) if changed else cart, typed_in)
    if made.faults:
        return _form(request, made, made.faults)
    return HttpResponseRedirect(reverse("shop-confirm"))


def _coupons(request: ShopRequest, cart: Cart, sent: Mapping[str, str]) -> bool:
    """Take or drop a coupon; one that was typed and not pressed in counts too. Answers whether any was."""
    word, _, code = sent.get("act", "").partition(":")
    wanted = [one for one in cart.coupons if word != "uncoupon" or one != code]
    wanted.append(sent.get("coupon", ""))
    if wanted != [*cart.coupons, ""]:
        commands.change_cart(request.visitor.cart_key, coupons=wanted)
        return True
    return False


def _form(request: ShopRequest, made: Figures, errors: Mapping[str, str]) -> HttpResponse:
    wanted = {str(item.sku_id): item.quantity for item in made.cart.wanted}
    return show(
        request,
        "checkout",
        {
            "cart": made.cart,
            "entry": made.entry,
            "errors": errors,
            "figures": made,
            "left": dealt(made.entry, wanted),
            "methods": pay_queries.methods_for_shop(),
            "prefectures": PREFECTURES,
            "words": words,
            "places": book_of(request.visitor.member),
            "noshi": noshi,
            "notices": notices(made.cart.laws, language_now()),
        },
        status=422 if errors else 200,
    )


@form(often="confirm", most=30, crowd=CROWD)
def confirm(request: ShopRequest) -> HttpResponse:
    """The final confirmation; the button below it is the order (最終確認)."""
    trouble: Refusal | None = None
    if request.method == "POST":
        try:
            return _go(request, _confirmed(request))
        except CartEmpty:
            raise
        except Refusal as refusal:
            trouble = refusal
    try:
        ready = commands.prepare(request.visitor.cart_key)
    except CartEmpty:
        return HttpResponseRedirect(reverse("shop-cart"))
    except Unfinished:
        return HttpResponseRedirect(reverse("shop-checkout"))
    except Refusal as refusal:
        return HttpResponseRedirect(reverse("shop-cart")) if trouble is None else _told(request, refusal)
    return show(
        request,
        "confirm",
        {"ready": ready, "entry": ready.figures.entry, "trouble": trouble, "windows": words.WINDOWS},
        status=422 if trouble else 200,
    )


def _told(request: ShopRequest, refusal: Refusal) -> HttpResponse:
    return show(request, "refused", {"text": refusal.text, "fix": refusal.advice, "status": 422}, status=422)


def _confirmed(request: ShopRequest) -> Checkout:
    key = request.POST.get("key", "")[:40]
    back = request.build_absolute_uri(reverse("shop-checkout-back", args=[key or "-"]))
    return commands.confirm(
        request.visitor.cart_key,
        key,
        request.POST.get("digest", ""),
        return_url=back,
        by=request.visitor.actor,
    )


def _go(request: ShopRequest, checkout: Checkout) -> HttpResponse:
    """Start the payment of a confirmed checkout and send the buyer where it wants them."""
    assert checkout.intent_id is not None  # confirm has opened one
    if checkout.state == CheckoutState.CONFIRMED:
        step = payments.start_intent(checkout.intent_id, by=request.visitor.actor)
        if step.kind == "redirect":
            return HttpResponseRedirect(reverse("shop-pay", args=[checkout.key]))
        commands.complete(checkout.key, by=request.visitor.actor)
    return HttpResponseRedirect(reverse("shop-done", args=[checkout.key]))


@page()
def pay(request: ShopRequest, key: str) -> HttpResponse:
    """The step over to the payment company's own page; a card number is typed there and nowhere else (決済ページへ).

    A page of ours that leads on, since the policy of our forms lets none of them end at another site.
    """
    checkout = queries.checkout(key)
    intent = Intent.objects.filter(pk=checkout.intent_id).first() if checkout.intent_id else None
    step = pay_queries.next_of(intent) if intent else None
    if step is None or step.kind != "redirect" or checkout.state != CheckoutState.CONFIRMED:
        return HttpResponseRedirect(reverse("shop-done", args=[key]))
    answer = show(request, "pay", {"step": step})
    answer.headers["Refresh"] = f"1;url={step.url}"  # leads on by itself, with or without script
    return answer


@page()
def back(request: ShopRequest, key: str) -> HttpResponse:
    """Where a provider's page sends the buyer: ask what is true and place the order (決済から戻る)."""
    checkout = queries.checkout(key)
    if checkout.intent_id is not None and checkout.state == CheckoutState.CONFIRMED:
        payments.refresh_intent(checkout.intent_id, by=request.visitor.actor)
        commands.complete(key, by=request.visitor.actor)
    return HttpResponseRedirect(reverse("shop-done", args=[key]))


@page()
def done(request: ShopRequest, key: str) -> HttpResponse:
    """The order's number, what happens next and when, how to pay if that is still to be done (注文完了)."""
    return done_page(request, queries.checkout(key))


def done_page(request: ShopRequest, checkout: Checkout, trouble: Refusal | None = None) -> HttpResponse:
    """The page for its buyer; anybody else who has the address learns that there was an order and no more."""
    visitor = request.visitor
    if not queries.is_own(checkout, visitor.cart_key, visitor.member):
        return show(request, "done_elsewhere", {"checkout": checkout})
    orders = list(Order.objects.filter(checkout_link__checkout=checkout).order_by("checkout_link__stop"))
    intent = Intent.objects.filter(pk=checkout.intent_id).first() if checkout.intent_id else None
    return show(
        request,
        "done",
        {
            "checkout": checkout,
            "orders": orders,
            "entry": Entry.from_json(checkout.form),
            "shown": checkout.snapshot,
            "next": pay_queries.next_of(intent) if intent else None,
            "refs": {one.pk: one.number if visitor.member else queries.guest_ref(one) for one in orders},
            "trouble": trouble,
        },
        status=422 if trouble else 200,
    )
