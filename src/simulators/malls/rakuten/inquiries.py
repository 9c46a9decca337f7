"""R-Messe: inquiries of buyers, listed by when they were begun, and answered (InquiryManagementAPI).

Parameters, limits and errors as the owner's pages state them.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from simulators.malls.rakuten.replies import sent
from simulators.malls.world import JST, Reply, Request

if TYPE_CHECKING:
    from simulators.malls.rakuten import Rakuten

ROOT = "/es/1.0/inquirymng-api"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
MOST, LONGEST_LINE = 2000, 300
_LINK = re.compile(r"(https?)://([^/\s]+)")
HOSTS = ("rakuten.co.jp", "rakuten.ne.jp", "rakuten.com")


def begin(
    mall: Rakuten, text: str, *, order: str = "", name: str = "見本 花子", kind: str = ""
) -> dict[str, Any]:
    """A buyer asks something."""
    made = {
        "inquiryNumber": f"{mall.shop}-{mall.moment(mall.now):%Y%m%d}-{len(mall.inquiries) + 1}t",
        "shopId": int(mall.shop), "userName": name, "userMaskEmail": "mihon0001s9@pc.fw.rakuten.ne.jp",
        "message": text, "regDate": _told(mall), "itemUrl": "", "itemName": None, "itemNumber": None,
        "isCompleted": False, "completedDate": None, "orderNumber": order or None, "readByMerchant": False,
        "attachments": [], "replies": [], "category": "送料・商品配送" if order else "商品詳細",
        "type": kind or ("受注問い合わせ" if order else "商品問い合わせ"), "isMessageDeleted": False,
        "lastUpdateDate": _told(mall), "socialGiftUserType": None,
    }  # fmt: skip
    mall.inquiries.append(made)
    return made


def say(mall: Rakuten, inquiry: dict[str, Any], text: str, *, by: str = "user") -> dict[str, Any]:
    """Somebody writes again."""
    made = {
        "id": len(inquiry["replies"]), "message": text, "regDate": _told(mall), "replyFrom": by, "isRead": False,
        "isMessageDeleted": False, "attachments": [],
    }  # fmt: skip
    inquiry["replies"].append(made)
    inquiry["lastUpdateDate"] = _told(mall)
    return made


def answer(mall: Rakuten, request: Request, body: Any) -> Reply:
    """One call."""
    path = request.path.removeprefix(ROOT)
    if path == "/inquiries" and request.method == "GET":
        return _listed(mall, request)
    if path == "/inquiry/reply" and request.method == "POST":
        return _replied(mall, body if isinstance(body, dict) else {})
    found = _known(mall, path.removeprefix("/inquiry/"))
    if not path.startswith("/inquiry/") or request.method != "GET" or found is None:
        return _wrong(404, "IE002", {})
    return sent({"result": found})


def _listed(mall: Rakuten, request: Request) -> Reply:
    ends = []
    for name in ("fromDate", "toDate"):
        if not _MOMENT.fullmatch(request.value(name)):
            return _wrong(400, "IE001", {name: "must match the pattern"})
        ends.append(datetime.fromisoformat(request.value(name)).replace(tzinfo=JST))
    first, last = ends
    size, page = int(request.value("limit", "10")), int(request.value("page", "1"))
    if last < first:
        return _wrong(400, "IE001", {"fromDate": "date time range is invalid."})
    if last - first >= timedelta(days=31):
        return _wrong(400, "IE001", {"fromDate": "date time range should be within 31 days."})
    if not 1 <= size <= 100 or size * page > 10_000:
        return _wrong(400, "IE001", {"limit": "should be less than equal 100"})
    rows = [one for one in mall.inquiries if first <= datetime.fromisoformat(one["regDate"]) <= last]
    if request.value("noMerchantReply") == "true":
        rows = [one for one in rows if not any(said["replyFrom"] == "merchant" for said in one["replies"])]
    rows.sort(key=lambda one: str(one["regDate"]), reverse=True)
    return sent(
        {
            "totalCount": len(rows), "totalPageCount": -(-len(rows) // size), "page": page,
            "list": rows[(page - 1) * size : page * size],
        }
    )  # fmt: skip


def _replied(mall: Rakuten, body: dict[str, Any]) -> Reply:
    found, text = _known(mall, str(body.get("inquiryNumber", ""))), str(body.get("message", ""))
    if not isinstance(body.get("shopId"), str) or body["shopId"] != mall.shop:
        return _wrong(400, "IE001", {"shopId": "bad parameter"})
    if not 1 <= len(text) <= MOST or any(len(line) > LONGEST_LINE for line in text.splitlines()):
        return _wrong(400, "IE001", {"message": "size must be between 1 and 2000"})
    if any(scheme != "https" or not host.endswith(HOSTS) for scheme, host in _LINK.findall(text)):
        return _wrong(400, "IE001", {"message": "URL is not allowed"})
    if found is None:
        return _wrong(404, "IE002", {})
    made = say(mall, found, text, by="merchant")
    return sent({"result": {**made, "inquiryNumber": found["inquiryNumber"]}}, 201)


def _known(mall: Rakuten, number: str) -> dict[str, Any] | None:
    return next((one for one in mall.inquiries if one["inquiryNumber"] == number), None)


def _told(mall: Rakuten) -> str:
    return f"{mall.moment(mall.now):%Y-%m-%dT%H:%M:%S}+09:00"


def _wrong(status: int, code: str, targets: dict[str, str]) -> Reply:
    return sent({"error": {"code": code, "message": "bad parameter", "targets": targets}}, status)
