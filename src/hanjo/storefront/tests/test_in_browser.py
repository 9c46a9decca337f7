"""The shop in a browser: bought by guests in every way, at every width, by keyboard and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from hanjo.catalogue.terms import SkuCard
from hanjo.inventory import queries as inventory
from hanjo.orders.models import Order
from hanjo.payments import commands as payments
from hanjo.payments.terms import Method
from hanjo.storefront.models import Card, Checkout
from hanjo.storefront.tests import makers
from simulators.payments import Account, Scenario, Simulator

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECRET, HOOK_SECRET = "sk_test_made_up", "whsec_made_up"
ME = {
    "family": "見本",
    "given": "花子",
    "postal": "6500001",
    "prefecture": "兵庫県",
    "city": "神戸市中央区",
    "street": "加納町1-2-3",
    "phone": "090-0000-0000",
}
YOU = {
    "family": "架空",
    "given": "次郎",
    "postal": "0600001",
    "prefecture": "北海道",
    "city": "札幌市中央区",
    "street": "北一条西1-1",
    "phone": "011-000-0000",
}
BIG = "button.btn.p.big"


@pytest.fixture
def konbini() -> Iterator[Simulator]:
    """A payment company that hands out numbers to pay with at a convenience store."""
    with Simulator([Account(company="stripe", secret=SECRET, hook_secret=HOOK_SECRET)], Scenario()) as there:
        payments.save_account(
            "stripe", provider_code="stripe", title="stripe", methods=[Method.KONBINI], secret=SECRET,
            hook_secret=HOOK_SECRET, base_url=there.url, options={}, by=makers.BY,
        )  # fmt: skip
        yield there


def product(card: SkuCard) -> str:
    """The page of a product."""
    return reverse("shop-product", args=[Card.objects.get(product_id=card.product_id).slug])


def into_cart(page: Any, base: str, card: SkuCard, pieces: int = 1) -> None:
    """Open a product and put pieces of it into the cart."""
    page.goto(base + product(card))
    page.fill("#quantity", str(pieces))
    page.locator(f".choose {BIG}").click()
    page.wait_for_url("**" + reverse("shop-cart"))


def write(page: Any, mark: str, who: dict[str, str]) -> None:
    """Fill in an address."""
    for name, value in who.items():
        field = page.locator(f"#{mark}_{name}")
        if name == "prefecture":
            field.select_option(value)
        else:
            field.fill(value)


def to_confirmation(page: Any, base: str, method: str = "cod") -> None:
    """Fill in the checkout of somebody who buys for themselves."""
    page.goto(base + reverse("shop-checkout"))
    page.fill("#email", "hanako@example.jp")
    write(page, "b", ME)
    page.locator("[name=to][value=self]").check()
    page.locator(f"[name=method][value={method}]").check()
    page.locator(f"form.steps {BIG}").click()
    page.wait_for_url("**" + reverse("shop-confirm") + "*")


def test_a_guest_sends_two_gifts_with_noshi_and_pays_at_the_konbini(
    browser_page: Any, live_server: Any, konbini: Simulator
) -> None:
    skus = makers.open_shop(10)
    page, base = browser_page, live_server.url
    into_cart(page, base, skus["cup"], 3)
    page.goto(base + reverse("shop-checkout"))
    page.fill("#email", "hanako@example.jp")
    write(page, "b", ME)
    page.locator("[name=to][value=several]").check()
    page.wait_for_selector("#stop-2")
    assert page.input_value("#b_street") == ME["street"]  # nothing typed is lost
    write(page, "r2", YOU)
    cup = skus["cup"].id
    page.fill(f"#r_item_{cup}", "1")
    page.fill(f"#r2_item_{cup}", "1")
    page.locator("#wishes-2 .gift summary").click()
    page.select_option("#r2_noshi_purpose", "寿")
    with page.expect_response(lambda answer: "noshi.svg" in answer.url and "%E8%A6%8B" in answer.url):
        page.fill("#r2_noshi_name", "見本 花子")
    page.locator("[name=r2_no_prices]").check()
    page.locator("[name=method][value=konbini]").check()
    page.locator(f"form.steps {BIG}").click()
    page.wait_for_selector("#problems")
    assert "3 点のうち 1 点のお届け先が決まっていません" in page.inner_text("#problems")
    page.fill(f"#r2_item_{cup}", "2")
    page.locator(f"form.steps {BIG}").click()
    page.wait_for_url("**" + reverse("shop-confirm") + "*")
    assert "内のし・寿・結び切り（10本）・見本 花子" in page.inner_text("main")
    page.locator("[data-once]").click()
    page.wait_for_url("**/done/*")
    own, other = Order.objects.order_by("id")
    checkout = Checkout.objects.get()
    assert own.total_yen + other.total_yen == checkout.quote["total_yen"]
    text = page.inner_text("main")
    assert own.number in text
    assert other.number in text
    payment = konbini.world.get(payments_of(checkout))
    assert payment.amount == checkout.quote["total_yen"]


def payments_of(checkout: Checkout) -> str:
    """The company's name for the payment of a checkout."""
    from hanjo.payments.models import Intent

    return str(Intent.objects.get(pk=checkout.intent_id).external_id)


