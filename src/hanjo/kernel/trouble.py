"""What went wrong in a background job, kept so that a person can read it on the page (ジョブの失敗理由)."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.db import DatabaseError, IntegrityError, OperationalError

from hanjo.kernel import clock
from hanjo.kernel.models import JobTrouble
from hanjo.kernel.refusal import Refusal

LONGEST = 8_000
log = logging.getLogger("hanjo.jobs")


class Context(Protocol):
    """What the queue hands over with a job, as far as it is needed here."""

    @property
    def job(self) -> Any: ...


def keeping(run: Callable[[], Any], context: Context, worker: object) -> Any:
    """Run a job; when it fails, keep why, and let the queue decide about another try (ジョブの失敗理由)."""
    try:
        return run()
    except Exception as error:
        try:
            keep(context.job.id, error)
        except DatabaseError:
            log.warning("ジョブ %s の失敗理由を残せませんでした。", context.job.id, exc_info=True)
        raise


def keep(job_id: int, error: BaseException) -> None:
    """Keep the last reason of a job; an earlier one is replaced."""
    technical = "".join(traceback.format_exception(error)).replace("\x00", "")
    JobTrouble.objects.update_or_create(
        job_id=job_id,
        defaults={"at": clock.now(), "says": in_words(error)[:300], "error": technical[-LONGEST:]},
    )


_WORDS: tuple[tuple[type[Exception], str], ...] = (  # the first that fits
    (IntegrityError, "データベースの決まりに合わないデータでした。何も書き込まれていません。"),
    (OperationalError, "データベースにつながらないか、混み合っていました。少しおいてやり直してください。"),
    (DatabaseError, "データベースで思わぬエラーが起きました。何も書き込まれていません。"),
    (TimeoutError, "相手の応答がなく、時間切れになりました。少しおいてやり直してください。"),
    (ConnectionError, "相手につながりませんでした。つながりを確かめてから、やり直してください。"),
    (FileNotFoundError, "必要なファイルがありませんでした。消されたか、場所が変わっています。"),
    (PermissionError, "ファイルやフォルダを使う許可がありませんでした。"),
    (OSError, "ファイルや通信の操作に失敗しました。空き容量とつながりを確かめてください。"),
    (MemoryError, "メモリが足りませんでした。ほかの仕事が終わってから、やり直してください。"),
)


def in_words(error: BaseException) -> str:
    """An error as a sentence that tells a person what happened and what to do."""
    if isinstance(error, Refusal):
        return f"{error.text}{error.advice}"
    for kind, says in _WORDS:
        if isinstance(error, kind):
            return says
    name = type(error).__name__
    return (
        f"思わぬエラーで止まりました（{name}）。やり直しても同じなら、この記録を添えてお問い合わせください。"
    )


def forget(*, before: datetime) -> None:
    """Drop reasons that nobody asks for any more."""
    JobTrouble.objects.filter(at__lt=before).delete()
