"""The tour: one order goes through the whole house for real, every step names the code that did it (案内).

Everything happens in one transaction that is rolled back at the end, and the files it left are taken away, so
the tour can be walked as often as one likes and changes nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

import hanjo
from hanjo.channels import commands as channels
from hanjo.channels.malls import plan
from hanjo.channels.models import Channel, ImportFile, OutgoingMail, RawOrder, ShipmentReport
from hanjo.channels.reading import open_tables
from hanjo.customers import commands as customers
from hanjo.demo import BY
from hanjo.demo.afternoon import Labelled, yamato_results
from hanjo.demo.maker import Maker
from hanjo.demo.malls.rakuten import rakuten_file
from hanjo.demo.neutral import DemoOrder
from hanjo.demo.people import Town
from hanjo.fulfilment import commands as fulfilment
from hanjo.fulfilment.models import Instruction, InstructionLine, Parcel, PrintJob, ResultFile
from hanjo.fulfilment.terms import Paper
from hanjo.inventory import commands as inventory
from hanjo.inventory.models import Movement, Reservation
from hanjo.kernel import clock, telling
from hanjo.kernel.models import Telling
from hanjo.orders import commands as orders
from hanjo.orders.checks.run import run_checks
from hanjo.orders.models import Order

Out = Callable[[str], object]
SERIAL = "9999999999"  # no morning counts so far
NAME = "tour-rakuten.csv"


class _Over(Exception):
    """The walk is over; nothing of it stays."""


@dataclass(slots=True)
class _Guide:
    """Says a step, what was seen, and who did it."""

    out: Out
    step: int = 0
    leftovers: list[str] = field(default_factory=list)

    def say(self, title: str, *seen: str, by: Callable[..., Any]) -> None:
        self.step += 1
        self.out(f"\n{self.step:2}. {title}")
        for line in seen:
            self.out(f"      {line}")
        self.out(f"      → {place_of(by)}")


def place_of(function: Callable[..., Any]) -> str:
    """File, line and name of a function as it stands in the source, with the first words of its docstring."""
    plain = inspect.unwrap(function)
    file = Path(inspect.getsourcefile(plain) or "").resolve()
    line = inspect.getsourcelines(plain)[1]
    source = file.relative_to(Path(hanjo.__file__).resolve().parent.parent)
    words = (inspect.getdoc(plain) or "").split("\n")[0]
    return f"src/{source}:{line}  {plain.__qualname__}  {words}"


def walk(out: Out) -> None:
    """Take one order from the mall's file to the buyer's mail, and show every step (案内)."""
    if not Channel.objects.filter(code="rakuten", is_active=True).exists():
        out("デモ店がまだありません。先に hanjo demo seed を実行してください。")
        return
    guide = _Guide(out)
    out("ひとつの受注が、ファイルから荷物になるまで")
    try:
        with transaction.atomic():
            _all_the_way(guide)
            raise _Over
    except _Over:
        out("\nこの案内で動かしたものは、すべて元に戻しました。")
    finally:
        for path in guide.leftovers:
            (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


def _all_the_way(guide: _Guide) -> None:
    order = _taken_in(guide)
    if order.stage != "ready":
        reasons = (
            "、".join(order.holds.filter(lifted_at=None).values_list("reason", flat=True)) or order.stage
        )
        guide.out(f"\nこの受注はここで止まりました: {reasons}")
        return
    instruction = _instructed(guide, order)
    _printed(guide, instruction)
    _verified(guide, instruction)
    _shipped(guide, instruction)
    _told(guide, order)


def _sample() -> DemoOrder:
    maker = Maker(clock.business_date(), Town("hanjo-tour", first=8000))
    lines = [maker.line("rakuten", "FOD-006"), maker.line("rakuten", "UTW-006-AI", 2)]
    today = clock.business_date()
    return maker.order("rakuten", lines, "tour", number=f"299999-{today:%Y%m%d}-{SERIAL}", points_yen=0)


def _taken_in(guide: _Guide) -> Order:
    sample = _sample()
    content = rakuten_file([sample])
    stored = channels.store_file([(NAME, BytesIO(content))], channel="rakuten", by=BY)
    guide.leftovers.append(stored.path)
    guide.say(
        "モールのファイルを、読む前にそのまま残す",
        f"{NAME}・{stored.bytes:,} バイト・sha256 {stored.sha256[:12]}…",
        by=channels.store_file,
    )
    reading = plan(open_tables([(BytesIO(content), NAME)]))
    group = next(iter(reading.groups()))
    guide.say(
        "文字コードと形式を見つけ、行を注文ごとに束ねる",
        f"{reading.format_label}・{reading.encoding}・{len(reading.headers)} 列",
        f"注文 {group.key}・{len(group.rows)} 行",
        by=plan,
    )
    understood = reading.translator.understand(group)
    draft = understood.draft
    guide.say(
        "行を読み解いて、下書きにする",
        f"{draft.recipient.name} 様・{draft.recipient.prefecture}{draft.recipient.city}"
        if draft
        else "読めません",
        f"{len(draft.lines)} 行・合計 {draft.total_yen:,} 円・{draft.pay_method}" if draft else "",
        by=reading.translator.understand,
    )
    channels.take_in(stored.pk, by=BY)
    order = Order.objects.select_related("customer").get(external_number=sample.number)
    raw = RawOrder.objects.get(order=order)
    file = ImportFile.objects.get(pk=stored.pk)
    counts = file.counts["orders"]
    guide.say(
        "取り込む（生データを残し、受注にし、行をすべて数える）",
        f"生データ {len(group.rows)} 行（{raw.digest[:12]}…）→ 受注 {order.number}（新規 {counts['created']}）",
        by=channels.take_in,
    )
    _known(guide, order)
    return order


def _known(guide: _Guide, order: Order) -> None:
    who = order.customer
    guide.say(
        "買った人を見つける、いなければ登録する",
        f"{who.name} 様（顧客 {who.pk}）・{who.email}" if who else "名寄せできませんでした",
        by=customers.recognise,
    )
    guide.say(
        "受注として置く",
        f"{order.number}・{order.get_state_display()}・商品 {order.goods_yen:,} 円 + 送料 {order.shipping_yen:,} 円",
        *[
            f"{line.code} × {line.quantity}  {line.total_yen:,} 円（{line.tax_rate}%）"
            for line in order.lines.all()
        ],
        by=orders.place,
    )
    notes = order.holds.filter(lifted_at=None).values_list("reason", flat=True)
    guide.say(
        "自動チェックにかける",
        f"通ったチェック {order.passed_checks.bit_count()} 件・止めたチェック {order.open_holds} 件",
        *[f"知らせ: {reason}" for reason in notes],
        by=run_checks,
    )
    held = Reservation.objects.filter(group=f"order:{order.pk}", state="open").select_related(
        "level__sku", "level__location"
    )
    guide.say(
        "在庫を引き当てる",
        *[
            f"{one.level.sku.code} × {one.quantity}  {one.level.location.name}"
            f"（実在庫 {one.level.on_hand}・引当済 {one.level.reserved}）"
            for one in held
        ],
        by=inventory.reserve,
    )


def _instructed(guide: _Guide, order: Order) -> Instruction:
    done = fulfilment.instruct([order.number], by=BY, key=f"tour:{order.pk}")
    made = Instruction.objects.select_related("wave", "service").get(order=order)
    guide.say(
        "出荷を指示し、運び方を選ぶ",
        f"ウェーブ {', '.join(done.waves)}・{made.service.name}・{made.because}",
        by=fulfilment.instruct,
    )
    return made


def _printed(guide: _Guide, instruction: Instruction) -> None:
    papers = [Paper.TOTAL_PICK, Paper.PICKS, Paper.SLIPS, Paper.LABELS]
    fulfilment.order_prints(instruction.wave.number, papers, by=BY, now=True)
    jobs = PrintJob.objects.filter(wave=instruction.wave).order_by("id")
    guide.leftovers += [job.file for job in jobs if job.file]
    guide.say(
        "ピッキングリスト・納品書・送り状データを作る",
        *[f"{job.name}（{job.orders} 件）" for job in jobs],
        by=fulfilment.make_print,
    )


def _verified(guide: _Guide, instruction: Instruction) -> None:
    lines = InstructionLine.objects.filter(instruction=instruction).select_related("sku").order_by("id")
    seen = []
    for line in lines:
        for n in range(line.quantity):
            fulfilment.scan(instruction.pk, line.sku.jan or line.sku.code, key=f"tour:{line.pk}:{n}", by=BY)
        seen.append(f"棚 {line.bin or '—'}  {line.sku.jan}  × {line.quantity}  OK")
    instruction.refresh_from_db()
    guide.say("棚から出し、読み取って検品する", *seen, by=fulfilment.scan)


def _shipped(guide: _Guide, instruction: Instruction) -> None:
    parcels = list(Parcel.objects.filter(instruction=instruction))
    carrier = instruction.service.carrier
    labels = [Labelled(key=parcel.key, carrier=carrier) for parcel in parcels]
    loaded = fulfilment.load_results(
        carrier, yamato_results(labels, clock.business_date()), by=BY, name="tour-b2.csv"
    )
    guide.leftovers += list(ResultFile.objects.filter(pk=loaded.file_id).values_list("path", flat=True))
    numbers = list(Parcel.objects.filter(instruction=instruction).values_list("key", "tracking_number"))
    guide.say(
        "送り状番号が運送会社から戻る（検査数字 7DR を確かめる）",
        *[f"{key} → {number}" for key, number in numbers],
        by=fulfilment.load_results,
    )
    done = fulfilment.dispatch([instruction.pk], by=BY)
    guide.say("出荷を確定する", f"出荷 {len(done.numbers)} 件・{done.parcels} 個口", by=fulfilment.dispatch)
    moved = Movement.objects.filter(ref__in=_refs(instruction)).select_related("level__sku").order_by("id")
    guide.say(
        "在庫が出ていく（移動明細は一度だけ書かれる）",
        *[f"{one.level.sku.code}  {one.delta:+d}  {one.ref}（残り {one.level.on_hand}）" for one in moved],
        by=inventory.ship,
    )


def _refs(instruction: Instruction) -> list[str]:
    lines = InstructionLine.objects.filter(instruction=instruction)
    return [f"order-line:{pk}" for pk in lines.values_list("order_line_id", flat=True)]


def _told(guide: _Guide, order: Order) -> None:
    for pk in Telling.objects.filter(heard_at=None, facts__0__order_id=order.pk).values_list("pk", flat=True):
        telling.deliver(pk)
    guide.say(
        "出荷した事実を、聞く人へ届ける（本番ではワーカーが届けます）",
        *[f"{one.kind} → {one.listener}" for one in Telling.objects.filter(facts__0__order_id=order.pk)],
        by=telling.deliver,
    )
    mails = OutgoingMail.objects.filter(order=order)
    reports = ShipmentReport.objects.filter(order=order)
    guide.say(
        "購入者へのメールとモールへの報告を用意する（二度は書かれない）",
        *[f"メール: {mail.subject} → {mail.to}" for mail in mails],
        *[f"報告: {report.channel.name}・{report.tracking_number}" for report in reports],
        by=channels.note_shipped,
    )
    order.refresh_from_db()
    guide.out(f"\n    {order.number} は「{order.get_stage_display()}」になりました。歩み:")
    for event in order.events.order_by("id"):
        guide.out(f"      {event.at.astimezone(clock.JST):%H:%M:%S}  {event.text}")
