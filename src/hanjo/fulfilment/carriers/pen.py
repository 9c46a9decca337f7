"""The hand that writes one label's fields and remembers what it had to do (送り状の1行を書く).

Whatever cannot be written as it is becomes a refusal of this label, naming the field, its length and its
limit; the carrier's writer carries on to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import jaconv

from hanjo.fulfilment.carriers import charset
from hanjo.fulfilment.carriers.fitting import fit, join
from hanjo.fulfilment.carriers.terms import LabelPolicy, LabelWarning, Party, RefusedLabel, Replacement
from hanjo.kernel.text import digits, katakana, narrow

Slot = tuple[str, int]
_PHONE = re.compile(r"[0-9][0-9-]{7,}[0-9]")
_KEY = re.compile(r"[0-9A-Za-z-]{1,16}")


class Pen:
    def __init__(self, key: str, policy: LabelPolicy, *, unicode: bool = False) -> None:
        self.key = key
        self.policy = policy
        self.unicode = unicode
        self.replacements: list[Replacement] = []
        self.warnings: list[LabelWarning] = []
        self.refusals: list[RefusedLabel] = []
        self._own = dict(policy.substitutes)

    def refuse(self, field: str, reason: str, length: int | None = None, limit: int | None = None) -> str:
        self.refusals.append(RefusedLabel(self.key, field, reason, length, limit))
        return ""

    def warn(self, field: str, text: str) -> None:
        self.warnings.append(LabelWarning(self.key, field, text))

    def too_long(self, field: str, length: int, limit: int) -> str:
        reason = f"{field}が長すぎます（半角{length}文字分、上限は{limit}）。短くしてから作り直してください。"
        return self.refuse(field, reason, length, limit)

    def text(self, field: str, value: str, limit: int, *, required: bool = False) -> str:
        """One field that must hold the whole text."""
        written = self._safe(field, self._write(field, value))
        if required and not written:
            return self.refuse(field, f"{field}がありません。入力してから作り直してください。")
        length = charset.width(written)
        return self.too_long(field, length, limit) if length > limit else written

    def spread(
        self, field: str, pieces: Sequence[str], slots: Sequence[Slot], *, required: bool = False
    ) -> list[str]:
        """Several fields that hold one text together, divided at sensible places."""
        written = [self._write(field, piece) for piece in pieces]
        nothing = [""] * len(slots)
        if required and not any(written):
            self.refuse(field, f"{field}がありません。入力してから作り直してください。")
            return nothing
        parts = fit(written, [limit for _, limit in slots])
        if parts is not None:
            parts = [self._safe(name, part) for (name, _), part in zip(slots, parts, strict=True)]
        if parts is None or any(
            charset.width(part) > slot[1] for part, slot in zip(parts, slots, strict=True)
        ):
            text, _ = join([piece for piece in written if piece])
            self.too_long(field, charset.width(text), sum(limit for _, limit in slots))
            return nothing
        return parts

    def contents(self, items: Sequence[str], slots: Sequence[Slot], *, required: bool = False) -> list[str]:
        """What is in the parcel, a name per field; what does not fit is counted (品名・ほか3点), with a
        warning.
        """
        names = [name for name in (self._write("品名", item) for item in items) if name]
        if not names:
            return self.spread("品名", [], slots, required=required)
        out = [""] * len(slots)
        for place, (field, limit) in enumerate(slots[: len(names)]):
            left_over = len(names) - len(slots) if place == len(slots) - 1 else 0
            tail = f"ほか{left_over}点" if left_over > 0 else ""
            out[place] = self._safe(
                field, self._shorten(field, names[place], limit - charset.width(tail)) + tail
            )
            if charset.width(out[place]) > limit:
                self.too_long(field, charset.width(out[place]), limit)
        return out

    def customer_key(self, field: str) -> str:
        if not _KEY.fullmatch(self.key):
            return self.refuse(
                field,
                f"{field}「{self.key}」は半角英数字とハイフン16文字以内にしてください。",
                len(self.key),
                16,
            )
        return self.key

    def postal(self, field: str, value: str) -> str:
        number = digits(value)
        if len(number) != 7:
            return self.refuse(field, f"{field}「{value}」は7桁の郵便番号ではありません。", len(number), 7)
        return f"{number[:3]}-{number[3:]}"

    def phone(self, field: str, value: str, limit: int, *, required: bool = True) -> str:
        number = re.sub(r"^(\+|0{2}|010-?)81-?\(?0?\)?", "0", re.sub(r"\s", "", narrow(value)))
        number = number.replace("(", "-").replace(")", "-").strip("-").replace("--", "-")
        if not number and not required:
            return ""
        if not _PHONE.fullmatch(number):
            return self.refuse(
                field, f"{field}「{value}」を電話番号として読めません。数字とハイフンで入力してください。"
            )
        if len(number) > limit:
            number = number.replace("-", "")
        return self.too_long(field, len(number), limit) if len(number) > limit else number

    def kana(self, field: str, value: str, limit: int) -> str:
        """A reading in half-width kana; it only helps sorting, so one that cannot be written is left out and told."""
        reading = jaconv.z2h(katakana(value), kana=True, ascii=True, digit=True)
        if charset.write(reading, self._own).impossible or charset.width(reading) > limit:
            self.warn(field, f"フリガナ「{value}」は書けないため入れませんでした（上限は半角{limit}文字）。")
            return ""
        return self.text(field, reading, limit)

    def day(self, value: date | None, style: str) -> str:
        return "" if value is None else value.strftime(style)

    def _write(self, field: str, value: str) -> str:
        written = charset.write(
            value.strip(), self._own, beyond_jis=self.policy.replace_beyond_jis, unicode=self.unicode
        )
        for before, after in written.changed:
            self.replacements.append(Replacement(self.key, field, before, after))
        if written.impossible:
            found = "、".join(charset.describe(character) for character in dict.fromkeys(written.impossible))
            self.refuse(
                field,
                f"{field}の{found}は、この運送会社のデータに書けません。置き換える文字を決めてください。",
            )
        return re.sub(r"[ 　]{2,}", " ", written.text).strip(" 　")

    def _safe(self, field: str, text: str) -> str:
        safe, change = charset.disarm(text)
        if change:
            self.replacements.append(Replacement(self.key, field, *change))
        return safe

    def _shorten(self, field: str, name: str, limit: int) -> str:
        room = limit - (1 if name[:1] in {"=", "+", "-", "@"} else 0)
        if charset.width(name) <= room:
            return name
        if not self.policy.shorten_contents:
            return self.too_long(field, charset.width(name), limit)
        short = name
        while charset.width(short) > room:
            short = short[:-1]
        at = max(short.rfind(mark) for mark in " 　（(［[【・/／")
        short = (short[:at] if at >= len(short) // 2 else short).rstrip(" 　（(［[【・/／")
        self.warn(field, f"品名を短くしました：「{name}」→「{short}」")
        return short


def address_pieces(party: Party) -> tuple[str, str, str]:
    """An address in the three pieces between which a break reads well (住所の区切り)."""
    return (f"{party.prefecture}{party.city}", party.street, party.building)
