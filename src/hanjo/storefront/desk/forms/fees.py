"""What the page of shipping and fees sends, read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from hanjo.kernel.text import narrow
from hanjo.pricing.terms import Bracket, Fare, RemoteArea, Terms, Wrapping

TEMPERATURES = (("normal", "常温"), ("chilled", "冷蔵"), ("frozen", "冷凍"))


class Unreadable(ValueError):
    """A cell that is no amount; the text says which."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One row of the shipping table: prefectures that cost the same."""

    label: str
    prefectures: str
    yen: dict[str, int | str]


def zones_of(terms: Terms) -> tuple[list[Zone], list[Fare]]:
    """The table as rows of zones, and the fares that no row can hold (by size, by service)."""
    rows: dict[tuple[str, tuple[str, ...]], dict[str, int | str]] = {}
    rest = []
    for fare in terms.fares:
        if fare.mail_size:
            continue
        if fare.size_to or fare.service:
            rest.append(fare)
            continue
        rows.setdefault((fare.zone, fare.prefectures), {})[fare.temperature] = fare.yen
    made = [Zone(label, " ".join(names), yen) for (label, names), yen in rows.items()]
    return made, rest


def fares_of(sent: QueryDict, kept: Sequence[Fare]) -> list[Fare]:
    """The fares that were typed, with those that the page cannot show (送料表)."""
    free = amount(sent.get("free_from", ""), "送料無料の金額")
    labels, names = sent.getlist("zone"), sent.getlist("prefectures")
    made = []
    for temperature, word in TEMPERATURES:
        for label, where, text in zip(labels, names, sent.getlist(temperature), strict=False):
            yen = amount(text, f"{label}の{word}")
            if yen is not None:
                made.append(
                    Fare(
                        yen=yen,
                        zone=label.strip(),
                        prefectures=tuple(narrow(where).replace("、", " ").replace(",", " ").split()),
                        temperature=temperature,
                        free_from_yen=free if temperature == "normal" else None,
                    )
                )
    mail = amount(sent.get("mail_yen", ""), "メール便")
    if mail is not None:
        made.append(Fare(yen=mail, zone="全国", mail_size=True, free_from_yen=free))
    return [*made, *kept]


def remotes_of(sent: QueryDict) -> list[RemoteArea]:
    """Far islands by the beginnings of their postal codes (離島の追加送料)."""
    made = []
    rows = zip(sent.getlist("r_label"), sent.getlist("r_postals"), sent.getlist("r_yen"), strict=False)
    for label, postals, text in rows:
        codes = tuple(narrow(postals).replace("-", "").replace(",", " ").split())
        yen = amount(text, f"{label}の追加送料")
        if codes and yen is not None:
            if not all(code.isdigit() and 3 <= len(code) <= 7 for code in codes):
                raise Unreadable(f"{label}の郵便番号は、先頭 3〜7 桁の数字を空白で区切ってください。")
            made.append(RemoteArea(postals=codes, yen=yen, label=label.strip() or "離島"))
    return made


def brackets_of(sent: QueryDict) -> list[Bracket]:
    """Fees by way to pay and amount; an empty end means any amount (手数料表)."""
    made = []
    rows = zip(sent.getlist("pay_kind"), sent.getlist("to_yen"), sent.getlist("fee_yen"), strict=False)
    for kind, end, text in rows:
        yen = amount(text, "手数料")
        if kind and yen is not None:
            made.append(Bracket(pay_kind=kind, yen=yen, to_yen=amount(end, "上限の金額")))
    return made


def wrappings_of(sent: QueryDict) -> list[Wrapping]:
    """Wrappings, noshi and bags with their price (ラッピング・のし)."""
    made = []
    rows = zip(*(sent.getlist(name) for name in ("w_code", "w_label", "w_yen", "w_kind")), strict=False)
    for code, label, text, kind in rows:
        if code.strip() or label.strip():
            yen = amount(text, label) or 0
            made.append(
                Wrapping(
                    code=narrow(code).strip(),
                    label=label.strip(),
                    yen=yen,
                    noshi=kind == "noshi",
                    bag=kind == "bag",
                )
            )
    return made


def amount(text: str, what: str) -> int | None:
    """A figure of yen; None for an empty cell."""
    clean = narrow(text).replace(",", "").replace("円", "").strip()
    if not clean:
        return None
    if not clean.isdigit() or len(clean) > 9:
        raise Unreadable(f"{what}は、金額を数字で入れてください（「{text[:20]}」は読めません）。")
    return int(clean)
