"""Save the shop's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.tax import Rounding
from hanjo.pricing.models import TermsPart
from hanjo.pricing.rules import parts as rules
from hanjo.pricing.terms import BadTerms, Bracket, Fare, Part, PointRule, RemoteArea, Wrapping


@command("pricing.save_shipping_table", "送料表の登録")
def save_shipping_table(
    fares: Sequence[Fare],
    *,
    by: Actor,
    remotes: Sequence[RemoteArea] = (),
    rides: Sequence[tuple[str, str]] = (),
    mail_pieces: int = 0,
    remote_is_waived: bool = False,
    from_at: datetime | None = None,
) -> TermsPart:
    """Put a shipping table in force, now or from a moment on (送料表の登録).

    The table in force before stays as it was for the orders it priced. The same table again changes nothing.
    Refuses a table that leaves a prefecture of a temperature without a fare, and two fares for the same parcel.
    """
    reason = rules.bad_fares(fares)
    if reason:
        raise BadTerms(part=Part.SHIPPING.label, reason=reason)
    body = {
        "fares": [asdict(fare) for fare in fares],
        "remotes": [asdict(area) for area in remotes],
        "rides": [list(pair) for pair in rides],
        "mail_pieces": mail_pieces,
        "remote_is_waived": remote_is_waived,
    }
    return _put(Part.SHIPPING, body, from_at, by)


@command("pricing.save_fees", "手数料表の登録")
def save_fees(
    brackets: Sequence[Bracket],
    *,
    by: Actor,
    boxed_kinds: Sequence[str] = ("cod",),
    single_stop_kinds: Sequence[str] = ("cod",),
    from_at: datetime | None = None,
) -> TermsPart:
    """Put the fees of the ways to pay in force, by the amount of the order (手数料表の登録)."""
    ends = [(bracket.pay_kind, bracket.to_yen) for bracket in brackets]
    if len(set(ends)) < len(ends) or any(bracket.yen < 0 for bracket in brackets):
        raise BadTerms(part=Part.FEES.label, reason="同じ金額の区分が 2 つあるか、手数料が負の値です。")
    body = {
        "brackets": [asdict(bracket) for bracket in brackets],
        "boxed_kinds": list(boxed_kinds),
        "single_stop_kinds": list(single_stop_kinds),
    }
    return _put(Part.FEES, body, from_at, by)


@command("pricing.save_wrappings", "ラッピング・のしの登録")
def save_wrappings(wrappings: Sequence[Wrapping], *, by: Actor, from_at: datetime | None = None) -> TermsPart:
    """Put the wrappings and noshi that buyers may choose in force, with their prices (ラッピング・のしの登録)."""
    codes = [one.code for one in wrappings]
    if len(set(codes)) < len(codes) or any(one.yen < 0 or not one.code or not one.label for one in wrappings):
        raise BadTerms(
            part=Part.WRAPPING.label, reason="コードが重なっているか、名前か価格が正しくありません。"
        )
    return _put(Part.WRAPPING, {"wrappings": [asdict(one) for one in wrappings]}, from_at, by)


@command("pricing.save_point_rule", "ポイント設定の登録")
def save_point_rule(rule: PointRule, *, by: Actor, from_at: datetime | None = None) -> TermsPart:
    """Put a point rule in force: rates by rank, minimum, cap (ポイント設定の登録)."""
    rates = [rule.rate, *rule.rates.values()]
    if any(not 0 <= rate <= 10_000 for rate in rates) or not 0 <= rule.cap_percent <= 100 or rule.minimum < 1:
        raise BadTerms(part=Part.POINTS.label, reason="付与率・上限は 0〜100%、最低利用は 1 以上です。")
    return _put(Part.POINTS, {"points": asdict(rule)}, from_at, by)


@command("pricing.save_rounding", "税の端数の設定")
def save_rounding(
    rounding: str, *, by: Actor, standard_rate: int = 10, from_at: datetime | None = None
) -> TermsPart:
    """Say how the shop rounds tax, and the rate of shipping, fees and wrapping, from a moment on (税の端数の設定)."""
    if rounding not in {one.value for one in Rounding}:
        raise BadTerms(part=Part.TAX.label, reason="切り捨て・四捨五入・切り上げから選んでください。")
    return _put(Part.TAX, {"rounding": rounding, "standard_rate": standard_rate}, from_at, by)


def _put(part: Part, body: Mapping[str, Any], from_at: datetime | None, by: Actor) -> TermsPart:
    now = clock.now()
    at = max(from_at or now, now)
    last = TermsPart.objects.filter(part=part).order_by("-from_at").first()
    if last is not None and last.body == rules.plain(body) and last.from_at <= at:
        return last
    row = TermsPart.objects.create(part=part, from_at=at, body=rules.plain(body), made_by=str(by))
    audit.record(by, f"pricing.save_{part.value}", [f"terms:{row.pk}"], from_at=at.isoformat())
    return row
