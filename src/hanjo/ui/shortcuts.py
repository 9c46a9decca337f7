"""The keys of the console that are letters or signs, and what each of them does (キー操作).

Pages declare the key of the list; a person may put another one in its place (WCAG 2.1.4). A letter means different
things on different pages, never two on one page. So letters are changed, not meanings: as long as no two letters
share a key, no page can have a clash. A test reads all templates and finds no key that is not on this list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

OWN_KEY = re.compile(r"(?:alt\+)?[a-z]|[/?]")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key as pages declare it, and what it does; `g o` is a second stroke after `g`."""

    key: str
    does: str


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that are learnt together."""

    title: str
    note: str
    keys: tuple[Shortcut, ...]


def _group(title: str, note: str, **keys: str) -> Group:
    return Group(title, note, tuple(Shortcut(key, does) for key, does in keys.items()))


GROUPS = (
    _group(
        "行を選ぶ", "受注などの一覧", j="次の行", k="前の行・確認した（受注）", o="開く", x="行を選ぶ・外す",
        f="条件を足す",
    ),
    _group(
        "決める・動かす", "選んだ行の下の帯、確認待ち、受注、出荷",
        s="出荷指示・直さず進める（確認）", p="印刷", h="保留", t="タグ", m="メール・お客様に確かめる（確認）",
        d="同梱", a="担当・まとめて確かめる（確認）", y="提案どおり進める", e="自分で直す", n="次へ・新しく作る",
        b="前へ", r="保留を解く", u="入金済み・与信OKにする", i="朝の受注を取り込む", c="確認をはじめる・続ける",
        l="送り状データを作る",
    ),
    Group("さがす", "どの画面でも", (Shortcut("/", "検索する"), Shortcut("?", "キーの一覧"))),
    Group(
        "画面へ移る", "はじめの 1 文字に続けて押します",
        (
            Shortcut("g", "移動のはじめの 1 文字"), Shortcut("g h", "今日"), Shortcut("g o", "受注"),
            Shortcut("g c", "確認待ち"), Shortcut("g w", "出荷"), Shortcut("g k", "検品"), Shortcut("g i", "在庫"),
            Shortcut("g p", "商品"), Shortcut("g t", "取込"), Shortcut("g m", "モール接続"), Shortcut("g b", "入金"),
            Shortcut("g j", "ジョブ"), Shortcut("g a", "監査ログ"), Shortcut("g s", "設定"),
        ),
    ),
)  # fmt: skip
SHORTCUTS: Mapping[str, Shortcut] = MappingProxyType({one.key: one for group in GROUPS for one in group.keys})


def own(key: str, keymap: Mapping[str, str]) -> str:
    """What a person presses for a key of the list; empty when they want no key for it."""
    return keymap.get(key, key.rpartition(" ")[2])


def is_key(key: str, typed: str) -> bool:
    """Whether something can take the place of a key: a letter, Alt and a letter, `/`, `?`, or nothing."""
    if key.startswith("g "):
        return re.fullmatch(r"[a-z]?", typed) is not None
    return not typed or OWN_KEY.fullmatch(typed) is not None


def clash(keymap: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Two keys of the list that would be pressed alike, and how; none when all are apart."""
    for second in (False, True):
        seen: dict[str, str] = {}
        for key in SHORTCUTS:
            pressed = own(key, keymap)
            if key.startswith("g ") is not second or not pressed:
                continue
            if pressed in seen:
                return seen[pressed], key, pressed
            seen[pressed] = key
    return None


def spoken(pressed: str) -> str:
    """A key as people read it."""
    return pressed.replace("alt+", "Alt + ")
