"""Many checkouts of one customer at once, as real processes; and the same with the guard taken away."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection

from hanjo.customers import commands as customers
from hanjo.customers.models import PointLot
from hanjo.customers.proofs import PROOFS
from hanjo.customers.terms import Earning, Person
from hanjo.kernel.actor import Actor
from hanjo.kernel.proof import run_all

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.system("test")
CHECK = "points_never_negative"
PROCESSES, TRIES, POINTS, EACH = 4, 30, 300, 10

BUYER = """
import sys, django
django.setup()
from datetime import timedelta
from hanjo.customers import commands as customers
from hanjo.customers.commands import _lots
from hanjo.customers.terms import ShortOfPoints
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
customer, name, tries, each, guard = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
if guard == "off":
    _lots.LOCK = ""
by, won = Actor.system("race"), 0
print("ready", flush=True)
sys.stdin.readline()
for number in range(tries):
    key = f"{name}-{number}"
    try:
        customers.hold_points(customer, each, key=key, until=clock.now() + timedelta(minutes=5), by=by)
    except ShortOfPoints:
        continue
    customers.use_points(key, f"order-{key}", by=by)
    won += each
print(won, flush=True)
"""


def spend(customer: int, *, guard: str) -> int:
    """Let the processes loose on one customer's points; answers what they spent together."""
    place = connection.settings_dict
    login = f"{place['USER']}:{place['PASSWORD']}@" if place["PASSWORD"] else f"{place['USER']}@"
    port = f"&port={place['PORT']}" if place["PORT"] else ""
    address = f"postgresql://{login}/{place['NAME']}?host={place['HOST']}{port}"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "hanjo.config.settings", "HANJO_DATABASE_URL": address}
    buyers = [
        subprocess.Popen(
            [sys.executable, "-c", BUYER, str(customer), f"b{number}", str(TRIES), str(EACH), guard],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for buyer in buyers:
        assert buyer.stdout is not None
        assert buyer.stdout.readline() == "ready\n"
    for buyer in buyers:
        assert buyer.stdin is not None
        buyer.stdin.write("go\n")
        buyer.stdin.flush()
    answers = [buyer.communicate(timeout=120)[0] for buyer in buyers]
    return sum(int(answer) for answer in answers)


def somebody() -> int:
    (known,) = customers.recognise([Person(name="見本 みお", email="mio@example.jp")], by=BY)
    assert known.id is not None
    rows = [Earning(customer_id=known.id, points=POINTS // 10, ref=f"gift:{n}") for n in range(10)]
    customers.earn_points(rows, by=BY)
    return known.id


def test_processes_that_spend_together_spend_exactly_what_there_is():
    assert spend(somebody(), guard="on") == POINTS
    assert sum(PointLot.objects.values_list("remaining", flat=True)) == 0
    assert [verdict.name for verdict in run_all(PROOFS) if verdict.broken] == []


def test_without_the_lock_and_the_check_the_same_race_spends_too_much():
    customer = somebody()
    constraint = next(one for one in PointLot._meta.constraints if one.name == CHECK)
    with connection.schema_editor() as editor:
        editor.remove_constraint(PointLot, constraint)
    try:
        assert spend(customer, guard="off") > POINTS
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM customers_pointholdpart")
            cursor.execute("DELETE FROM customers_pointhold")
            cursor.execute("TRUNCATE customers_pointentry")
            cursor.execute("DELETE FROM customers_pointlot")
        with connection.schema_editor() as editor:
            editor.add_constraint(PointLot, constraint)
