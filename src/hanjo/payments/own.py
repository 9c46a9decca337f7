"""What the house does without a payment company: own bank account, cash on delivery, nothing to pay (自店の決済)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from hanjo.kernel.clock import JST
from hanjo.kernel.speech import say
from hanjo.payments.terms import IntentState, Method, Next

BANK_ACCOUNT = "payments.bank_account"  # the fields below; empty: no transfer is offered
DAYS = "payments.bank_days"  # how many days a buyer has for a transfer
METHODS = "payments.own_methods"  # which of the own methods the shop offers
ORDER = "payments.method_order"  # in which order buyers meet them; what is not named comes after
ACCOUNT_FIELDS = (
    ("bank", "銀行名"),
    ("branch", "支店名"),
    ("kind", "預金種目"),
    ("number", "口座番号"),
    ("holder", "口座名義"),
)


def reference(intent_id: int) -> str:
    """The six digits that a payer writes before the name, so that the transfer finds its order (振込番号).

    They run through the whole range before one comes again, and neighbours look different.
    """
    return f"{intent_id * 387_421 % 900_000 + 100_000:06d}"


def end_of_day(day: date) -> datetime:
    """The last second of a day in Tokyo."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=JST).astimezone(UTC)


def start(
    method: Method,
    *,
    amount_yen: int,
    reference: str,
    expires_at: datetime | None,
    account: Mapping[str, str],
) -> tuple[IntentState, Next]:
    """What follows at once from choosing a method that needs no payment company."""
    if method == Method.FREE:
        return IntentState.CAPTURED, Next(kind="done", message=say("お支払いはありません。"))
    if method == Method.COD:
        return IntentState.WAITING, Next(
            kind="done", message=say("商品と引き換えに、配達員へお支払いください。")
        )
    lines = [(say(label), account[name]) for name, label in ACCOUNT_FIELDS if account.get(name)]
    lines += [
        (say("お振込金額"), say("{amount_yen:,} 円", amount_yen=amount_yen)),
        (
            say("振込依頼人名"),
            say(
                "お名前の前に {reference} を付けてください（例: {reference} ヤマダ タロウ）",
                reference=reference,
            ),
        ),
    ]
    if expires_at is not None:
        day = expires_at.astimezone(JST)
        lines.append(
            (say("お支払期限"), say("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day))
        )
    message = say("下の口座へお振り込みください。振込手数料はお客様のご負担です。")
    return IntentState.WAITING, Next(
        kind="instructions", lines=tuple(lines), expires_at=expires_at, message=message
    )
