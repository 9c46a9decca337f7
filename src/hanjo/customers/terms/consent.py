"""Words of consent to advertising mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class Purpose(Word):
    """What mail somebody agreed to (同意の目的)."""

    NEWS = "news", "お知らせメール"
    COUPONS = "coupons", "クーポン・セールのお知らせ"
    SURVEY = "survey", "アンケート・レビューのお願い"


class ConsentAction(Word):
    """Yes, no, or an address that does not take mail (同意の種類)."""

    OPT_IN = "opt_in", "同意"
    OPT_OUT = "opt_out", "配信停止"
    BOUNCE_BLOCK = "bounce_block", "不達による停止"


class Because(Word):
    """Why an address stands on the suppression list (送信停止の理由)."""

    OPT_OUT = "opt_out", "配信停止"
    BOUNCED = "bounced", "不達"
    COMPLAINT = "complaint", "苦情"
    ERASED = "erased", "個人データの消去"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One yes or no to advertising mail, with the words that were on the form."""

    email: str
    purpose: Purpose
    action: ConsentAction
    form: str = ""
    wording: str = ""
    address: str | None = None
    agent: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A row of an old mailing list. Without source and date it is no consent."""

    email: str
    purpose: Purpose = Purpose.NEWS
    source: str = ""
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of an old mailing list (同意の取り込み)."""

    agreed: int
    without_proof: int
    suppressed: int


class NoWording(Refusal):
    """A yes is worth nothing without the words it was said to."""

    code = "no_wording"
    message = "同意の記録には、画面に出した文言が要ります（{form}）。"


class DeadUnsubscribe(Refusal):
    """A link that we have not made."""

    code = "dead_unsubscribe"
    message = "配信停止のリンクを読み取れませんでした。"
    fix = "メールの一番下にある「配信停止」を、もう一度押してください。だめなときはお問い合わせください。"
