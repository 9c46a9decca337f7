"""Which places a postal code stands for, for address forms (郵便番号の検索)."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from hanjo.kernel.text import digits
from hanjo.orders.checks.postal import towns_of
from hanjo.staff.web.guard import StaffRequest, signed_in

MOST = 20


@require_GET
@signed_in
def postcode(request: StaffRequest) -> JsonResponse:
    """Answer the towns of a seven-digit code; an unknown one has none."""
    code = digits(request.GET.get("postcode") or request.GET.get("code", ""))
    found = [
        {"prefecture": prefecture, "city": city, "line1": town}
        for prefecture, city, town in towns_of(code)[:MOST]
    ]
    return JsonResponse(found, safe=False)
