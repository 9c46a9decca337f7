"""Words of reviews."""

from __future__ import annotations

from dataclasses import dataclass

from hanjo.kernel.moves import Moves
from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class ReviewState(Word):
    """Where a review is (レビューの状態)."""

    WAITING = "waiting", "確認待ち"
    PUBLISHED = "published", "公開"
    HIDDEN = "hidden", "非公開"


class HideReason(Word):
    """The only reasons to hide a review; that it is bad for the shop is none (非公開の理由)."""

    ABUSE = "abuse", "誹謗中傷・差別・わいせつ"
    PERSONAL = "personal", "個人情報が書かれている"
    OFF_TOPIC = "off_topic", "商品と関係がない（配送・他店など）"
    ADVERT = "advert", "宣伝・勧誘・リンク"
    FALSE = "false", "買った本人でない・虚偽とわかった"
    RIGHTS = "rights", "著作権などの権利を侵している"


S = ReviewState
REVIEW_MOVES: Moves[ReviewState] = Moves(
    {
        "publish": ({S.WAITING, S.HIDDEN}, S.PUBLISHED),  # レビューの公開
        "hide": ({S.WAITING, S.PUBLISHED}, S.HIDDEN),  # レビューの非公開
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a buyer writes."""

    stars: int
    title: str
    text: str
    nickname: str


@dataclass(frozen=True, slots=True)
class Score:
    """What all published reviews of a product come to: their number, and their mean in tenths of a star."""

    count: int = 0
    tenths: int = 0

    @property
    def average(self) -> str:
        """The mean as people read it: 4.3."""
        return f"{self.tenths // 10}.{self.tenths % 10}"


class CannotReview(Refusal):
    """This review cannot be taken."""

    code = "cannot_review"
    message = "レビューを受け付けられませんでした。{why}"


class NeedsReason(Refusal):
    """A review is hidden for a listed reason or not at all."""

    code = "needs_reason"
    message = "レビューを非公開にするには、決められた理由を 1 つ選んでください。"
