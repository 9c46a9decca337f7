"""From opened tables to groups with their translator (取込の段取り)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from hanjo.channels.malls import documents
from hanjo.channels.malls.amazon import translate_file as amazon
from hanjo.channels.malls.eccube import translate_file as eccube
from hanjo.channels.malls.generic import translate as generic
from hanjo.channels.malls.generic.mapping import GenericMapping
from hanjo.channels.malls.rakuten import translate_file as rakuten
from hanjo.channels.malls.yahoo import translate_file as yahoo
from hanjo.channels.reading import Table, group, scattered_keys
from hanjo.channels.terms import Format, RawGroup, Understood, UnreadableFile

_MALLS = {Format.RAKUTEN: rakuten, Format.AMAZON: amazon, Format.YAHOO: yahoo, Format.ECCUBE: eccube}
SURE = 60
_CHOOSE = "形式を選ぶか、「列の対応を決めた CSV・Excel」で列を割り当ててください。"


class Translates(Protocol):
    """What understands groups."""

    def understand(self, group: RawGroup) -> Understood:
        """What a group is."""


@dataclass(kw_only=True)
class Plan:
    """How one upload will be read."""

    format: Format
    headers: tuple[str, ...]  # kept beside the raw rows: a replay needs them
    translator: Translates
    tables: tuple[Table, ...]
    mapping: GenericMapping | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def format_label(self) -> str:
        """The format's Japanese name."""
        return self.format.label

    @property
    def encoding(self) -> str:
        """What the files are written in, for people."""
        return "、".join(dict.fromkeys(table.encoding for table in self.tables))

    @property
    def currency(self) -> str:
        """The currency of the amounts."""
        return self.mapping.currency if self.mapping else "JPY"

    def groups(self) -> Iterator[RawGroup]:
        """Every document of the upload, once; streamed (Yahoo!'s pair of files is held)."""
        if self.format is Format.YAHOO:
            yield from yahoo.pair(*_pair(self.tables))
            return
        for table in self.tables:
            if self.mapping is not None:
                key_of = generic.group_key(table.headers, self.mapping)
            else:
                key_of = _MALLS[self.format].group_key(table.headers)
            yield from group(table, key_of, scattered_keys(table, key_of))


def recognise(headers: Sequence[str]) -> list[tuple[Format, int]]:
    """The formats that a header may be, the surest first, with a certainty of 1 to 100."""
    found = [(word, mall.recognise(headers)) for word, mall in _MALLS.items()]
    return sorted(((word, sure) for word, sure in found if sure), key=lambda one: -one[1])


def translator_for(
    format: Format,
    headers: Sequence[str],
    *,
    mapping: GenericMapping | None = None,
    options: Mapping[str, Any] | None = None,
) -> Translates:
    """What understands the groups of a header, now or in a replay."""
    if (by_interface := documents.translator_by(headers)) is not None:
        return by_interface
    if format is Format.GENERIC:
        if mapping is None:
            raise UnreadableFile(name="", reason="列の対応が選ばれていません。", advice=_CHOOSE)
        return generic.Translator(headers, mapping=mapping)
    translator: Translates = _MALLS[format].Translator(headers, **(options or {}))
    return translator


def plan(
    tables: Sequence[Table],
    *,
    format: Format | None = None,
    mapping: GenericMapping | None = None,
    options: Mapping[str, Any] | None = None,
) -> Plan:
    """How the tables of one upload will be read; the format is found when it is not stated.

    Refuses with `UnreadableFile`: an unknown format, another format than the stated one, missing columns, several
    tables that do not belong together.
    """
    name = "、".join(table.name for table in tables)
    if not tables:
        raise UnreadableFile(name=name, reason="表がありません。", advice=_CHOOSE)
    found = format or (Format.GENERIC if mapping else _found(tables, name))
    headers = _headers(tables, found, name)
    _refuse_unfit(tables, found, headers, name, mapping)
    return Plan(
        format=found,
        headers=headers,
        translator=translator_for(found, headers, mapping=mapping, options=options),
        tables=tuple(tables),
        mapping=mapping if found is Format.GENERIC else None,
        warnings=[warning for table in tables for warning in table.warnings],
    )


def _found(tables: Sequence[Table], name: str) -> Format:
    guesses = recognise(tables[0].headers)
    if not guesses or guesses[0][1] < SURE:
        shown = "、".join(tables[0].headers.names[:6])
        raise UnreadableFile(
            name=name, reason=f"どの店舗の形式か分かりません（見出し: {shown} …）。", advice=_CHOOSE
        )
    return guesses[0][0]


def _headers(tables: Sequence[Table], format: Format, name: str) -> tuple[str, ...]:
    if format is Format.YAHOO:
        return yahoo.joined_headers(*_pair(tables))
    if len(tables) > 1:
        raise UnreadableFile(
            name=name,
            reason=f"表が {len(tables)} つあります。",
            advice="ファイルを 1 つずつ取り込んでください。",
        )
    return tables[0].headers.names


def _pair(tables: Sequence[Table]) -> tuple[Table | None, Table | None]:
    """Yahoo!'s order file and item file, whichever way round they came."""
    orders = [table for table in tables if not yahoo.is_items(table.headers)]
    items = [table for table in tables if yahoo.is_items(table.headers)]
    if len(orders) > 1 or len(items) > 1:
        raise UnreadableFile(
            name="、".join(table.name for table in tables),
            reason="注文の CSV と商品の CSV の組になっていません。",
            advice="注文の CSV を 1 つ、商品の CSV を 1 つ選んでください。",
        )
    return (orders[0] if orders else None), (items[0] if items else None)


def _refuse_unfit(
    tables: Sequence[Table], format: Format, headers: Sequence[str], name: str, mapping: GenericMapping | None
) -> None:
    if format is Format.GENERIC:
        lacking, reason = (generic.missing(headers, mapping) if mapping else []), ""
    else:
        mall = _MALLS[format]
        lacking, reason = mall.missing(headers), mall.unsupported(headers)
    if reason:
        raise UnreadableFile(name=name, reason=reason, advice="新しい形式のファイルを取り込んでください。")
    if lacking:
        guesses = [word for word, sure in recognise(tables[0].headers) if sure >= SURE and word is not format]
        other = f"「{guesses[0].label}」のファイルのようです。" if guesses else ""
        raise UnreadableFile(
            name=name,
            reason=f"「{format.label}」に必要な列がありません: {'、'.join(lacking)}。{other}",
            advice="ダウンロードの設定で列を加えるか、別の形式を選んでください。",
        )
