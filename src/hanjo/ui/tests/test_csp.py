"""Every answer carries the policy; a view may widen one directive and no more."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hanjo.ui import csp


def answer(view: object) -> HttpResponse:
    return csp.middleware(view)(RequestFactory().get("/"))  # type: ignore[arg-type,return-value]  # a view is all it needs


def test_an_answer_forbids_inline_code_and_outside_assets() -> None:
    response = answer(lambda request: HttpResponse("x"))
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_view_may_change_one_directive() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return csp.allow(HttpResponse("x"), frame_src="https://pay.example")

    policy = answer(view).headers["Content-Security-Policy"]
    assert "frame-src https://pay.example" in policy
    assert "script-src 'self'" in policy
