"""Words of channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word
from hanjo.orders.terms import OrderDraft


class Format(Word):
    """How a channel's order file is written (取込形式)."""

    RAKUTEN = "rakuten", "楽天市場 通常購入データ（CSV）"
    AMAZON = "amazon", "Amazon 未出荷注文レポート（TSV）"
    YAHOO = "yahoo", "Yahoo!ショッピング 注文・商品（CSV）"
    ECCUBE = "eccube", "EC-CUBE 4 受注（CSV）"
    GENERIC = "generic", "列の対応を決めた CSV・Excel"
    OWN = "own", "自社ネットショップ（ファイルなし）"


class ConnectionState(Word):
    """Whether a channel works by its mall's interface (接続の状態)."""

    DRAFT = "draft", "設定中"
    LIVE = "live", "稼働中"
    PAUSED = "paused", "一時停止"  # by staff
    STOPPED = "stopped", "停止（キー切れ・権限不足）"  # the mall refuses our key


class RowClass(Word):
    """What a row of a file turned out to be. Every row is exactly one of these."""

    GOODS = "goods", "商品"
    FEE = "fee", "手数料・送料"
    CANCELLATION = "cancellation", "取消"
    ADJUSTMENT = "adjustment", "調整"
    REFUSED = "refused", "取り込めない"


#: The classes by the number that `Understood.classes` writes for them: `ROW_CLASSES[byte]`.
ROW_CLASSES = tuple(RowClass)


class Row(NamedTuple):
    """One row as it stood in the file: its number (1 is the first data row) and its cells."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class RowVerdict:
    """What became of a row. `amount` is quantity × unit price in the file's currency, exact."""

    number: int
    row_class: RowClass
    amount: Decimal = Decimal(0)
    reason: str = ""  # Japanese: what is wrong, where, what to do (refused and adjustment rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class CancelledLine:
    """A line of a cancellation document: what is taken back, of whom, since when."""

    code: str
    quantity: int  # positive
    unit_price: Decimal
    row: int
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancellation:
    """A document that takes back goods of earlier orders (取消伝票), e.g. an invoice that begins with C."""

    external_number: str
    made_at: Any  # datetime
    buyer_key: str
    lines: tuple[CancelledLine, ...]
    order_number: str = ""  # the order it names, when it names one


