"""What can be done with many orders at once, and how it is taken back (一括操作).

Each verb takes a few orders and answers one outcome for each: the number, `ok` or the code of a refusal, the sentence,
and the change that can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hanjo.console.commands._fixes import apply_fixes
from hanjo.console.commands._mails import write_mails
from hanjo.fulfilment import commands as fulfilment
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.orders import commands as orders
from hanjo.orders.models import Change, Order
from hanjo.orders.terms import NothingToChange
from hanjo.payments import commands as payments

Outcome = list[object]  # number, "ok" or code, sentence, id of the change
Options = Mapping[str, str]
Act = Callable[[Sequence[str], Options, str, Actor], list[Outcome]]
OK = "ok"


@dataclass(frozen=True, slots=True)
class Verb:
    """One command over many orders."""

    name: str
    label: str
    permission: str
    done: str  # 保留にしました
    act: Act
    back: str = ""  # the verb that takes it back; "changes": each change is undone; "": it stays
    whole: bool = False  # all orders in one step: they belong together
    stays: str = ""  # what the dialog says when it cannot be taken back
    own_page: bool = False  # it is started from a page of its own, not from the board


def _fine(numbers: Sequence[str], text: str = "") -> list[Outcome]:
    return [[number, OK, text, 0] for number in numbers]


def _hold(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    orders.hold(numbers, because=options.get("because", ""), by=by)
    return _fine(numbers)


def _resume(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    orders.resume(numbers, by=by)
    return _fine(numbers)


def _cancel(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    orders.cancel(numbers, because=options.get("because", ""), by=by)
    return _fine(numbers)


def _restore(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    orders.restore(numbers, by=by)
    return _fine(numbers)


def _recheck(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    stage = dict(Order.objects.filter(number__in=numbers).values_list("number", "stage"))
    orders.recheck(list(Order.objects.filter(number__in=numbers).values_list("pk", flat=True)), by=by)
    after = {order.number: order for order in Order.objects.filter(number__in=numbers)}
    moved = {n: o.get_stage_display() for n, o in after.items() if o.stage != stage.get(n)}
    return [[n, OK, f"{moved[n]}へ" if n in moved else "", 0] for n in numbers]


def _merge(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    leader = orders.merge(numbers, by=by, drop_shipping=options.get("drop_shipping") == "1")
    made = Change.objects.filter(order__number__in=numbers, verb="merge", undone_at__isnull=True)
    ids = dict(made.values_list("order__number", "pk"))
    return [[n, OK, f"{leader} と一緒に送る" if n != leader else "代表", ids.get(n, 0)] for n in numbers]


def _paid(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for order in Order.objects.filter(number__in=numbers).order_by("id"):
        owed = order.total_yen - order.paid_yen
        payments.receive_money(
            order.number,
            owed,
            received_on=clock.business_date(),
            key=f"bulk:{key}:{order.number}",
            note="まとめて入金済みに",
            by=by,
        )
        outcomes.append([order.number, OK, f"{owed:,} 円", 0])
    return outcomes


def _change(number: str, fields: Mapping[str, object], by: Actor) -> Outcome:
    try:
        return [number, OK, "", orders.change(number, fields, by=by).pk]
    except NothingToChange:
        return [number, OK, "変わりません", 0]


def _assign(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    return [_change(number, {"assignee": options.get("assignee", "")}, by) for number in numbers]


def _tag(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    tag, off = options.get("tag", "").strip()[:20], options.get("off") == "1"
    had = dict(Order.objects.filter(number__in=numbers).values_list("number", "tags"))
    outcomes = []
    for number in numbers:
        kept = [word for word in had.get(number, []) if word != tag]
        outcomes.append(_change(number, {"tags": kept if off else [*kept, tag]}, by))
    return outcomes


def _service(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    return [_change(number, {"service": options.get("service", "")}, by) for number in numbers]


def _let_pass(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    from hanjo.console.commands.let_pass import lift_stops  # it starts runs of this table

    return lift_stops(numbers, options, key, by)


def _instruct(numbers: Sequence[str], options: Options, key: str, by: Actor) -> list[Outcome]:
    from hanjo.fulfilment.terms import WaveKind

    kind = options.get("kind", "")
    answer = fulfilment.instruct(
        numbers, by=by, key=f"bulk:{key}", kind=WaveKind(kind) if kind in set(WaveKind) else WaveKind.CARRIER
    )
    refused = {one.number: one for one in answer.refused}
    return [
        [n, "cannot_ship", refused[n].reason, 0]
        if n in refused
        else [n, OK, f"ウェーブ {answer.waves_of(n)}", 0]
        for n in numbers
    ]


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "instruct",
            "出荷指示",
            "fulfilment.instruct",
            "出荷指示しました",
            _instruct,
            whole=True,
            stays="取り消しは出荷デスクから、送り状を作るまでできます。",
        ),
        Verb("hold", "保留にする", "orders.hold", "保留にしました", _hold, back="resume"),
        Verb("resume", "保留を解く", "orders.resume", "保留を解きました", _resume, back="hold"),
        Verb("tag", "タグ", "orders.change", "タグを変えました", _tag, back="changes"),
        Verb("assign", "担当", "orders.change", "担当を変えました", _assign, back="changes"),
        Verb("service", "配送方法", "orders.change", "配送方法を変えました", _service, back="changes"),
        Verb(
            "fixes",
            "提案どおりに直す",
            "orders.apply_fix",
            "提案どおりに直しました",
            apply_fixes,
            back="changes",
            own_page=True,
        ),
        Verb(
            "let_pass",
            "今後は止めない",
            "orders.save_check",
            "止めずに進めました",
            _let_pass,
            stays="確認待ちの画面から元に戻せます。",
            own_page=True,
        ),
        Verb(
            "mail",
            "メール",
            "channels.queue_mails",
            "メールを送信待ちに入れました",
            write_mails,
            stays="送ったメールは取り消せません。",
        ),
        Verb("merge", "同梱", "orders.merge", "同梱にしました", _merge, back="changes", whole=True),
        Verb("recheck", "再チェック", "orders.recheck", "再チェックしました", _recheck),
        Verb(
            "paid",
            "入金済みにする",
            "payments.receive_money",
            "入金済みにしました",
            _paid,
            stays="入金の記録は消せません。まちがえたときは、受注の画面で返金を記録します。",
        ),
        Verb("cancel", "取消", "orders.cancel", "取り消しました", _cancel, back="restore"),
        Verb("restore", "取消を戻す", "orders.restore", "取消を戻しました", _restore, back="cancel"),
    )
}
