"""Reports that Amazon writes: asked for, or made by itself as settlements are (Amazon のレポート)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from hanjo.channels.malls.amazon.line import Line
from hanjo.channels.malls.amazon.values import listed, moment, text
from hanjo.channels.malls.port import Refused

REPORTS = "/reports/2021-06-30"
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A report and whether it can be read: `document` is empty until then."""

    id: str
    kind: str
    status: str
    document: str = ""
    made_at: datetime | None = None


class Reports:
    """The reports of one seller."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def order(self, kind: str, since: datetime | None = None, until: datetime | None = None) -> str:
        """Have a report written; answers its id. Settlements cannot be asked for."""
        body: dict[str, Any] = {"reportType": kind, "marketplaceIds": [self.line.marketplace]}
        for name, at in (("dataStartTime", since), ("dataEndTime", until)):
            if at is not None:
                body[name] = _iso(at)
        return text(self.line.told("createReport", "POST", f"{REPORTS}/reports", None, body), "reportId")

    def look(self, report: str) -> Report:
        """How far a report is."""
        return _report(self.line.told("getReport", "GET", f"{REPORTS}/reports/{quote(report)}"))

    def made(self, kind: str, since: datetime) -> list[Report]:
        """Reports of a kind that Amazon made since then, the oldest first."""
        query = {
            "reportTypes": kind,
            "createdSince": _iso(since),
            "pageSize": "100",
            "processingStatuses": "DONE",
        }
        found: list[Report] = []
        while True:
            answer = self.line.told("getReports", "GET", f"{REPORTS}/reports", query)
            found += [_report(one) for one in listed(answer, "reports")]
            more = text(answer, "nextToken")
            if not more:
                return sorted(found, key=lambda one: (one.made_at or since, one.id))
            query = {"nextToken": more}

    def read(self, report: Report) -> bytes:
        """The report itself. Refuses one that is not written yet."""
        if not report.document:
            raise Refused(report.status, "レポートはまだ作成中です。")
        path = f"{REPORTS}/documents/{quote(report.document)}"
        return self.line.download(self.line.told("getReportDocument", "GET", path))


def _report(values: Mapping[str, Any]) -> Report:
    found = dict(values)
    return Report(
        id=text(found, "reportId"),
        kind=text(found, "reportType"),
        status=text(found, "processingStatus"),
        document=text(found, "reportDocumentId"),
        made_at=moment(found, "createdTime"),
    )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