@dataclass(frozen=True, kw_only=True, slots=True)
class RawGroup:
    """All rows of one outside document, as they stood: what is kept before it is understood.

    `broken` names the rows that could not be cut into cells (row number → reason): they cost the document.
    """

    key: str  # the outside order number; empty when the row does not say
    rows: tuple[Row, ...]
    broken: Mapping[int, str] = field(default_factory=dict)
    columns: Sequence[tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """The cells by column, for whoever looks at many rows at once; empty when the rows differ in width."""

    def __post_init__(self) -> None:
        cells = [row[1] for row in self.rows]
        even = len(cells) == 1 or len(set(map(len, cells))) == 1
        object.__setattr__(self, "columns", tuple(zip(*cells, strict=True)) if even else ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """What a translator makes of one raw group: one class and one amount for each of its rows, in their order.

    The rows are kept as columns because a file has hundreds of thousands of them: `numbers[i]` is the row,
    `ROW_CLASSES[classes[i]]` its class, `amounts[i]` its exact quantity × unit price in the file's currency,
    `reasons[number]` the Japanese sentence of a refused or set-aside row. `verdicts` unfolds them for reading.
    """

    key: str
    numbers: Sequence[int]
    classes: bytes
    amounts: Sequence[Decimal]
    reasons: Mapping[int, str] = field(default_factory=dict)
    draft: OrderDraft | None = None
    cancellation: Cancellation | None = None
    warnings: tuple[str, ...] = ()
    waits_for: str = ""  # what has to come with it before it can be understood: 「商品の CSV」

    @property
    def verdicts(self) -> tuple[RowVerdict, ...]:
        """One verdict for each row, in file order."""
        return tuple(
            RowVerdict(number=n, row_class=ROW_CLASSES[c], amount=a, reason=self.reasons.get(n, ""))
            for n, c, a in zip(self.numbers, self.classes, self.amounts, strict=True)
        )


class UnreadableFile(Refusal):
    """The file as a whole cannot be read; nothing was taken in."""

    code = "unreadable_file"
    message = "ファイル「{name}」を読めませんでした: {reason}"
    fix = "{advice}"


class UnknownChannel(Refusal):
    """No channel has this code."""

    code = "unknown_channel"
    message = "店舗コード「{channel}」は登録されていません。"
    fix = "「設定 › 店舗」で登録するか、コードを確かめてください。"


class UnknownMapping(Refusal):
    """No saved column mapping has this code."""

    code = "unknown_mapping"
    message = "列の対応「{mapping}」は登録されていません。"
    fix = "「取込」の画面でファイルを開き、列の対応を保存してください。"


class FileTaken(Refusal):
    """The rows of the file are taken in already."""

    code = "file_taken"
    message = "ファイル「{name}」は、もう取り込まれています。"
    fix = "ちがう列の対応で読むには、同じファイルをもう一度取り込んでください。"


class BadTemplate(Refusal):
    """A mail template cannot be filled, or asks for something that templates may not do."""

    code = "bad_template"
    message = "{where}に問題があります: {reason}。"
    fix = "使える差し込み項目は、右の一覧のとおりです。"


class NoReportFormat(Refusal):
    """The channel's mall takes no report file that we can write."""

    code = "no_report_format"
    message = "{channel} には出荷報告ファイルの形式がありません。"
    fix = "モールの管理画面で送り状番号を入力してください。"


class NothingToReport(Refusal):
    """Every parcel of the channel is reported."""

    code = "nothing_to_report"
    message = "{channel} に報告する出荷はありません。"


class MailNotFound(NotFound):
    """No mail has this id."""

    code = "mail_not_found"
    message = "メール「{key}」は見つかりません。"


class MailDecided(Refusal):
    """Only a mail that failed, was stopped or is uncertain waits for a decision."""

    code = "mail_decided"
    message = "このメールは「{state}」のため、{verb}できません。"


class NoMailAddress(Refusal):
    """The order has no address that a mail could go to; malls' masked addresses are addresses."""

    code = "no_mail_address"
    message = "{number} の注文には、メールを送れるアドレスがありません。"
    fix = "モールの管理画面か電話でご連絡ください。"


class EmptyMail(Refusal):
    """A mail without subject or text is not sent."""

    code = "empty_mail"
    message = "メールの{what}がありません。"
    fix = "{what}を書いてから、もう一度送ってください。"


class MailCannotGo(Refusal):
    """Something besides the address keeps a mail from being sent."""

    code = "mail_cannot_go"
    message = "メールを送れません: {reason}。"
    fix = "{advice}"


class MallClosed(Refusal):
    """The mall does not answer; nothing was lost, it is asked again by itself."""

    code = "mall_closed"
    message = "「{channel}」が応答していません。"
    fix = "自動でやり直します。長く続くときはモールの障害情報を確かめてください。"


class MallKeyRefused(Refusal):
    """The mall refuses our key."""

    code = "mall_key_refused"
    message = "「{channel}」がキーを受け付けません。{because}"
    fix = "モール接続の設定で新しいキーを入れて、接続テストをしてください。"


class NotJoined(Refusal):
    """The channel has no connection that works."""

    code = "not_joined"
    message = "「{channel}」は API で接続されていません。"
    fix = "モール接続の設定で接続してください。"


class LackingKeys(Refusal):
    """A connection without what its mall asks for."""

    code = "lacking_keys"
    message = "接続に必要な項目が空です: {fields}。"
    fix = "モールの管理画面で確かめて入力してください。"


class UnprovenMessage(Refusal):
    """A message that nobody proved to come from the mall."""

    code = "unproven_message"
    message = "モールからの通知と確かめられません。{because}"


class NotReplayable(Refusal):
    """A message that cannot be taken in once more, with its reason."""

    code = "not_replayable"
    message = "この通信は、もう一度取り込めません。{because}"
    fix = "{advice}"


class BadAlarms(Refusal):
    """A choice of who is told what that cannot be kept."""

    code = "bad_alarms"
    message = "警報メールの設定を保存できません。{reason}"


class NothingToCatchUp(Refusal):
    """There is no plan that waits."""

    code = "nothing_to_catch_up"
    message = "「{channel}」に復旧の計画はありません。"
