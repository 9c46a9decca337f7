"""A morning's orders, from the malls' files to parcels, mails and reports, in the demo shop."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db.models import F, Sum
from django.test import Client, TestCase
from django.urls import reverse

from hanjo import demo
from hanjo.channels import commands as channels
from hanjo.channels.models import Channel, ImportFile, OutgoingMail, ShipmentReport
from hanjo.channels.terms import NothingToReport
from hanjo.channels.told import REPORTED
from hanjo.demo.planting.afternoon import write_afternoon
from hanjo.demo.trouble_goods import UNKNOWN, UNKNOWN_MEANS
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment import queries as shipping
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, PrintJob, Wave
from hanjo.fulfilment.terms import Paper, WrongGoods
from hanjo.inventory.models import Movement
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import Refusal
from hanjo.orders import commands as orders
from hanjo.orders.models import Hold, Order
from hanjo.orders.terms import NoProposal
from hanjo.payments import commands as payments
from hanjo.staff.models import Staff
from hanjo.ui.documents import page_count
from tests.flows.helping import file_in, picture, pieces_of, work
from tests.races.crew import broken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BY = Actor.system("test")
RESULTS = {"yamato": "b2-results.csv", "sagawa": "sagawa-results.csv", "clickpost": "clickpost-numbers.csv"}


@pytest.fixture
def shop(settings: Any, tmp_path: Path, smtp: Any) -> Path:
    """はんじょう商店 at half past eight, with a mail server and the malls' files in the inbox."""
    settings.INBOX_ROOT = tmp_path / "inbox"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.SMTP_CONFIGURED = True
    demo.seed()
    return tmp_path / "afternoon"


def take_in_by_one_click() -> list[ImportFile]:
    client = Client()
    client.force_login(Staff.objects.get(login="hana"))
    before = set(ImportFile.objects.values_list("pk", flat=True))
    with TestCase.captureOnCommitCallbacks(execute=True):  # files leave the inbox when they are surely kept
        assert client.post(reverse("imports-collect")).status_code in (200, 204, 302, 303)
    work("channels.import_file")
    return list(ImportFile.objects.exclude(pk__in=before))


def open_stops() -> list[Hold]:
    stops = Hold.objects.filter(lifted_at=None, severity="stop").exclude(order__state="cancelled")
    return list(stops.select_related("order").order_by("id"))


def decide_every_stop() -> Counter[str]:
    """One key per decision: what is proposed is done, the rest is looked at and let go."""
    channels.save_listing("rakuten", [(UNKNOWN, UNKNOWN_MEANS)], by=BY)
    said: Counter[str] = Counter()
    for _ in range(6):
        stops = open_stops()
        if not stops:
            return said
        for hold in stops:
            try:
                orders.apply_fix(hold.pk, by=BY)
                said["fixed"] += 1
            except NoProposal:
                orders.lift([hold.pk], because="確認した", by=BY)
                said["lifted"] += 1
            except Refusal as refusal:  # the proposal no longer fits, as after another one was done
                orders.lift([hold.pk], because=refusal.text, by=BY)
                said["refused"] += 1
        work()
    raise AssertionError([(hold.order.number, hold.reason) for hold in open_stops()])


def print_everything() -> None:
    for wave in Wave.objects.order_by("id"):
        papers = [Paper.TOTAL_PICK, Paper.PICKS, Paper.SLIPS, Paper.LABELS]
        fulfilment.order_prints(wave.number, papers, by=BY)
    assert work("fulfilment.make_print") >= 4 * Wave.objects.count()


def scan_everything() -> None:
    lines = InstructionLine.objects.filter(instruction__dispatched_at=None, verified__lt=F("quantity"))
    for line in lines.select_related("sku", "instruction").order_by("id"):
        code, left = line.sku.jan or line.sku.code, line.quantity - line.verified
        fulfilment.scan(line.instruction_id, code, key=f"beep:{line.pk}", by=BY, quantity=left)


