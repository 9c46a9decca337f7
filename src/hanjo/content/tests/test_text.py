"""Markdown to HTML: what may come out, whatever goes in."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanjo.content import rules

NASTY = [
    "<script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "![x](//evil.example/a.png)",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<a href=javascript:x>",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example" onclick="alert(1))',
    '![" onerror="alert(1)](/media/x)',
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "<form action=//evil.example><input>",
    "<math><mtext></mtext><style><img src onerror=alert(1)></style></math>",
    "`<script>`",
    "    <script>",
    "\x00<script>",
    "<!--><script>alert(1)</script>-->",
    "<b style=position:fixed>",
    "[a](https://e.example '\" onmouseover=x')",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "```<script>\nx\n```",
    "[x](file:///etc/passwd)",
]


class _Seen(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in rules._TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            if name not in {"href", "src", "alt", "title", "rel", "loading", "decoding", "start"}:
                self.bad.append(f"{tag} {name}")
            if name == "href" and not rules.is_link(value or ""):
                self.bad.append(f"href {value}")
            if name == "src" and not (value or "").startswith("/media/"):
                self.bad.append(f"src {value}")


def harm(text: str) -> list[str]:
    """Whatever a browser would find in the HTML of a text that is not on our list."""
    seen = _Seen()
    seen.feed(rules.to_html(text))
    seen.close()
    return seen.bad


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_runs_or_loads_from_outside_comes_through(text: str) -> None:
    assert harm(text) == []


@given(
    st.lists(
        st.sampled_from([*NASTY, "# ", "> ", "- ", "|", "\n", "\n\n", "**", "[", "](", ")", "`", "あ"]),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_mixture_of_it_comes_through_either(parts: list[str]) -> None:
    assert harm("".join(parts)) == []


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_becomes_html_without_an_accident(text: str) -> None:
    assert harm(text) == []
    rules.plain(rules.to_html(text))


@pytest.mark.parametrize("part", ["[", "![[", "> ", "- ", "*a ", "`", "<", "|a", "[a](", "a\n|-|\n", "_a"])
def test_the_worst_text_of_full_length_ends_in_time(part: str) -> None:
    began = time.monotonic()
    rules.to_html((part * 50_000)[:50_000])
    assert time.monotonic() - began < 15


def test_what_staff_write_looks_as_they_expect() -> None:
    picture = f"/media/content/ab/{'a' * 32}/800.webp"
    html = rules.to_html(
        "# 見出し\n一行目\n二行目\n\n- 点\n\n|列|値|\n|-|-|\n|a|~~b~~|\n\n"
        f"[質問](/shop/faq/) [外](https://example.jp/) ![器]({picture})"
    )
    for part in (
        "<h2>見出し</h2>",
        "一行目<br>",
        "<li>点</li>",
        "<td>a</td>",
        "<s>b</s>",
        'href="/shop/faq/"',
    ):
        assert part in html
    assert f'src="{picture}"' in html
    assert 'loading="lazy"' in html


def test_plain_words_are_the_words_alone() -> None:
    assert (
        rules.plain(rules.to_html("# A & B\n\n**太い** [リンク](https://example.jp/) <3"))
        == "A & B 太い リンク <3"
    )


def test_differences_show_lines_that_came_and_went() -> None:
    assert rules.differences("a\nb\nc", "a\nx\nc") == [("", "a"), ("-", "b"), ("+", "x"), ("", "c")]
    assert rules.differences("a", "a") == []
