"""Answer a program once, however often it asks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, transaction

from hanjo.kernel.refusal import Busy, Refusal
from hanjo.staff.models import ApiToken, StoredAnswer

KEPT = range(200, 500)
NEVER_KEPT = frozenset({401, 403, 408, 409, 425, 429})


class KeyReused(Refusal):
    """One key stands for one request."""

    code = "idempotency_key_reused"
    message = "Idempotency-Key「{key}」は、別の内容で使われています。"
    fix = "新しい操作には、新しいキーを付けてください。"


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int
    content_type: str
    body: bytes


def answer_once(token: ApiToken, key: str, asked: bytes, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do the work of a request once and keep its answer (冪等キー); tell whether it was a repetition.

    The change and the answer are written in one transaction, so that a crash leaves both or neither. The same
    key with the same request gives the kept answer back and changes nothing. Refuses the same key with another
    request, and answers Busy while the first one is still at work. Failures of the house (5xx) and refusals of
    entry are not kept: asking again tries again.
    """
    digest = hashlib.sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            row, fresh = _claim(token, key, digest)
            if not fresh:
                return Answer(row.status, row.content_type, bytes(row.body)), True
            answer = work()
            if answer.status not in KEPT or answer.status in NEVER_KEPT:
                raise _NotKeptError(answer)
            row.status, row.content_type, row.body = answer.status, answer.content_type, answer.body
            row.save(update_fields=["status", "content_type", "body"])
            return answer, False
    except _NotKeptError as unkept:
        return unkept.answer, False
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == "55P03":
            raise Busy from error
        raise


def _claim(token: ApiToken, key: str, digest: str) -> tuple[StoredAnswer, bool]:
    """Write the key first: a second request with it waits for the first one's transaction to end."""
    try:
        with transaction.atomic():
            return StoredAnswer.objects.create(token=token, key=key, digest=digest), True
    except IntegrityError:
        row = StoredAnswer.objects.get(token=token, key=key)
    if row.digest != digest:
        raise KeyReused(key=key)
    return row, False


class _NotKeptError(Exception):
    """Rolls the transaction back and carries the answer out of it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__()
