"""Words of shipping."""

from __future__ import annotations

from hanjo.kernel.moves import Moves
from hanjo.kernel.refusal import Refusal
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
