"""The operator's pages of malls: how they stand, what went over the line, what differs, what is done about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hanjo.channels import commands
from hanjo.channels.commands import _outside
from hanjo.channels.models import (
    CatchUp,
    Channel,
    Connection,
    DueStock,
    Exchange,
    ListedStock,
    OrderProof,
    Oversell,
)
from hanjo.channels.queries_concerns import concerns
from hanjo.channels.tests.malls import BY, goods, join, listed, order, pretend
from hanjo.channels.web.bodies import LONGEST, readable
from hanjo.kernel import clock
from hanjo.kernel.models import AuditEntry
from hanjo.orders.models import Order
from hanjo.ui.formats import on_prose

pytestmark = pytest.mark.django_db
__all__ = ["pretend"]  # a fixture
MALL_PAGES = ("mall", "mall-orders", "mall-stock", "mall-messages", "mall-settings", "mall-catching-up")


@pytest.fixture(autouse=True)
def _without_frame(settings: Any) -> None:
    """The frame around a page (menu, search) belongs to the console and asks questions of its own."""
    settings.HANJO_SHELL_CONTEXT = ()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def job_count(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task).count()


def lived_in(code: str, size: int) -> Channel:
    """A mall with listings, messages, comparisons, and an outage behind it."""
    channel = join(code)
    for number in range(size):
        listed(channel, goods(f"{code}-{number}", 5), shown=number)
        _outside.record(
            channel.pk, "out", f"{code}{number}", "orders", sent=b"{}", answered=b"[]", status=200
        )
        until = clock.now() - timedelta(hours=number)
        OrderProof.objects.create(
            channel=channel, since=until - timedelta(hours=1), until=until, theirs=2, ours=1, missing=[f"M-{number}"],
            differing=[["N-1", 100, 90]],
        )  # fmt: skip
    CatchUp.objects.create(
        channel=channel, since=clock.now() - timedelta(hours=3), until=clock.now(), because="試験",
        plan={"orders": 3, "order_numbers": ["X-1", "X-2"], "stock": size, "reports": 1, "mails": 2, "hidden": 0},
    )  # fmt: skip
    return channel


# --- how they stand ---


def test_a_house_without_malls_is_led_to_the_wizard(hana_client: Client) -> None:
    shown = text(hana_client.get(reverse("malls")))
    assert "まだモールにつながっていません" in shown
    assert reverse("mall-new") in shown
    assert "楽天市場" in text(hana_client.get(reverse("mall-new")))
    assert hana_client.get(reverse("oversells")).status_code == 200


@pytest.mark.parametrize("size", [1, 12])
def test_every_page_of_malls_asks_the_database_no_more_often_for_more(
    hana_client: Client, count_sql: Any, size: int
) -> None:
    for code in ("one", "two", "three")[: 1 if size == 1 else 3]:
        lived_in(code, size)
    addresses = [reverse(name, args=["one"]) for name in MALL_PAGES]
    for address in [reverse("malls"), reverse("oversells"), *addresses]:
        hana_client.get(address)
        with count_sql() as seen:
            assert hana_client.get(address).status_code == 200, address
        assert seen.count <= 15, (address, seen.count, [one[:90] for one in seen.statements])


def test_a_mall_says_its_state_its_backlog_and_how_long_its_key_lives(hana_client: Client) -> None:
    channel = lived_in("one", 2)
    Connection.objects.update(
        key_expires_at=clock.now() + timedelta(days=2, hours=1), closed_until=clock.now() + timedelta(minutes=2),
        failures=5, trouble="つながりません",
    )  # fmt: skip
    since = clock.now() - timedelta(minutes=1)
    for row in ListedStock.objects.filter(channel=channel):
        DueStock.objects.create(stock=row, channel=channel, due_at=since)
    for address in (reverse("malls"), reverse("mall", args=["one"])):
        shown = text(hana_client.get(address))
        assert "応答なし" in shown
        assert "あと 2 日" in shown
        assert "つながりません" in shown
    assert "差異 2 件" in text(hana_client.get(reverse("malls")))  # of the newest hour
    part = text(hana_client.get(reverse("malls"), headers={"HX-Request": "true", "HX-Target": "malls"}))
    assert "<html" not in part
    assert "one店" in part


def test_a_channel_that_is_not_joined_has_no_page(hana_client: Client) -> None:
    assert hana_client.get(reverse("mall", args=["nobody"])).status_code == 404


def test_a_mall_rests_and_goes_on_by_a_press(hana_client: Client) -> None:
    join("one")
    for pause, state in (("1", "paused"), ("0", "live")):
        assert hana_client.post(reverse("mall-pause", args=["one"]), {"pause": pause}).status_code == 303
        assert Connection.objects.get().state == state


# --- the way back ---


def test_a_plan_is_shown_with_examples_and_begins_only_when_it_is_approved(
    hana_client: Client, ken_client: Client
) -> None:
    lived_in("one", 1)
    shown = text(hana_client.get(reverse("mall", args=["one"])))
    assert "復旧の計画" in shown
    assert "X-1、X-2" in shown
    assert "受注 3 件" in shown
    assert job_count("channels.catch_up") == 0
    assert ken_client.post(reverse("mall-approve", args=["one"])).status_code == 403
    assert CatchUp.objects.get().state == "waiting"
    hana_client.post(reverse("mall-approve", args=["one"]))
    assert (CatchUp.objects.get().state, job_count("channels.catch_up")) == ("approved", 1)
    card = text(hana_client.get(reverse("mall-catching-up", args=["one"])))
    assert "data-job" in card
    CatchUp.objects.update(
        state="done", done={"orders": 3, "proof": {"missing": []}, "stock": 1, "reports": 1, "mails": 2},
        finished_at=clock.now(),
    )  # fmt: skip
    card = text(hana_client.get(reverse("mall-catching-up", args=["one"])))
    assert "復旧が終わりました" in card
    assert "送り直しています" in card
    assert 'hx-target="#mall-now"' in card  # the rest of the page is brought up to date with it
    headers = {"HX-Request": "true", "HX-Target": "mall-now"}
    rest = text(hana_client.get(reverse("mall", args=["one"]), headers=headers))
    assert "<h1" not in rest
    assert 'id="mall-word" hx-swap-oob="true"' in rest


# --- no order is missing ---


def test_differences_are_named_order_by_order_with_a_way_to_ours(hana_client: Client) -> None:
    channel = join("one")
    sku = goods("S-1", 5)
    ours = order("one", "N-1", (sku, 1))
    until = clock.now()
    OrderProof.objects.create(
        channel=channel, since=until - timedelta(hours=1), until=until, theirs=3, ours=2, their_yen=5000,
        our_yen=4000, missing=["N-9"], differing=[["N-1", 1200, 1000]], hidden=["N-7"],
    )  # fmt: skip
    shown = text(hana_client.get(reverse("mall-orders", args=["one"])))
    assert "N-9" in shown
    assert "N-7" in shown
    assert reverse("orders-order", args=[ours.number]) in shown
    assert "差異 2 件" in shown
    assert "まだ照合していません" not in shown


@pytest.mark.parametrize(
    ("since", "until"),
    [("", ""), ("2026-11-20", "2026-11-01"), ("2020-01-01", "2020-12-31"), ("2099-01-01", "2099-01-02")],
)
def test_a_stretch_that_makes_no_sense_is_refused_in_place_and_nothing_is_asked_for(
    hana_client: Client, since: str, until: str
) -> None:
    join("one")
    answer = hana_client.post(reverse("mall-fill", args=["one"]), {"since": since, "until": until})
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
    assert job_count("channels.back_fill") == 0


def test_a_stretch_is_read_once_more_by_one_press_and_shows_how_far_it_is(hana_client: Client) -> None:
    join("one")
    day = clock.business_date().isoformat()
    for _ in range(2):
        answer = hana_client.post(reverse("mall-fill", args=["one"]), {"since": day, "until": day})
        assert answer.status_code == 303
    assert job_count("channels.back_fill") == 1
    assert AuditEntry.objects.filter(command="channels.back_fill", actor="staff:hana").count() == 2
    card = text(hana_client.get(reverse("mall-filling", args=["one"])))
    said = on_prose(clock.business_date())
    assert f"順番を待っています（{said} から {said}）" in card
    assert "data-job" in card
    hana_client.post(reverse("mall-prove-orders", args=["one"]), {"since": day, "until": day})
    assert job_count("channels.prove_orders") == 1


def test_a_mall_that_stands_still_is_not_asked_for_the_past(hana_client: Client) -> None:
    join("one")
    Connection.objects.update(state="stopped")
    day = clock.business_date().isoformat()
    answer = hana_client.post(reverse("mall-fill", args=["one"]), {"since": day, "until": day})
    assert (answer.status_code, job_count("channels.back_fill")) == (422, 0)


# --- what waits today ---


def test_what_somebody_must_look_at_is_named_the_worst_first_and_nothing_else() -> None:
    join("quiet", orders_at=clock.now())
    assert concerns() == []
    soon = clock.now() + timedelta(days=13, hours=1)
    one = join("one", orders_at=clock.now() - timedelta(hours=2), key_expires_at=soon)
    join("two", orders_at=clock.now(), closed_until=clock.now() + timedelta(minutes=1))
    lived_in("three", 1)
    join("four", orders_at=clock.now() - timedelta(minutes=25), policy={"silent_minutes": 60})
    until = clock.now()
    for number in range(2):  # proven twice, and by the hour and by night: it is one order
        since = until - timedelta(hours=1 + number)
        OrderProof.objects.create(channel=one, since=since, until=until, theirs=1, missing=["N-9", "N-1"])
    order("one", "N-1", (goods("S-1", 5), 1))  # came meanwhile
    told = [(row.tone, row.channel, row.text) for row in concerns() if row.channel != "three"]
    assert told == [
        ("danger", "two", "モールが応答していません。自動でやり直しています"),
        ("danger", "one", "モールにあって、ここにない注文が 1 件あります"),
        ("warn", "one", "受注を 120 分のあいだ受け取れていません"),
        ("warn", "one", "キーの期限まで あと 13 日です"),
    ]
    assert [row.page for row in concerns() if row.channel == "three"] == ["mall-orders", "mall"]


# --- what went over the line ---


def test_a_body_is_opened_only_by_who_may_and_every_look_is_written_down(
    hana_client: Client, ken_client: Client
) -> None:
    channel = join("one")
    body = b'{"buyer": "<script>alert(1)</script>", "access_token": "abc-secret"}'
    _outside.record(channel.pk, "out", "k-1", "orders", sent=b"q=1", answered=body, about="N-1", status=200)
    pk = Exchange.objects.get().pk
    address = reverse("mall-message", args=["one", pk])
    assert "alert(1)" not in text(hana_client.get(address))
    assert ken_client.post(address).status_code == 403
    assert not AuditEntry.objects.filter(command="channels.see_messages").exists()
    answer = hana_client.post(address)
    shown = text(answer)
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "abc-secret" not in shown
    assert answer.headers["Cache-Control"] == "no-store"
    (look,) = AuditEntry.objects.filter(command="channels.see_messages")
    assert (look.actor, look.data["message"]) == ("staff:hana", pk)
    assert hana_client.get(reverse("mall-message", args=["one", pk + 1])).status_code == 404


def test_messages_are_found_by_kind_direction_failure_and_number(hana_client: Client) -> None:
    channel = join("one")
    _outside.record(channel.pk, "out", "a", "orders", sent=b"", about="N-1", status=200)
    _outside.record(channel.pk, "out", "b", "stock", sent=b"", about="S-1", status=500)
    _outside.record(channel.pk, "in", "c", "notice", sent=b"", about="N-2", state="new")
    here = reverse("mall-messages", args=["one"])

    def found(query: str) -> list[str]:
        shown = text(hana_client.get(f"{here}?{query}")).partition("<tbody>")[2]
        return [one for one in ("N-1", "S-1", "N-2") if one in shown]

    assert found("") == ["N-1", "S-1", "N-2"]
    assert found("endpoint=stock") == ["S-1"]
    assert found("direction=in") == ["N-2"]
    assert found("failed=1") == ["S-1"]
    assert found("text=n-1") == ["N-1"]


def test_a_body_is_broken_into_lines_cut_when_long_and_never_trusted() -> None:
    assert readable('{"a":[1,2]}').text.splitlines()[0] == "{"
    assert "  <b>1</b>" in readable("<a><b>1</b></a>").text
    assert readable("").kind == "空"
    assert readable("{broken").kind == "テキスト"
    bomb = '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert (readable(bomb).kind, readable(bomb).text) == ("テキスト", bomb)
    long = readable('["' + "x" * (LONGEST + 10) + '"]')
    assert (long.is_cut, len(long.text)) == (True, LONGEST)
    assert readable("a\x00b").text == "a·b"


# --- stock ---


def test_the_stock_of_a_mall_explains_itself_and_is_changed_for_many_at_once(hana_client: Client) -> None:
    channel, other = join("one"), join("other")
    skus = [goods(f"S-{number}", 50) for number in range(3)]
    rows = [listed(channel, sku, shown=50) for sku in skus]
    foreign = listed(other, skus[0], shown=50)
    assert "販売可能 50 個" in text(hana_client.get(reverse("mall-stock", args=["one"])))
    assert "S-2" not in text(hana_client.get(reverse("mall-stock", args=["one"]) + "?text=s-1"))
    ids = [rows[0].pk, rows[1].pk, foreign.pk]
    address = reverse("mall-stock-rule", args=["one"])
    ask = text(hana_client.post(address, {"ids": ids}, headers={"HX-Request": "true"}))
    assert "2 件" in ask
    refused = hana_client.post(address, {"ids": ids, "apply": "1", "share": "120"})
    assert refused.status_code == 422
    assert not ListedStock.objects.exclude(share=100).exists()
    hana_client.post(address, {"ids": ids, "apply": "1", "share": "50", "cap": "9"})
    changed = ListedStock.objects.filter(share=50, cap=9).values_list("pk", flat=True)
    assert set(changed) == {rows[0].pk, rows[1].pk}
    hana_client.post(address, {"ids": ids, "apply": "1", "no_cap": "1", "is_on": "0"})
    assert set(ListedStock.objects.filter(cap=None, is_on=False).values_list("pk", flat=True)) == set(changed)
    peek = text(hana_client.get(reverse("mall-stock-peek", args=["one", rows[0].pk])))
    assert "other" in peek


def test_an_oversold_order_shows_its_story_and_is_called_off_by_a_press(hana_client: Client) -> None:
    sku = goods("S-1", 1)
    for code in ("one", "two"):
        listed(join(code), sku, shown=1, buffer=0)
    order("one", "N-1", (sku, 1), ago=50)
    order("two", "N-2", (sku, 1), ago=40)
    row = Oversell.objects.get()
    shown = text(hana_client.get(reverse("oversells")))
    assert "最後の 1 個" in shown
    assert row.order.number in shown
    lacking = hana_client.post(reverse("oversell-settle", args=[row.pk]), {"choice": "transfer"})
    assert lacking.status_code == 422
    assert "移動元と移動先" in text(lacking)
    row.refresh_from_db()
    assert row.choice == ""
    hana_client.post(reverse("oversell-settle", args=[row.pk]), {"choice": "cancel"})
    assert Order.objects.get(pk=row.order_id).state == "cancelled"
    assert "お詫びして取り消す" in text(hana_client.get(reverse("oversells") + "?show=all"))


def test_a_walk_through_a_malls_goods_tells_what_nobody_knew(hana_client: Client, pretend: Any) -> None:
    from hanjo.channels.malls.port import Goods

    join("one")
    goods("S-1", 5)
    pretend["one"].goods = [
        Goods(code="S-1", title="見本", quantity=1),
        Goods(code="X-9", title="知らない品"),
    ]
    hana_client.post(reverse("mall-bind", args=["one"]))
    assert job_count("channels.bind_listings") == 1
    assert "読み込み中" in text(hana_client.get(reverse("mall-binding", args=["one"])))
    ProcrastinateJob.objects.filter(task_name="channels.bind_listings").update(status="succeeded")
    assert "読み込めませんでした" in text(hana_client.get(reverse("mall-binding", args=["one"])))
    commands.bind_listings("one", by=BY)
    shown = text(hana_client.get(reverse("mall-settings", args=["one"])))
    assert "出品 1 件をつなぎました" in shown
    assert "知らない品" in shown
