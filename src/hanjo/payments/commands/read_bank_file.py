"""Read a bank file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from hanjo.kernel import audit
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.text import digits, narrow
from hanjo.payments import queries, rules
from hanjo.payments.commands.match_line import match_line
from hanjo.payments.models import BankLine

DAY = ("日付", "取引日", "取扱日付", "入金日", "お取引日", "年月日")
PAYER = ("摘要", "摘要(カナ)", "振込依頼人名", "お取引内容", "内容", "依頼人名")
AMOUNT = ("入金額", "お預り金額", "入金金額", "お預入金額", "預入額")
CERTAIN = 95


class NotABankFile(Refusal):
    """The file has no columns for day, payer and amount."""

    code = "not_a_bank_file"
    message = "入金明細として読めませんでした: {reason}"
    fix = "日付・摘要・入金額の列がある CSV を選んでください。"


@dataclass(kw_only=True)
class BankRead:
    """What became of a bank file: new lines, lines known before, payments made, rows refused."""

    new: int = 0
    known: int = 0
    paid: int = 0
    refused: list[str] = field(default_factory=list)


@command("payments.read_bank_file", "入金明細の取込")
def read_bank_file(data: bytes, *, account: str = "", by: Actor) -> BankRead:
    """Take in a bank statement; what surely pays an order pays it, the rest waits with suggestions (入金明細の取込).

    Columns are found by their usual names, withdrawals left out. The same line again, in this file or another,
    counts once. A bad row costs that row only.
    """
    lines, answer = _lines(data)
    seen: Counter[str] = Counter()
    waiting = queries.waiting()
    for day, payer, amount, raw in lines:
        stem = f"{account}:{day}:{narrow(payer)}:{amount}"
        seen[stem] += 1
        line, created = BankLine.objects.get_or_create(
            key=f"{stem}:{seen[stem]}"[:120],
            defaults={"received_on": day, "payer": payer[:120], "amount_yen": amount, "raw": raw},
        )
        answer.new += created
        answer.known += not created
        if not created:
            continue
        guesses = rules.match(payer, amount, day, waiting)
        line.suggested = [asdict(guess) for guess in guesses]
        line.save(update_fields=["suggested"])
        best = guesses[0] if guesses else None
        alone = len([guess for guess in guesses if guess.score >= CERTAIN]) == 1
        if best is not None and best.score >= CERTAIN and alone and "少ない" not in best.because:
            match_line(line.pk, best.number, by=by)
            waiting = [order for order in waiting if order.number != best.number]
            answer.paid += 1
    audit.record(by, "payments.read_bank_file", [], new=answer.new, known=answer.known, paid=answer.paid)
    return answer


def _lines(data: bytes) -> tuple[list[tuple[date, str, int, str]], BankRead]:
    text = _decode(data)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    at, columns = _columns(rows)
    answer, found = BankRead(), []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            day, payer, amount = (row[column] for column in columns)
            yen = int(digits(amount) or "0")
            if yen:
                found.append((_day(day), payer.strip(), yen, ",".join(row)))
        except (IndexError, ValueError):
            answer.refused.append(f"{number} 行目: 日付か金額を読めません（{' / '.join(row)[:80]}）")
    return found, answer


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932", "euc_jp"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotABankFile(reason="文字コードが分かりません")


def _columns(rows: list[list[str]]) -> tuple[int, tuple[int, int, int]]:
    for at, row in enumerate(rows[:20]):
        names = [narrow(cell) for cell in row]
        places = [
            next((names.index(narrow(name)) for name in wanted if narrow(name) in names), -1)
            for wanted in (DAY, PAYER, AMOUNT)
        ]
        if min(places) >= 0:
            return at, (places[0], places[1], places[2])
    raise NotABankFile(reason="見出しの行が見つかりません")


def _day(text: str) -> date:
    cleaned = (
        narrow(text)
        .replace("年", "-")
        .replace("月", "-")
        .replace("日", "")
        .replace("/", "-")
        .replace(".", "-")
    )
    if cleaned.isdigit() and len(cleaned) == 8:
        cleaned = f"{cleaned[:4]}-{cleaned[4:6]}-{cleaned[6:]}"
    return datetime.strptime(cleaned, "%Y-%m-%d").date()  # noqa: DTZ007  # a bank's day has no zone
