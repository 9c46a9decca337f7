"""Staff hear by mail what is wrong with a mall: once, to whom it was chosen, not at night, and that it is over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from hanjo.channels import commands
from hanjo.channels.alarms import AlarmKind, Choices, key_step
from hanjo.channels.models import Alarm, Connection, OrderProof, OutgoingMail, Oversell
from hanjo.channels.queries_alarms import choices
from hanjo.channels.terms import BadAlarms
from hanjo.channels.tests.malls import BY, goods, join, pretend
from hanjo.kernel import clock
from hanjo.kernel.clock import JST
from hanjo.orders.tests.makers import take
from hanjo.staff.models import Staff

__all__ = ["pretend"]  # a fixture
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JST)


@pytest.fixture
def sora_(db: None) -> Staff:
    """Somebody who reads mail."""
    return Staff.objects.create(login="sora", name="見本 そら", email="sora@example.jp")


def at(moment: datetime = NOON, **passed: float) -> Any:
    later = moment + timedelta(**passed)
    return clock.told_by(lambda: later)


def chosen(*kinds: AlarmKind, **more: Any) -> None:
    commands.save_alarms(Choices(people={kind.value: ("sora",) for kind in kinds}, **more), by=BY)


def letters() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("id").values_list("kind", "subject"))


def well(code: str = "one", **more: Any) -> Connection:
    channel = join(code, orders_at=NOON, tested_at=NOON, **more)
    channel.sender_email = "shop@example.jp"
    channel.save()
    return Connection.objects.get(channel=channel)


@pytest.mark.parametrize(
    ("days", "step"), [(31, None), (30, 30), (14.5, 30), (14, 14), (3.1, 14), (3, 3), (0.1, 3), (-0.1, 0)]
)
def test_a_key_is_spoken_of_at_three_steps_and_when_it_has_ended(days: float, step: int | None) -> None:
    assert key_step(days) == step


def test_a_silent_mall_is_told_once_a_day_and_its_end_once(sora_: Staff) -> None:
    joined = well()
    chosen(AlarmKind.SILENT)
    with at(minutes=19):
        assert commands.watch_malls(by=BY).began == 0
    for minutes in (21, 22, 50):
        with at(minutes=minutes):
            commands.watch_malls(by=BY)
    assert letters() == [("mall_alarm", "【one店】受注の途絶")]
    mail = OutgoingMail.objects.get()
    assert (mail.to, "11/24 12:00 から受け取れていません" in mail.body) == ("sora@example.jp", True)
    with at(hours=20):
        commands.watch_malls(by=BY)
    assert len(letters()) == 2  # the next day, as long as it lasts
    Connection.objects.filter(pk=joined.pk).update(orders_at=NOON + timedelta(hours=21))
    for minutes in (0, 5, 11, 15):
        with at(hours=21, minutes=minutes):
            commands.watch_malls(by=BY)
    assert letters()[2:] == [("mall_clear", "【one店】終わりました: 受注の途絶")]


def test_a_line_that_comes_and_goes_is_one_story(sora_: Staff) -> None:
    joined = well()
    chosen(AlarmKind.SILENT)
    heard = NOON
    for minute in range(21, 80):
        if minute in (25, 50):  # heard for a moment, then silent again
            heard = NOON + timedelta(minutes=minute - 17)
            Connection.objects.filter(pk=joined.pk).update(orders_at=heard)
        with at(minutes=minute):
            commands.watch_malls(by=BY)
    assert (len(letters()), Alarm.objects.count()) == (1, 1)


def test_in_quiet_hours_nobody_is_woken_and_only_what_lasts_is_told_afterwards(sora_: Staff) -> None:
    well("one")
    over = well("two")
    chosen(AlarmKind.SILENT, quiet_from="22:00", quiet_until="07:00")
    night = NOON.replace(hour=23)
    with at(night):
        assert commands.watch_malls(by=BY).began == 2
    Connection.objects.filter(pk=over.pk).update(orders_at=night + timedelta(hours=8))
    with at(night, hours=7, minutes=59):
        commands.watch_malls(by=BY)
    assert letters() == []
    with at(night, hours=8):
        commands.watch_malls(by=BY)
    assert [mail.body.count("one店") > 0 for mail in OutgoingMail.objects.all()] == [True]


def test_a_breaker_is_told_only_when_it_stays_open(sora_: Staff) -> None:
    joined = well()
    chosen(AlarmKind.BREAKER, breaker_minutes=5)
    Connection.objects.filter(pk=joined.pk).update(failures=4, trouble="接続できません")
    for minutes, mails in ((1, 0), (5, 0), (6, 1), (7, 1)):
        with at(minutes=minutes):
            commands.watch_malls(by=BY)
        assert len(letters()) == mails


def test_a_key_is_told_once_per_step_and_a_new_key_ends_it(sora_: Staff) -> None:
    joined = well(key_expires_at=NOON + timedelta(days=30))
    chosen(AlarmKind.KEY)
    for day in range(30):
        with at(days=day):
            Connection.objects.filter(pk=joined.pk).update(orders_at=clock.now())
            commands.watch_malls(by=BY)
            commands.watch_malls(by=BY)
    assert [kind for kind, _ in letters()] == ["mall_alarm"] * 3  # 30, 14, 3 days
    Connection.objects.filter(pk=joined.pk).update(key_expires_at=NOON + timedelta(days=120))
    with at(days=30):
        commands.watch_malls(by=BY)
    assert [kind for kind, _ in letters()][3:] == ["mall_clear"]


def test_missing_orders_and_oversells_are_told_with_their_mall(sora_: Staff) -> None:
    joined = well()
    chosen(AlarmKind.GAP, AlarmKind.OVERSELL)
    OrderProof.objects.create(
        channel=joined.channel, since=NOON - timedelta(hours=1), until=NOON, missing=["R-9", "R-8"]
    )
    sku = goods("S-1")
    Oversell.objects.create(
        order=take("1"), channel=joined.channel, sku=sku, line_ref="order-line:1", missing=1,
        answer_by=NOON + timedelta(hours=2),
    )  # fmt: skip
    with at():
        commands.watch_malls(by=BY)
    said = " ".join(OutgoingMail.objects.values_list("body", flat=True))
    assert "ここにない注文が 2 件あります（R-8・R-9）" in said
    assert "売り越した注文 1 件に返答が要ります（期限 11/24 14:00）" in said


def test_without_anybody_chosen_the_alarm_stands_on_the_page_and_no_mail_is_written(sora_: Staff) -> None:
    well()
    with at(minutes=30):
        commands.watch_malls(by=BY)
    assert (Alarm.objects.count(), letters()) == (1, [])


def test_choices_that_make_no_sense_are_refused_and_nothing_is_kept(sora_: Staff) -> None:
    Staff.objects.create(login="mute", name="見本 無口")
    for bad in (
        Choices(people={"silent": ("nobody",)}), Choices(people={"silent": ("mute",)}),
        Choices(people={"flood": ("sora",)}), Choices(quiet_from="22:00"), Choices(breaker_minutes=0),
        Choices(quiet_from="25:00", quiet_until="07:00"), Choices(channel="none"),
    ):  # fmt: skip
        with pytest.raises(BadAlarms):
            commands.save_alarms(bad, by=BY)
    assert choices() == Choices()


def test_the_mail_leaves_by_the_post_tray_once(sora_: Staff, smtp: Any, settings: Any) -> None:
    well()
    chosen(AlarmKind.SILENT)
    settings.SMTP_CONFIGURED = True
    with at(minutes=30):
        for _ in range(3):
            commands.watch_malls(by=BY)
            commands.send_mails("one", by=BY)
    (letter,) = smtp.messages
    assert letter["To"] == "sora@example.jp"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_four_watchers_at_once_write_every_mail_once() -> None:
    Staff.objects.create(login="sora", name="見本 そら", email="sora@example.jp")
    for code in ("one", "two", "three"):
        well(code)
    chosen(AlarmKind.SILENT)

    def watch(gate: threading.Barrier) -> None:
        gate.wait()
        try:
            commands.watch_malls(by=BY)
        finally:
            connections.close_all()

    with at(minutes=30):
        for _ in range(2):
            gate = threading.Barrier(4)
            threads = [threading.Thread(target=watch, args=(gate,)) for _ in range(4)]
            for one in threads:
                one.start()
            for one in threads:
                one.join(60)
    assert (Alarm.objects.count(), OutgoingMail.objects.count()) == (3, 3)


@pytest.fixture
def _noon() -> Iterator[None]:
    with at(minutes=30):
        yield


@pytest.mark.usefixtures("_noon")
def test_the_page_keeps_who_is_told_and_shows_what_was(hana_client: Any, hana: Staff) -> None:
    well()
    page = reverse("settings-alarms")
    assert "いまは、だれにも送っていません" in hana_client.get(page).text
    Staff.objects.filter(pk=hana.pk).update(email="hana@example.jp")
    sent = {"to-silent": ["hana"], "night-gap": "1", "quiet_from": "２２:00", "quiet_until": "7:00",
            "breaker_minutes": "45", "channel": ""}  # fmt: skip
    assert hana_client.post(page, sent).status_code == 303
    assert choices() == Choices(
        people={"silent": ("hana",)}, at_night=frozenset({"gap"}), quiet_from="22:00", quiet_until="07:00",
        breaker_minutes=45,
    )  # fmt: skip
    commands.watch_malls(by=BY)
    text = hana_client.get(page).text
    assert "続いています" in text
    assert "1 人に知らせました" in text
    assert hana_client.post(page, {**sent, "breaker_minutes": "x"}).status_code == 422
