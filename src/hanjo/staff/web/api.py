"""What every module's API routes share: who asks, pages of a list, ids with a prefix.

`@router.get("/orders", auth=scope("orders.look"), response=Page[OrderOut])`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.refusal import NotFound
from hanjo.staff import commands, queries, rules
from hanjo.staff.models import ApiToken
from hanjo.staff.web.guard import is_from_listed

LARGEST_PAGE = 200
TOUCH_EVERY = timedelta(minutes=1)

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class ApiRequest(HttpRequest):
    """A request with a token that may do what it asks."""

    auth: ApiToken
    actor: Actor


class scope(HttpBearer):  # noqa: N801  # reads as a word at the route: auth=scope("orders.look")
    """Ask for a token that has this permission, from somebody who still has it too."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token, or refuse: 403 from elsewhere than the console opens, 401 without a living one, 403 when
        its scopes do not reach.
        """
        if not is_from_listed(request):
            raise HttpError(
                403, "この接続元からは、API を使えません。店長に、接続元のアドレスを伝えてください。"
            )
        found = queries.token_of(token)
        if found is None:
            return None
        allowed = rules.granted(found.scopes, self.permission) and rules.granted(
            queries.patterns_of(found.issued_by), self.permission
        )
        if not allowed:
            raise HttpError(403, f"このトークンには「{self.permission}」の権限がありません。")
        now = clock.now()
        if found.last_used_at is None or found.last_used_at < now - TOUCH_EVERY:
            commands.touch_token(found.pk)
        request.actor = Actor("api", found.name)  # type: ignore[attr-defined]  # declared on ApiRequest
        return found


class Page(Schema, Generic[T]):
    """One page of a list; `next` is the key of the following one, empty at the end."""

    items: list[T]
    next: str


def cursor_page(
    rows: QuerySet[M], after: str = "", limit: int = 50, *, shape: Callable[[M], Any] | None = None
) -> dict[str, Any]:
    """Cut a page out of a queryset by id, newest first; cost does not grow with the depth of the page."""
    size = max(1, min(limit, LARGEST_PAGE))
    if after:
        rows = rows.filter(pk__lt=_key(after))
    found = list(rows.order_by("-pk")[: size + 1])
    items = found[:size]
    following = str(items[-1].pk) if len(found) > size else ""
    return {"items": [shape(row) for row in items] if shape else items, "next": following}


def _key(after: str) -> int:
    if not after.isdecimal() or len(after) > 18:
        raise NotFound(what="ページ", key=after)
    return int(after)


def public_id(prefix: str, number: int) -> str:
    """Write an id for the outside: `ord_12`."""
    return f"{prefix}_{number}"


def read_id(prefix: str, text: str) -> int:
    """Read an id from the outside; one of another kind is not found."""
    head, _, number = text.partition("_")
    if head != prefix or not number.isdecimal() or len(number) > 18:
        raise NotFound(what="番号", key=text)
    return int(number)
