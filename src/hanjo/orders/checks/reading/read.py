"""Read a whole remark once, for all checks that ask about it (備考の読み取り)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from hanjo.orders.checks.reading.asks import read_change, read_question
from hanjo.orders.checks.reading.dates import read_dates
from hanjo.orders.checks.reading.folding import blank, fold
from hanjo.orders.checks.reading.gifts import read_gift
from hanjo.orders.checks.reading.papers import read_no_slip, read_receipt
from hanjo.orders.checks.reading.slots import read_windows
from hanjo.orders.checks.reading.wishes import EMPTY, ChangeWish, Declined, Reading, ReceiptWish, Wish

_LONGEST = 4000  # a remark longer than this is not read, only shown
_SAYS_NOTHING = re.compile(
    r"[\s\[\]【】()。、\-:・*]*(?:備考|コメント|ご?要望)?[\s\[\]【】()。、\-:・*]*(?:特に?|別に)?(?:に?は?)?(?:何も)?"
    r"(?:なし|無し|ナシ|ない(?:です)?|無い(?:です)?|ありません|ございません|無|希望なし|指定なし)?(?:です)?[\s。、\-:・*.!]*"
)
_NO_WISH = re.compile(
    r"(?:(?:お?届け?|配達|配送|到着|着)?の?ご?(?:希望)?(?:日時|日付|日にち|日|時間帯?)(?:の?ご?(?:指定|希望))?|指定)"
    r"[はもを:]?\s?(?:特に)?(?:なし|無し|ありません|ございません|不要|しません|ない|問いません|お?まかせ|お任せ|指定なし|希望なし|結構)(?:です|します|ました)?"
    r"|(?:いつ|何時|何日)でも(?:大丈夫|可|良い|いい|結構|構いません|かまいません|OK|受け?取れます)?(?:です)?"
    r"|最短(?:で|にて|の日程で|発送|希望|お届け)?"
)
_LABEL = re.compile(r"\[[^\]\n]{0,30}\]|【[^】\n]{0,30}】|^[^\s:。、]{1,12}:", re.MULTILINE)
_FILLER = re.compile(
    r"おねがい(?:いた|致)?し?ます?|初めて(?:の|で)?(?:ご?購入|ご?利用|ご?注文)(?:します|しました|です|させて(?:いただき|頂き)ます)?|"
    r"年明け|今月|当日|の間|(?:どうぞ|どうか)?(?:宜しく|よろしく)(?:お?(?:願|ねが)い(?:(?:いた|致)?し(?:ます|たい)|申し?上げます)?)?(?:です)?|"
    r"お願い(?:(?:いた|致)?し(?:ます|たいです|たく)|申し?上げます|できれば(?:幸いです|助かります|と思います)?|でき(?:ます|たら)(?:か|でしょうか|幸いです)?)?|"
    r"(?:お手数|ご面倒|お忙しい(?:ところ|中)|恐れ入り|恐縮|申し訳(?:ありません|ございません|ない)|すみません|すいません)"
    r"(?:を?お?かけ(?:いた|致)?し?ます|です|ます)?(?:が|けど|けれど)?|"
    r"(?:いつも)?(?:大変)?お世話になって(?:おり|い)ます|お世話になります|はじめまして|初めまして|こんにちは|いつも(?:利用させて(?:いただい|頂い)て)?(?:い|おり)?ます?|"
    r"ありがとうございます|有難うございます|楽しみにして(?:い|おり)?ます|楽しみです|"
    r"(?:もし)?(?:可能|でき|出来)(?:であれ|でした|なら|れ|まし)(?:ば|たら)?|可能(?:な限り|でしょうか)?|なるべく|できるだけ|必ず|"
    r"(?:ご)?(?:希望|指定)(?:日|の日|時間)?(?:です|します|いたします|致します|となります|したい(?:です)?|とさせて(?:いただきます|頂きます))?|"
    r"(?:配達|配送|お届け|届[けき]|到着|着|受け?取り|受取|納品|納期)(?:日時|希望|指定|日|時間帯?|時間|先)?(?:を|て|け|し|して|する|れば|き(?:ます)?|いて)*"
    r"(?:(?:いただ|頂)(?:け(?:ます(?:か|と|でしょうか)?|れば|たら|ると)?|き(?:たい|ます)(?:です)?)|(?:くだ|下)さ(?:い|る)(?:ませ)?|もらえ(?:ます|ると|れば)|欲しい|ほしい|たい(?:です)?)?|"
    r"(?:時間帯?|日時|日付|日にち)(?:は|指定)?|第[一二三12３]希望|"
    r"(?:です|ます|まで|なので|ので|の?ため|ください|下さい|いただけますか|いただけますと|頂けますと|いただければ|いただけると|頂ければ|幸いです|幸いに存じます|助かります|嬉しいです|うれしいです|思います|存じます|お願い|でしょうか)|"
    r"特に(?:なし|ありません|ございません)?|なし|ありません|以上|以降|必着|間に合う(?:よう)?|"
    r"発送|出荷|m?\(_ ?_\)m?|様|[のにはをでがもとへやか着希望分頃時日中帯してた]"
)
_ONLY_FILLER = re.compile(r"(?:[\s\W]|" + _FILLER.pattern + r")*+")
_PIECES = re.compile(r"[\0。!?\n]+")


@lru_cache(maxsize=2048)
def read_remark(remark: str, ordered_on: date) -> Reading:
    """Everything that is understood in a remark written on a day, and what is left over."""
    if len(remark) > _LONGEST:
        return Reading((), remark)
    if _SAYS_NOTHING.fullmatch(remark):
        return EMPTY
    text = fold(remark)
    declined: list[Wish] = [
        Declined(start=found.start(), end=found.end(), confidence=90) for found in _NO_WISH.finditer(text)
    ]
    labels = [found.span() for found in _LABEL.finditer(text)]
    change = [one for one in read_change(text) if not _inside(one, declined)]
    papers = read_receipt(text) + read_no_slip(text)
    unnamed = _without_names(text, papers)
    gifts = read_gift(unnamed)
    dates = [one for one in read_dates(unnamed, ordered_on) if not _inside(one, declined)]
    days = [(one.start, one.end) for one in dates]
    windows = [one for one in read_windows(unnamed, days) if not _inside(one, declined)]
    wishes: list[Wish] = [*declined, *change, *papers, *gifts, *dates, *windows]
    wishes += read_question(text, wishes)
    wishes.sort(key=lambda one: (one.start, -one.end))
    left = _left(remark, text, [(one.start, one.end) for one in wishes] + labels)
    return Reading(tuple(wishes), left)


def _without_names(text: str, papers: list[Wish]) -> str:
    """夜カフェ株式会社 is a name on a receipt and no time of day."""
    for one in papers:
        if isinstance(one, ReceiptWish) and one.name:
            text = text.replace(one.name, "\0" * len(one.name))
    return text


def _inside(wish: Wish, others: list[Wish]) -> bool:
    return not isinstance(wish, ChangeWish) and any(one.start <= wish.start < one.end for one in others)


def _left(remark: str, text: str, spans: list[tuple[int, int]]) -> str:
    """The words of the buyer that no reader understood, without greetings and particles."""
    open_text = blank(text, spans)
    pieces: list[str] = []
    position = 0
    for found in [*_PIECES.finditer(open_text), None]:
        end = found.start() if found else len(open_text)
        piece = open_text[position:end]
        if piece and not _ONLY_FILLER.fullmatch(piece):
            pieces.append(remark[position:end].strip(" 　、,。\n"))
        position = found.end() if found else end
    return "／".join(piece for piece in pieces if piece)


@lru_cache(maxsize=256)
def read_window(words: str) -> tuple[str, int]:
    """The canonical window that a mall's words mean, and how sure that is; ("", 0) when none can be told."""
    found = [one for one in read_windows(fold(words), []) if one.window]
    return (found[0].window, found[0].confidence) if found else ("", 0)
