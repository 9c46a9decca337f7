"""Every letter of the house is in the editor, in every language, and what staff write is checked before it is kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import hanjo
from hanjo.channels.letters import LANGUAGES, OCCASIONS
from hanjo.channels.letters.checking import check, sample
from hanjo.channels.mail import MailKind
from hanjo.channels.models import MailTemplate
from hanjo.channels.terms import BadTemplate
from hanjo.customers.terms import LetterKind

SOURCE = Path(hanjo.__file__).parent
KEYED = {"ShopLetter": "kind", "letter": 0, "about_order": 1}
"""Calls that queue a letter, and where they say its kind."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OCCASIONS)
def test_every_delivered_text_may_be_kept_as_it_stands(kind: str, language: str) -> None:
    subject, body = check(OCCASIONS[kind], *OCCASIONS[kind].delivered(language), language)
    assert subject
    assert "{" not in subject + body
    lacking = sample(OCCASIONS[kind], language, bare=True)
    assert set(lacking) == set(sample(OCCASIONS[kind], language))


def test_every_step_and_every_letter_to_members_has_its_text() -> None:
    assert {str(kind) for kind in MailKind} | {str(kind) for kind in LetterKind} <= set(OCCASIONS)
    longest = MailTemplate._meta.get_field("kind").max_length
    assert longest is not None
    assert max(map(len, OCCASIONS)) <= longest


def test_nobody_queues_a_letter_that_the_editor_does_not_know() -> None:
    queued = {(str(path.relative_to(SOURCE)), kind) for path in _code() for kind in _kinds(path)}
    assert len(queued) >= 10
    assert [one for one in sorted(queued) if one[1] not in OCCASIONS] == []


def _code() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]


def _kinds(path: Path) -> list[str]:
    """The kinds that a file's calls name; a kind from a variable is checked when it is queued."""
    text = path.read_text("utf-8")
    if "letter" not in text.lower():
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        where = KEYED.get(name)
        given = (
            [word.value for word in node.keywords if word.arg == where]
            if isinstance(where, str)
            else node.args[where : where + 1]
            if where is not None
            else []
        )
        found += [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return found


@pytest.mark.parametrize(
    ("kind", "subject", "body", "why"),
    [
        ("reset_password", "再設定", "リンクのない文面", "「ご本人だけに送るリンク（鍵を含みます）」"),
        ("reset_password", "再設定", "{% if not name %}{{ link }}{% endif %}", "必ず入れてください"),
        ("reset_password", "再設定", "{{ link|upper }}", "必ず入れてください"),
        ("reset_password", "{{ link }}", "{{ link }}", "本文にだけ"),
        ("reset_password", "再設定\r\nBcc: a@example.jp", "{{ link }}", "改行"),
        ("reset_password", "再設定", "{{ link }} {% if false %}{{ nobody }}{% endif %}", "「nobody」"),
        ("reset_password", "再設定", "{{ link }} {{ token }}", "「token」"),
        ("reset_password", "再設定", "{{ link }} ｛｛ name ｝｝", "全角"),
        ("reset_password", "再設定", "{{ link }} {name}", "{{ name }}"),
        ("reset_password", " ", "{{ link }}", "件名がありません"),
        ("reset_password", "再設定", " ", "本文がありません"),
        ("pay", "お支払い", "{{ order.external_number }} {{ payment.message }}", "お支払いの番号・口座"),
        ("pay", "お支払い", "{% for one in payment.lines %}{{ one.value }}{% endfor %}", "ご注文番号"),
        ("inquiry_answer", "お返事", "{{ name }} 様", "担当者が書いた返事"),
        ("disclosure", "お知らせ", "{{ seller }} {{ phone }}", "住所"),
    ],
)
def test_a_text_that_would_leave_a_buyer_without_something_is_refused(
    kind: str, subject: str, body: str, why: str
) -> None:
    with pytest.raises(BadTemplate) as refusal:
        check(OCCASIONS[kind], subject, body)
    assert why in refusal.value.text


def test_a_preview_shows_no_key() -> None:
    for one in OCCASIONS.values():
        for field in one.secrets:
            assert "見本" in field.ja
            assert not one.may_stop