def send_every_mail() -> int:
    sent = 0
    for channel in Channel.objects.order_by("id"):
        for _ in range(20):
            posted = channels.send_mails(channel.code, by=BY)
            sent += posted.sent
            if not posted.sent:
                break
    return sent


def test_a_morning_goes_from_file_to_parcel_and_everybody_is_told_once(shop: Path, smtp: Any) -> None:
    # --- 取込 -----------------------------------------------------------------------------------------
    files = take_in_by_one_click()
    assert [file.state for file in files] == ["done"] * len(files) == ["done"] * 4
    for file in files:
        assert file.rows == sum(count for count, _ in file.counts["rows"].values()) > 0
    taken = Order.objects.filter(channel__in={file.channel.code for file in files}, stage__isnull=False)
    assert taken.filter(parcel_state="none").count() > 300
    # --- 確認待ち -------------------------------------------------------------------------------------
    stopped = len({hold.order_id for hold in open_stops()})
    said = decide_every_stop()
    assert stopped > 30
    assert sum(said.values()) >= stopped
    assert not Order.objects.filter(stage="check").exists()
    assert broken() == {}
    # --- 出荷指示 -------------------------------------------------------------------------------------
    ready = shipping.ready_numbers(shipping.ReadyFilter())
    assert len(ready) > 300
    done = fulfilment.instruct(ready, by=BY, key="morning")
    assert set(done.numbers) | {one.number for one in done.refused} == set(ready)
    assert all(one.reason for one in done.refused)
    assert len(done.refused) < 15, [one.reason for one in done.refused]
    again = fulfilment.instruct(ready, by=BY, key="morning")
    assert (again.repeated, again.waves) == (True, done.waves)
    # --- 印刷 ----------------------------------------------------------------------------------------
    print_everything()
    for job in PrintJob.objects.exclude(kind=Paper.LABELS):
        rows = shipping.live_rows(job.wave)
        hidden = sum(row.order.no_slip for row in rows) if job.kind == Paper.SLIPS else 0
        if job.kind == Paper.SLIPS and hidden == len(rows):
            continue
        assert (job.state, job.pages > 0) == ("done", True), (job.kind, job.notes)
        pages = page_count((Path(django_settings.MEDIA_ROOT) / job.file).read_bytes())
        assert pages == job.pages
        if job.kind == Paper.PICKS:
            assert job.orders == len(rows)
            assert job.pages >= len(rows)
        if job.kind == Paper.SLIPS:
            assert job.orders == sum(1 + row.order.merged.count() for row in rows if not row.order.no_slip)
            assert job.pages >= job.orders
    labels = PrintJob.objects.filter(kind=Paper.LABELS, state="done")
    labelled = Parcel.objects.filter(labelled_at__isnull=False)
    assert sum(job.orders for job in labels) == labelled.count()
    unlabelled = Parcel.objects.filter(labelled_at=None)
    reasons = " ".join(str(note) for job in PrintJob.objects.filter(kind=Paper.LABELS) for note in job.notes)
    assert all(parcel.key in reasons for parcel in unlabelled)
    assert unlabelled.count() < 10
    # --- 検品 ----------------------------------------------------------------------------------------
    first = Instruction.objects.order_by("id")[0]
    mine = set(first.lines.values_list("sku_id", flat=True))
    other = InstructionLine.objects.exclude(sku_id__in=mine).select_related("sku")[0]
    with pytest.raises(WrongGoods):
        fulfilment.scan(first.pk, other.sku.jan or other.sku.code, key="wrong", by=BY)
    assert shipping.scan_state(first.pk).left == sum(first.lines.values_list("quantity", flat=True))
    scan_everything()
    assert not Instruction.objects.exclude(state="verified").exists()
    # --- 送り状番号 -----------------------------------------------------------------------------------
    write_afternoon(shop, wrong=1)
    for carrier, name in RESULTS.items():
        loaded = fulfilment.load_results(carrier, file_in(shop, name), by=BY, name=name)
        if loaded.rows > 1 and carrier != "clickpost":
            assert loaded.counts["refused"] == 1, (carrier, loaded.notes)
        repeated = fulfilment.load_results(carrier, file_in(shop, name), by=BY, name=name)
        assert "set" not in repeated.counts
    write_afternoon(shop)
    for carrier, name in RESULTS.items():
        if labelled.filter(instruction__service__carrier=carrier, tracking_number=None).exists():
            fulfilment.load_results(carrier, file_in(shop, name), by=BY, name=name)
    assert not labelled.filter(tracking_number=None).exists()
    bank = payments.read_bank_file(file_in(shop, "bank.csv"), by=BY)
    assert bank.new > 0
    assert not bank.refused
    # --- 出荷確定 -------------------------------------------------------------------------------------
    ids = list(Instruction.objects.values_list("id", flat=True))
    left = fulfilment.dispatch(ids, by=BY)
    assert {one.instruction_id for one in left.refused} == set(
        unlabelled.values_list("instruction_id", flat=True)
    )
    assert fulfilment.dispatch(ids, by=BY).already == len(ids) - len(left.refused)
    work()
    send_every_mail()
    for code in REPORTED:
        assert channels.write_report(str(code), by=BY).parcels > 0
    every_parcel_is_explained_and_told(smtp)
    assert broken() == {}
    everything_again_changes_nothing(shop, ids, ready, smtp)


