"""Runs inside django-oscar's own environment: from an empty basket to a placed order, as often as asked.

Called in-process with a warm connection, without HTTP, which is the kindest way to measure it. Reads a count from
standard input, answers the seconds, and once more what the tables say.
"""

import os
import sys
import time
from decimal import Decimal

import django
from django.conf import settings
from oscar import INSTALLED_APPS
from oscar.defaults import *  # noqa: F403  # Oscar asks for exactly this in settings

DEFAULTS = {name: value for name, value in globals().items() if name.startswith("OSCAR_")}
settings.configure(
    **DEFAULTS,
    SECRET_KEY="bench",
    SITE_ID=1,
    USE_TZ=True,
    ROOT_URLCONF="oscar_flow",
    INSTALLED_APPS=[
        "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
        "django.contrib.messages", "django.contrib.sites", "django.contrib.flatpages", "django.contrib.staticfiles",
        *[app for app in INSTALLED_APPS if not app.startswith("django.contrib")],
    ],
    MIDDLEWARE=[],
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
    HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["BENCH_NAME"],
        "USER": os.environ["BENCH_USER"], "PASSWORD": os.environ["BENCH_PASSWORD"],
        "HOST": os.environ["BENCH_HOST"], "PORT": os.environ["BENCH_PORT"], "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c synchronous_commit=off"},
    }},
)  # fmt: skip
urlpatterns = []
PRODUCTS = 200


def main():
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    products = shop()
    print("ready", flush=True)
    made = 0
    for line in sys.stdin:
        count = int(line)
        started = time.perf_counter()
        for _ in range(count):
            order(products, made)
            made += 1
        seconds = time.perf_counter() - started
        check(made)
        print(seconds, flush=True)


def shop():
    from oscar.apps.partner.models import Partner, StockRecord
    from oscar.core.loading import get_model

    goods, kinds = get_model("catalogue", "Product"), get_model("catalogue", "ProductClass")
    kind = kinds.objects.create(name="goods", requires_shipping=True, track_stock=True)
    partner = Partner.objects.create(name="bench")
    products = []
    for number in range(PRODUCTS):
        product = goods.objects.create(
            product_class=kind, title=f"Bowl {number}", upc=f"B{number}", structure="standalone"
        )
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=f"B{number}",
            price=Decimal("19.80"),
            num_in_stock=1_000_000,
        )
        products.append(product)
    return products


def order(products, number):
    from django.db import transaction
    from oscar.apps.basket.models import Basket
    from oscar.apps.checkout.calculators import OrderTotalCalculator
    from oscar.apps.order.utils import OrderCreator
    from oscar.apps.partner.strategy import Default
    from oscar.apps.shipping.methods import Free

    with transaction.atomic():
        basket = Basket.objects.create()
        basket.strategy = Default()
        basket.add_product(products[number % PRODUCTS], 1)
        basket.add_product(products[(number * 7 + 1) % PRODUCTS], 2)
        method = Free()
        charge = method.calculate(basket)
        total = OrderTotalCalculator().calculate(basket, charge)
        OrderCreator().place_order(
            basket=basket,
            total=total,
            shipping_method=method,
            shipping_charge=charge,
            order_number=f"O{number}",
        )
        basket.submit()


def check(made):
    from django.db.models import Sum
    from oscar.apps.order.models import Line, Order
    from oscar.apps.partner.models import StockRecord

    allocated = StockRecord.objects.aggregate(n=Sum("num_allocated"))["n"]
    assert (Order.objects.count(), Line.objects.count(), allocated) == (made, made * 2, made * 3)


if __name__ == "__main__":
    main()
