"""Words of the console."""

from __future__ import annotations

from hanjo.kernel.refusal import NotFound, Refusal


class UnknownVerb(NotFound):
    """No command over many orders has this name."""

    code = "unknown_verb"


class EmptySelection(Refusal):
    """Nothing was chosen, or what was chosen is gone."""

    code = "empty_selection"
    message = "対象の受注が選ばれていません。"
    fix = "一覧で受注を選んでから、もう一度お試しください。"


class NeedsValue(Refusal):
    """The command needs one more word from the person."""

    code = "needs_value"
    message = "{what}を入れてください。"


class ViewNotKept(Refusal):
    """A view needs a name, and belongs to whom made it."""

    code = "view_not_kept"
    message = "ビューを保存できません: {reason}。"


class CannotUndoRun(Refusal):
    """This run is still going, or cannot be taken back."""

    code = "cannot_undo_run"
    message = "この一括処理は元に戻せません: {reason}。"


class JobGoesOn(Refusal):
    """Only a job that failed can be started again."""

    code = "job_goes_on"
    message = "ジョブ {job} は失敗していないため、やり直せません。"
    fix = "画面を開き直して、いまの状態を確かめてください。"