def every_parcel_is_explained_and_told(smtp: Any) -> None:
    rows = Instruction.objects.filter(state="dispatched").select_related("order")
    shipped: dict[int, Order] = {row.order_id: row.order for row in rows}
    for leader in list(shipped.values()):
        shipped |= {order.pk: order for order in leader.merged.all()}
    assert len(shipped) > 300
    assert all(order.stage in ("shipped", "merged") for order in Order.objects.filter(pk__in=shipped))
    reported = set(Channel.objects.filter(format__in=REPORTED).values_list("code", flat=True))
    letters = Counter(str(letter["Message-ID"]) for letter in smtp.messages)
    for pk, order in shipped.items():
        refs = [f"order-line:{line.pk}" for line in order.lines.all()]
        moved = Movement.objects.filter(cause="shipped", ref__in=refs).aggregate(n=Sum("delta"))["n"]
        assert moved == -pieces_of(order), order.number
        boxes = Parcel.objects.filter(instruction__order=order.merged_into_id or pk, voided_at=None)
        assert boxes
        assert all(box.tracking_number and box.dispatched_at for box in boxes)
        mail = OutgoingMail.objects.get(order_id=pk, kind="shipped")
        assert mail.state == "sent" or (mail.state == "stopped" and mail.trouble), (mail.state, mail.trouble)
        assert letters[mail.message_id] == (1 if mail.state == "sent" else 0)
        reports = ShipmentReport.objects.filter(order_id=pk)
        told = {box.key for box in boxes} if order.channel in reported else set()
        assert [row.parcel_key for row in reports.order_by("parcel_key")] == sorted(told)
        assert all(row.written_at and row.file for row in reports)
    assert sum(letters.values()) == OutgoingMail.objects.filter(state="sent").count()


def everything_again_changes_nothing(shop: Path, ids: list[int], ready: list[str], smtp: Any) -> None:
    before, mails = picture(), len(smtp.messages)
    assert take_in_by_one_click() == []
    for file in ImportFile.objects.all():
        channels.take_in(file.pk, by=BY)
    decide_every_stop()
    fulfilment.instruct(ready, by=BY, key="morning")
    for carrier, name in RESULTS.items():
        if file_in(shop, name).count(b"\n") > 1:
            fulfilment.load_results(carrier, file_in(shop, name), by=BY, name=name)
    payments.read_bank_file(file_in(shop, "bank.csv"), by=BY)
    fulfilment.dispatch(ids, by=BY)
    work("channels.import_file", "fulfilment.make_print")
    send_every_mail()
    for code in REPORTED:
        with pytest.raises(NothingToReport):
            channels.write_report(str(code), by=BY)
    assert picture() == before
    assert len(smtp.messages) == mails
    assert broken() == {}
