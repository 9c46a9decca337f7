"""A layout as data: header, what the column says, how wide it is (取込フィルタの写し).

A column's expression is one word: a field of the label (`key`, `recipient.name.1`, `window` …), `="text"`
as a constant (`=0`), or nothing for an empty column. `recipient.address.1`, `.2`, `.3` share one address
and divide it by their widths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHARED = ("recipient.address", "recipient.name", "sender.address", "sender.name", "contents")
SINGLE = frozenset(
    {
        "key", "ship_on", "deliver_on", "window", "temperature", "payment", "mail_kind", "parcels",
        "slip_kind",
        "cod_yen", "cod_tax_yen", "size", "weight_g", "note", "handling.fragile", "handling.perishable",
        "handling.bottles", "handling.this_side_up", "handling.no_stacking", "recipient.postal",
        "recipient.phone",
        "recipient.honorific", "recipient.honorific_code", "recipient.kana", "sender.postal",
        "sender.phone", "sender.honorific",
    }
)  # fmt: skip
#: Without these a label loses something the buyer asked for or the result cannot be matched.
NEEDED = ("key", "recipient.postal", "recipient.address.1", "recipient.name.1", "window", "deliver_on")
ENCODINGS = frozenset({"cp932", "utf-8-sig"})
_SHARED = re.compile(r"(recipient\.address|recipient\.name|sender\.address|sender\.name|contents)\.([1-9])")


@dataclass(frozen=True)
class Column:
    header: str
    expression: str = ""
    width: int = 40
    checked: bool = False  # against the carrier's own paper or software


@dataclass(frozen=True)
class Template:
    code: str
    name: str
    columns: tuple[Column, ...]
    header: bool = False
    encoding: str = "cp932"
    source: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def slots(self, stem: str) -> list[tuple[int, Column]]:
        """The columns that share one text, in the order of their number."""
        found = [
            (int(match[2]), position)
            for position, column in enumerate(self.columns)
            if (match := _SHARED.fullmatch(column.expression)) and match[1] == stem
        ]
        return [(position, self.columns[position]) for _, position in sorted(found)]

    def has(self, expression: str) -> bool:
        return any(column.expression == expression for column in self.columns)


def problems(template: Template) -> list[str]:
    """Say everything that is wrong with a template a person edited; empty when it can be used
    (テンプレートの確認).
    """
    found: list[str] = []
    for number, column in enumerate(template.columns, start=1):
        where = f"{number}列目「{column.header}」"
        if not known(column.expression):
            found.append(f"{where}：「{column.expression}」という項目はありません。")
        if column.width < 1:
            found.append(f"{where}：幅は1以上にしてください。")
    for needed in NEEDED:
        if not template.has(needed):
            found.append(f"「{needed}」の列がありません。追加しないと、送り状からその情報が失われます。")
    if template.encoding not in ENCODINGS:
        found.append(f"文字コード「{template.encoding}」は使えません（cp932 か utf-8-sig）。")
    for expression in {
        column.expression for column in template.columns if _SHARED.fullmatch(column.expression)
    }:
        if sum(column.expression == expression for column in template.columns) > 1:
            found.append(f"「{expression}」の列が2つあります。")
    return found


def known(expression: str) -> bool:
    return (
        not expression
        or expression.startswith("=")
        or expression in SINGLE
        or bool(_SHARED.fullmatch(expression))
    )