def test_what_sells_out_while_somebody_pays_is_said_and_costs_nothing(
    browser_page: Any, live_server: Any
) -> None:
    skus = makers.open_shop(2)
    page, base = browser_page, live_server.url
    into_cart(page, base, skus["cup"], 2)
    to_confirmation(page, base)
    quick = makers.visitor()
    makers.fill(quick, ("cup", 1))
    makers.press(quick, makers.type_in(quick))
    page.locator("[data-once]").click()
    page.wait_for_load_state()
    assert "商品 cup" in page.inner_text("main")
    assert Order.objects.count() == 1
    assert inventory.available([skus["cup"].id]) == {skus["cup"].id: 1}


def test_somebody_without_script_finds_and_buys_for_themselves_and_another(
    browser: Any, browser_context_args: dict[str, Any], live_server: Any
) -> None:
    skus = makers.open_shop(5)
    makers.take_transfers()
    phone = {**browser_context_args, "viewport": {"width": 390, "height": 844}}
    context = browser.new_context(**phone, java_script_enabled=False)
    page, base = context.new_page(), live_server.url
    page.goto(base + reverse("shop"))
    page.fill("[type=search]", "商品 cup")
    page.press("[type=search]", "Enter")
    page.locator(f"a[href='{product(skus['cup'])}']").first.click()
    page.fill("#quantity", "2")
    page.locator(f".choose {BIG}").click()
    page.locator(f"a[href='{reverse('shop-checkout')}']").click()
    page.fill("#email", "hanako@example.jp")
    write(page, "b", ME)
    page.locator("[name=to][value=several]").check()
    page.get_by_role("button", name="お届け先を追加する").click()
    write(page, "r2", YOU)
    cup = skus["cup"].id
    page.fill(f"#r_item_{cup}", "1")
    page.fill(f"#r2_item_{cup}", "1")
    page.locator("#wishes-2").get_by_role("button", name="ご住所にあわせてお届け日を更新する").click()
    assert page.locator("#r2_wanted_on option").count() > 5
    page.locator("[name=method][value=bank_transfer]").check()
    page.locator(f"form.steps {BIG}").click()
    page.locator("[data-once]").click()
    assert "ご注文ありがとうございます" in page.inner_text("main")
    assert Order.objects.count() == 2
    context.close()


def tab_to(page: Any, target: str, most: int = 90) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(to) => document.activeElement?.matches(to)", target):
            return
    raise AssertionError(f"the keyboard never reaches {target}")


def test_the_keyboard_alone_is_enough_to_buy(browser_page: Any, live_server: Any) -> None:
    skus = makers.open_shop(5)
    page, base = browser_page, live_server.url
    page.goto(base + product(skus["cup"]))
    tab_to(page, f".choose {BIG}")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("shop-cart"))
    tab_to(page, f"a[href='{reverse('shop-checkout')}']")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("shop-checkout"))
    tab_to(page, "#email")
    page.keyboard.type("hanako@example.jp")
    for name, value in ME.items():
        if name == "postal":
            continue  # typed last: it would fill in the rest and move on
        tab_to(page, f"#b_{name}")
        if name == "prefecture":
            for _ in range(28):
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.insert_text(value)
    page.keyboard.press("Shift+Tab")
    page.locator("#b_postal").focus()
    page.keyboard.type(ME["postal"])
    page.wait_for_timeout(300)
    assert page.input_value("#b_prefecture") == "兵庫県"
    tab_to(page, "[name=method]")
    if page.evaluate("document.activeElement.value") != "cod":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    tab_to(page, f"form.steps {BIG}")
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("shop-confirm") + "*")
    tab_to(page, "[data-once]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/*")
    assert Order.objects.count() == 1


