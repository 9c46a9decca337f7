"""Which strike-through price the law accepts (景品表示法・二重価格表示).

Source: the Consumer Affairs Agency's guideline on price displays (不当な価格表示についての景品表示法上の考え方),
part 4: a past price must have been charged for more than half of the last eight weeks (or of the whole history, if
that is shorter), for two weeks altogether, and less than two weeks ago.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hanjo.kernel.clock import business_date
from hanjo.pricing.terms import Finding, Period

WINDOW = timedelta(weeks=8)
LEAST = timedelta(weeks=2)
LATEST_DAYS = 14
MANUFACTURER_IS_CURRENT = timedelta(days=180)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What is known of a maker's price: what the product master says now, and who saw it published, where, when."""

    stored_yen: int | None
    source: str
    seen_on: date | None


def past(reference_yen: int, periods: Sequence[Period], at: datetime) -> Finding:
    """Judge "通常価格 X": what was charged in the eight weeks before a moment (過去の販売価格).

    `periods` is the price history of one SKU in one channel. For a sale with a fixed end the moment is its start;
    a sale without one is judged anew every day, and its own days count against it.
    """
    known = [one for one in periods if one.from_at < at and one.price_yen is not None]
    if not known:
        return Finding(
            passed=False, reason="販売価格の記録がありません。", evidence={"reference_yen": reference_yen}
        )
    begin = max(at - WINDOW, min(one.from_at for one in known))
    sold, charged, last = timedelta(), timedelta(), None
    for one in known:
        until = min(one.until_at or at, at)
        spent = max(until - max(one.from_at, begin), timedelta())
        sold += spent
        if one.price_yen == reference_yen and spent:
            charged += spent
            last = until if last is None else max(last, until)
    evidence: dict[str, object] = {
        "reference_yen": reference_yen,
        "window_from": begin.isoformat(),
        "window_until": at.isoformat(),
        "sold_minutes": int(sold.total_seconds() // 60),
        "charged_minutes": int(charged.total_seconds() // 60),
        "last_at": last.isoformat() if last else "",
    }
    if last is None:
        return Finding(passed=False, reason="過去 8 週間に、この価格で販売していません。", evidence=evidence)
    ago = (business_date(at) - business_date(last - timedelta(microseconds=1))).days
    evidence["last_day_ago"] = ago
    if charged * 2 <= sold:
        reason = f"過去 8 週間の販売期間 {_days(sold)} のうち、この価格は {_days(charged)} で、半分を超えていません。"
        return Finding(passed=False, reason=reason, evidence=evidence)
    if charged < LEAST:
        reason = f"この価格で販売したのは通算 {_days(charged)} で、2 週間に足りません。"
        return Finding(passed=False, reason=reason, evidence=evidence)
    if ago >= LATEST_DAYS:
        reason = f"この価格で最後に販売した日から {ago} 日が過ぎています（2 週間未満であることが必要です）。"
        return Finding(passed=False, reason=reason, evidence=evidence)
    reason = f"過去 8 週間の販売期間 {_days(sold)} のうち {_days(charged)}、最後に販売した日は {ago} 日前。"
    return Finding(passed=True, reason=reason, evidence=evidence)


def msrp(reference_yen: int, known: Seen, at: datetime) -> Finding:
    """Judge "メーカー希望小売価格 X": published now, and somebody wrote down where and when they saw it."""
    evidence: dict[str, object] = {
        "reference_yen": reference_yen,
        "stored_yen": known.stored_yen,
        "source": known.source,
        "seen_on": known.seen_on.isoformat() if known.seen_on else "",
    }
    why = ""
    if known.stored_yen != reference_yen:
        why = "商品マスタの希望小売価格と一致しません。"
    elif not known.source or known.seen_on is None:
        why = "公表されている場所（カタログ・URL）と確認した日が必要です。"
    elif business_date(at) - known.seen_on > MANUFACTURER_IS_CURRENT:
        why = "公表を確認してから 180 日が過ぎています。もう一度確かめてください。"
    return Finding(passed=not why, reason=why or f"{known.source}（{known.seen_on} 確認）", evidence=evidence)


def future(reference_yen: int, plan: Period | None, sale_until: datetime | None) -> Finding:
    """Judge "セール後 X": a decided price that begins when the sale ends, watched for two weeks (将来の販売価格)."""
    evidence: dict[str, object] = {"reference_yen": reference_yen}
    why = ""
    if sale_until is None:
        why = "終わりの決まったセールにだけ表示できます。"
    elif plan is None or plan.price_yen != reference_yen:
        why = "この価格での販売予定が登録されていません。"
    elif plan.from_at > sale_until + timedelta(days=1):
        why = "予定価格が、セールの終わりから始まりません。"
    elif plan.until_at is None or plan.until_at - plan.from_at < LEAST:
        why = "予定価格で 2 週間以上販売する計画が必要です。"
    if plan is not None:
        evidence |= {"from_at": plan.from_at.isoformat()}
    return Finding(passed=not why, reason=why or "セール後の販売予定を登録済み。", evidence=evidence)


def member(reference_yen: int, regular_yen: int, ranks: Sequence[str]) -> Finding:
    """Judge "一般価格 X" beside a members' price: it is what everybody else pays today (会員価格)."""
    evidence: dict[str, object] = {
        "reference_yen": reference_yen,
        "regular_yen": regular_yen,
        "ranks": list(ranks),
    }
    why = ""
    if not ranks:
        why = "会員だけのセールにだけ表示できます。"
    elif regular_yen != reference_yen:
        why = f"一般の方の現在の価格は {regular_yen:,}円です。"
    return Finding(passed=not why, reason=why or "一般の方の現在の価格です。", evidence=evidence)


def broken_plans(plan: Period, periods: Sequence[Period], now: datetime) -> Finding:
    """Tell whether a price that a claim named for the future is really charged, two weeks long (将来価格の見張り)."""
    end = min(now, plan.until_at or now)
    below = [
        one
        for one in periods
        if max(one.from_at, plan.from_at) < min(one.until_at or end, end)
        and one.price_yen is not None
        and one.price_yen < (plan.price_yen or 0)
    ]
    evidence: dict[str, object] = {"planned_yen": plan.price_yen, "lower": [one.price_yen for one in below]}
    if below:
        reason = f"予告した {plan.price_yen:,}円より低い {below[0].price_yen:,}円で販売しています。"
        return Finding(passed=False, reason=reason, evidence=evidence)
    return Finding(passed=True, reason="予告した価格で販売しています。", evidence=evidence)


def _days(span: timedelta) -> str:
    days = span.total_seconds() / 86_400
    return f"{days:.0f} 日" if days == int(days) else f"{days:.1f} 日"
