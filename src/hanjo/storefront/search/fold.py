"""One spelling of everything that is searched (表記のゆれ): width, case, kana, old characters.

What folds to the same text finds each other. Folding never joins different words on purpose: a long vowel in the
middle of a word stays (シート is not シトラス), only one at the end of what was asked is given up (サーバー, サーバ).
"""

from __future__ import annotations

import re
import unicodedata

_SMALL = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
_OLD_FORMS = (
    "國国澤沢廣広邊辺邉辺齋斎齊斉髙高﨑崎嵜崎濱浜瀧滝櫻桜壽寿龍竜藝芸學学惠恵榮栄圓円鐵鉄會会佛仏來来實実寶宝"
    "萬万鹽塩麵麺麪麺麴麹籠篭壺壷罐缶燈灯條条繪絵縣県號号團団圖図戀恋燒焼釀醸絲糸蠶蚕殘残氣気淺浅溪渓"
    "眞真穗穂黑黒綠緑靑青黃黄澁渋彌弥薰薫鷄鶏莖茎祕秘祿禄禮礼飮飲呑飲椀碗筥箱函箱匣箱頰頬剝剥塡填噓嘘"
)
_PAIRS = dict(zip(_OLD_FORMS[::2], _OLD_FORMS[1::2], strict=True))
_NUMERALS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_KANA = {chr(code): chr(code + 0x60) for code in range(0x3041, 0x3097)}
_HIRAGANA = {ord(kata): hira for hira, kata in _KANA.items()}
_TABLE = str.maketrans(
    {
        **{hira: _SMALL.get(kata, kata) for hira, kata in _KANA.items()},
        **_SMALL,
        **_PAIRS,
        **_NUMERALS,
        "ヂ": "ジ",
        "ヅ": "ズ",
        "ヲ": "オ",
        "ぢ": "ジ",
        "づ": "ズ",
        "を": "オ",
        "ゝ": "ヽ",
    }
)
_HIRA_SMALL = str.maketrans("ぁぃぅぇぉ", "ァィゥェォ")
_VU = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))
_LONG = re.compile(r"(?<=[ァ-ヺ])[-‐‑‒–—―−─ｰ~〜～]")
_DROPPED = re.compile(r"(?<![0-9])\.|\.(?![0-9])|[^\w.]|_")
_SENTENCE = re.compile(r"[。．!！?？\n\r\t、，;；|]+")
_KANJI = re.compile(r"[㐀-鿿々〆]")
_KANA_ONLY = re.compile(r"[ァ-ヺー]+")


def fold(text: str) -> str:
    """Width, case, kana script, small kana and old character forms folded away; spaces stay."""
    if text.isascii():
        return text.lower()
    wide = unicodedata.normalize("NFKC", text).casefold()
    if "ゔ" in wide or "ヴ" in wide:
        wide = wide.replace("ゔ", "ヴ").translate(_HIRA_SMALL)
        for old, new in _VU:
            wide = wide.replace(old, new)
    return _LONG.sub("ー", wide.translate(_TABLE))


def squeeze(text: str) -> str:
    """A folded text without spaces and signs, so that UTW-001 is utw001; the point inside a number stays."""
    return _DROPPED.sub("", text)


def key(text: str) -> str:
    """What a name, code or word is compared by."""
    return squeeze(fold(text))


def passages(text: str) -> list[str]:
    """The keys of a longer text, sentence by sentence: no match reaches from one into the next."""
    return [found for part in _SENTENCE.split(text) if (found := key(part))]


def has_kanji(text: str) -> bool:
    """Tell whether a word has a reading to look up."""
    return _KANJI.search(text) is not None


def is_kana(text: str) -> bool:
    """Tell whether a folded word is written in kana alone."""
    return _KANA_ONLY.fullmatch(text) is not None


def in_script_of(typed: str, word: str) -> str:
    """A word in hiragana where somebody typed without katakana, so that a suggestion reads like what was typed."""
    return word if any(ord(sign) in _HIRAGANA for sign in typed) else word.translate(_HIRAGANA)
