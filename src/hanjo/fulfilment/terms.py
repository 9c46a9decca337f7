"""Words of shipping."""

from __future__ import annotations

from hanjo.kernel.moves import Moves
from hanjo.kernel.refusal import NotFound, Refusal
from hanjo.kernel.word import Word


class InstructionState(Word):
    """Where a shipping instruction is (出荷指示の状態)."""

    INSTRUCTED = "instructed", "指示済"
    PRINTED = "printed", "印刷済"
    VERIFIED = "verified", "検品済"
    DISPATCHED = "dispatched", "出荷済"
    CANCELLED = "cancelled", "指示取消"


class WaveKind(Word):
    """By what a wave was put together (ウェーブの種類)."""

    CARRIER = "carrier", "配送会社別"
    SINGLE = "single", "1 行注文"
    COOL = "cool", "クール"
    GIFT = "gift", "ギフト"
    ALL = "all", "まとめて"


class Paper(Word):
    """What the print centre makes (印刷物の種類)."""

    TOTAL_PICK = "total_pick", "トータルピッキング"
    PICKS = "picks", "注文別ピッキング"
    SLIPS = "slips", "納品書"
    LABELS = "labels", "送り状データ"


class ScanResult(Word):
    """What a scan was (検品の結果)."""

    OK = "ok", "OK"
    WRONG = "wrong", "ちがう商品"
    SURPLUS = "surplus", "多すぎる"
    UNKNOWN = "unknown", "読めない・未登録"
    UNDONE = "undone", "取り消し"


S = InstructionState
INSTRUCTION_MOVES: Moves[InstructionState] = Moves(
    {
        "print": ({S.INSTRUCTED, S.PRINTED}, S.PRINTED),  # 印刷
        "verify": ({S.INSTRUCTED, S.PRINTED}, S.VERIFIED),  # 検品完了
        "unverify": ({S.VERIFIED}, S.PRINTED),  # 検品を戻す
        "dispatch": ({S.INSTRUCTED, S.PRINTED, S.VERIFIED}, S.DISPATCHED),  # 出荷確定
        "cancel": ({S.INSTRUCTED, S.PRINTED, S.VERIFIED}, S.CANCELLED),  # 出荷指示取消
    }
)


class CannotShip(Refusal):
    """An order of the selection cannot be instructed."""

    code = "cannot_ship"
    message = "受注 {number} は出荷指示できません: {reason}"


class WrongGoods(Refusal):
    """The scanned code is not on this order."""

    code = "wrong_goods"
    message = "{scanned} はこの注文の商品ではありません。"
    fix = "棚に戻し、{expected} を読み取ってください。"


class SurplusGoods(Refusal):
    """The scanned goods are already complete."""

    code = "surplus_goods"
    message = "{name} はもう {quantity} 点そろっています。"
    fix = "余分な 1 点を箱から出してください。"


class NotVerified(Refusal):
    """Goods have not all been scanned yet."""

    code = "not_verified"
    message = "受注 {number} はまだ {left} 点の検品が残っています。"


class InstructionNotFound(NotFound):
    """No shipping instruction answers to this id or code."""

    code = "instruction_not_found"
    message = "出荷指示「{key}」は見つかりません。"
    fix = "受注番号・管理番号・送り状番号のどれかを読み取ってください。"


class WaveNotFound(NotFound):
    """No wave has this number."""

    code = "wave_not_found"
    message = "ウェーブ「{key}」は見つかりません。"


class ParcelNotFound(NotFound):
    """No parcel answers to this key."""

    code = "parcel_not_found"
    message = "個口「{key}」は見つかりません。"


class AlreadyDispatched(Refusal):
    """The goods have left the house; nothing can be taken back here."""

    code = "already_dispatched"
    message = "受注 {number} はもう出荷済みのため、{verb}できません。"
    fix = "戻ってきた荷物は返品として受け付けてください。"


class NotLive(Refusal):
    """The instruction was cancelled."""

    code = "not_live"
    message = "受注 {number} の出荷指示は取り消されています。"
    fix = "品物を棚に戻し、出荷デスクで確かめてください。"


class UnknownCode(Refusal):
    """The scanned code means no goods that we know."""

    code = "unknown_code"
    message = "「{scanned}」は登録のないコードです。"
    fix = "バーコードの汚れを確かめるか、商品の JAN コードを登録してください。"


class NothingToUndo(Refusal):
    """No beep of this parcel is left to take back."""

    code = "nothing_to_undo"
    message = "戻せる読み取りがありません。"


class WindowUnclear(Refusal):
    """The new carrier has no equal delivery window; the operator chooses from the nearest."""

    code = "window_unclear"
    message = "受注 {number}: {reason}"
    fix = "時間帯を選び直してください（候補: {options}）。"


class ServiceCannot(Refusal):
    """The service cannot carry this order."""

    code = "service_cannot"
    message = "受注 {number} は{service}で送れません: {reason}"


class LastParcel(Refusal):
    """An instruction keeps at least one parcel."""

    code = "last_parcel"
    message = "受注 {number} の個口は 1 つだけです。"
    fix = "送らない場合は、出荷指示を取り消してください。"


class LabelMade(Refusal):
    """The label of this parcel is made; changing it here would leave a wrong one on the box."""

    code = "label_made"
    message = "個口 {key} は送り状データを発行済みのため、{verb}できません。"
    fix = "出荷指示を取り消して、もう一度出荷指示してください。"


class ReasonNeeded(Refusal):
    """Printing again needs a reason: two papers of one order are how an order leaves twice."""

    code = "reason_needed"
    message = "{what}はもう作成済みです。"
    fix = "もう一度作る理由を入れてください（紙づまり・汚れ など）。"


class NothingToPrint(Refusal):
    """There is nothing left to print of this kind."""

    code = "nothing_to_print"
    message = "{what}に載せるものがありません。"


class UnknownService(NotFound):
    """No service has this code."""

    code = "unknown_service"
    message = "配送サービス「{key}」は登録されていません。"


class BadService(Refusal):
    """The values of a service or of its rates do not make sense."""

    code = "bad_service"
    message = "{field}: {reason}"


class UnreadableResult(Refusal):
    """A carrier's result file cannot be read as a whole; nothing was changed."""

    code = "unreadable_result"
    message = "結果ファイル「{name}」を読めませんでした: {reason}"
    fix = "運送会社の画面から、もう一度書き出してください。"


class OrderNotDone(Refusal):
    """The slip of another order was read while this one still lacks goods."""

    code = "order_not_done"
    message = "この注文の検品がまだ終わっていません。"
    fix = "残りの商品を読み取るか、「ほかの伝票」を押してから次の伝票を読み取ってください。"