def addresses(skus: dict[str, SkuCard]) -> dict[str, str]:
    """Every page that a visitor with a cart can open without signing in."""
    plain = "shop shop-all shop-cart shop-checkout shop-news shop-blog shop-faq shop-contact shop-sign-in shop-look-up"
    pages = {name.removeprefix("shop-"): reverse(name) for name in plain.split()}
    pages["zero"] = reverse("shop-all") + "?q=存在しないもの"
    pages["product"] = product(skus["cup"])
    pages["register"] = reverse("shop-register")
    pages["missing"] = reverse("shop-product", args=["nothing-here"])
    return pages


SIZES = [
    ("desk", 1280, 900, "light"),
    ("phone", 390, 844, "dark"),
    ("small", 320, 568, "light"),
    ("tiny", 320, 568, "dark"),
]


@pytest.mark.parametrize(("size", "width", "height", "scheme"), SIZES)
def test_every_page_is_accessible_and_fits(
    browser_page: Any,
    live_server: Any,
    accessible: Any,
    size: str,
    width: int,
    height: int,
    scheme: str,
) -> None:
    skus = makers.open_shop(5)
    makers.take_transfers()
    page, base = browser_page, live_server.url
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    into_cart(page, base, skus["cup"], 2)
    for name, address in addresses(skus).items():
        page.goto(base + address)
        accessible(page, f"shop-{name}-{size}")
    page.goto(base + reverse("shop-checkout"))
    page.locator("[name=to][value=several]").check()
    page.wait_for_selector("#stop-2")
    page.locator("#wishes-2 .gift summary").click()
    page.select_option("#r2_noshi_purpose", "御祝")
    accessible(page, f"shop-several-{size}")
    page.locator(f"form.steps {BIG}").click()
    page.wait_for_selector("#problems")
    accessible(page, f"shop-problems-{size}")
    to_confirmation(page, base)
    accessible(page, f"shop-confirm-{size}")
    page.locator("[data-once]").click()
    page.wait_for_url("**/done/*")
    accessible(page, f"shop-done-{size}")


SEEN = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || one.closest('.skip')) return '';
    if (one.getClientRects().length === 0) return `nothing to see of ${one.outerHTML.slice(0, 80)}`;
    const box = one.getBoundingClientRect();
    if (box.width <= 1) return '';
    const target = one.matches('input[type=radio],input[type=checkbox]') ? one.closest('label') ?? one : one;
    const line = getComputedStyle(one);
    const ring = parseFloat(line.outlineWidth) >= 2 && line.outlineStyle !== 'none';
    if (!ring) return `no ring: ${one.outerHTML.slice(0, 120)}`;
    const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    if (middle[1] < 0 || middle[1] > innerHeight) return `out of sight: ${one.outerHTML.slice(0, 120)}`;
    const there = document.elementFromPoint(...middle);
    return there && (target.contains(there) || there.contains(one)) ? '' : `hidden: ${one.outerHTML.slice(0, 120)}`;
}"""


@pytest.mark.parametrize("name", ["product", "cart", "checkout"])
def test_the_focus_is_seen_and_never_hidden_even_at_four_hundred_per_cent(
    browser_page: Any, live_server: Any, name: str
) -> None:
    skus = makers.open_shop(5)
    page, base = browser_page, live_server.url
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    into_cart(page, base, skus["cup"], 2)
    page.goto(base + addresses(skus)[name])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    trouble = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if found := page.evaluate(SEEN):
            trouble.add(found)
    assert not trouble, "\n".join(trouble)


MEASURE = """
    window.shifted = 0; window.painted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => {
        if (!one.hadRecentInput) window.shifted += one.value;
    })).observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver((list) => { window.painted = list.getEntries().at(-1).startTime; })
        .observe({ type: 'largest-contentful-paint', buffered: true });
"""
REFERENCE = "<!doctype html><html lang=ja><title>x</title><body><h1>くらべる</h1></body></html>"


def test_pages_stand_still_and_are_painted_nearly_as_fast_as_an_empty_one(
    browser_page: Any, live_server: Any
) -> None:
    skus = makers.open_shop(5, *(f"g{n}" for n in range(24)))
    page, base = browser_page, live_server.url
    page.add_init_script(MEASURE)
    page.route("**/reference", lambda route: route.fulfill(body=REFERENCE, content_type="text/html"))

    def painted(address: str) -> float:
        times = []
        for _ in range(3):
            page.goto(base + address)
            page.wait_for_timeout(250)
            times.append(float(page.evaluate("window.painted")))
            assert page.evaluate("window.shifted") <= 0.05, address
        return sorted(times)[1]

    empty = painted("/reference")
    for address in (reverse("shop"), reverse("shop-all"), product(skus["g0"]), reverse("shop-cart")):
        assert painted(address) <= empty + 1500, address
