"""What the shop's own text must be before it is kept (文面の確かめ). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hanjo.channels import mail
from hanjo.channels.letters.occasion import Occasion, example
from hanjo.channels.letters.steps import order_example
from hanjo.channels.terms import BadTemplate

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")
_WIDE = re.compile(r"｛｛|｝｝|｛%|%｝")
_SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_.]+)\s*\}(?!\})")


def sample(occasion: Occasion, language: str, *, bare: bool = False) -> dict[str, Any]:
    """Made-up values for one kind of letter (見本の値)."""
    make = order_example if occasion.of_order else None
    return make(language, bare=bare) if make else example(occasion, language, bare=bare)


def check(occasion: Occasion, subject: str, body: str, language: str = "ja") -> tuple[str, str]:
    """Try a text of the shop on made-up values and answer the preview (文面の確かめ).

    Refuses, with place and reason (BadTemplate): an unknown name, also where a condition hides it; a text without what
    it must say, whatever else may be lacking; a subject with line ends or with a key in it; braces that would go out
    as they stand.
    """
    _shape(occasion, subject, body)
    for where, source in (("件名", subject), ("本文", body)):
        mail.check_names(where, source, sample(occasion, language))
    preview = mail.render(subject, body, sample(occasion, language))
    for bare in (False, True):
        marked, marks = _marked(occasion, sample(occasion, language, bare=bare))
        _, text = mail.render(subject, body, marked)
        for name, label in marks.items():
            if mark(name) not in text:
                raise BadTemplate(
                    where="本文", reason=f"「{label}」（{{{{ {name} }}}}）がありません。必ず入れてください"
                )
    return preview


def _shape(occasion: Occasion, subject: str, body: str) -> None:
    if not subject.strip():
        raise BadTemplate(where="件名", reason="件名がありません")
    if not body.strip():
        raise BadTemplate(where="本文", reason="本文がありません")
    if len(body) > mail.MOST_TEMPLATE or len(subject) > 200:
        raise BadTemplate(where="文面", reason="長すぎます（件名 200 文字、本文 10,000 文字まで）")
    if _CONTROL.search(subject.strip()):
        raise BadTemplate(where="件名", reason="件名に改行や制御文字は入れられません")
    for one in occasion.secrets:
        if re.search(rf"\b{one.name}\b", subject):
            raise BadTemplate(where="件名", reason=f"「{one.label}」は本文にだけ入れられます")
    for where, source in (("件名", subject), ("本文", body)):
        if wide := _WIDE.search(source):
            raise BadTemplate(
                where=where, reason=f"「{wide[0]}」は全角です。半角の {{{{ }}}} で書いてください"
            )
        for name in _SINGLE.findall(source):
            if name in {field.name for field in occasion.fields}:
                raise BadTemplate(where=where, reason=f"「{{{name}}}」は {{{{ {name} }}}} と書いてください")


def mark(name: str) -> str:
    """What stands for a value that must reach the reader unchanged."""
    return f"Must-{name}-Reach"


def _marked(occasion: Occasion, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values with a mark in place of each that must be said, and the marks by name."""
    values, marks = dict(given), {}
    for field in occasion.musts:
        marks[field.name] = field.label
        group, _, part = field.name.partition(".")
        if field.name == "one.value":
            values["payment"] = {**given["payment"], "lines": [{"label": "見本", "value": mark(field.name)}]}
        elif part:
            values[group] = {**values[group], part: mark(field.name)}
        else:
            values[group] = mark(field.name)
    return values, marks
