"""What people see when an address, a form or the house itself is broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from hanjo.storefront.web import lost
from hanjo.ui.render import refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood."""
    return _answer(
        request, 400, "この操作は受け付けられませんでした。", "画面を開き直して、もう一度お試しください。"
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return _answer(request, 403, "この操作の権限がありません。", "必要なときは、店長に頼んでください。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here."""
    if lost.is_shop(request):
        return lost.missing(request)
    return _answer(request, 404, "このアドレスの画面はありません。", "左の一覧か検索から、お探しください。")


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs neither database nor session."""
    if _is_api(request):
        return _problem(500, "内部の誤りです。記録に残しました。")
    if lost.is_shop(request):
        return lost.trouble(request, 500)
    try:
        return refused(
            request,
            "画面を作れませんでした。こちら側の誤りで、記録に残しました。",
            fix="少し待って開き直しても同じときは、管理の担当にお知らせください。",
            status=500,
        )
    except Exception:  # noqa: BLE001  # the last answer must come whatever is broken
        return HttpResponse("画面を作れませんでした。", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form did not come from one of our pages, or its page was too old."""
    return _answer(
        request,
        403,
        "この画面は古くなっているため、送れませんでした。",
        "前の画面に戻って開き直してから、もう一度送ってください。入力した内容は、戻れば残っています。",
    )


def _answer(request: HttpRequest, status: int, text: str, fix: str) -> HttpResponse:
    if _is_api(request):
        return _problem(status, text)
    if lost.is_shop(request):
        return lost.trouble(request, status)
    return refused(request, text, fix=fix, status=status)


def _problem(status: int, title: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status},
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
