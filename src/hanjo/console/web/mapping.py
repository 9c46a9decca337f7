"""取込 › 列の対応: what the columns of a shop's own file mean, tried on its first rows before anything is taken in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hanjo.channels import commands as channels
from hanjo.channels import queries as channel_queries
from hanjo.channels.jobs import start_import
from hanjo.channels.models import ImportFile
from hanjo.channels.models import Mapping as SavedMapping
from hanjo.channels.terms import RowClass
from hanjo.console.queries import imports as reads
from hanjo.kernel.refusal import Refusal
from hanjo.staff.web.guard import StaffRequest, page
from hanjo.ui.render import render

SHOWN = 20
WIDE = 40
LINE_KEYS = tuple("order_number ordered_at code name options quantity unit_price tax_rate line_key".split())
LAST_KEYS = tuple(
    "shipping_method wanted_on window ship_by_on remarks shop_note noshi gift_message receipt_name "
    "receipt_proviso".split()
)
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("注文と明細", LINE_KEYS),
    ("お届け先", tuple(key for key in channel_queries.FIELDS if key.startswith("recipient_"))),
    ("注文者", tuple(key for key in channel_queries.FIELDS if key.startswith("buyer_"))),
    ("お金", ("shipping", "fee", "wrapping", "discount", "points", "total", "pay_method", "paid_at")),
    ("配送と備考", LAST_KEYS),
)  # fmt: skip
LISTS = ("adjustment_prefixes", "fee_codes", "fee_prefixes")
FLAGS = ("free_without_customer_adjusts", "negative_adjusts")
TEXTS = ("date_pattern", "time_zone", "currency", "cancellation_prefix", "notice")


@page("channels.look", post="channels.save_mapping")
def mapping(request: StaffRequest, pk: int) -> HttpResponse:
    """The first rows, the columns, and what they would become; saving starts the intake."""
    file = reads.file(pk)
    if file.state in ("running", "done"):
        return HttpResponseRedirect(reverse("imports-file", args=[pk]), status=303)
    try:
        sample = channel_queries.first_rows(file)
    except Refusal as refusal:
        context = {"file": file, "refusal": refusal}
        return render(request, "console/mapping_unreadable.html", context, status=422)
    if request.method == "POST":
        written, trouble = from_form(request), ""
        code, label = request.POST.get("code", "").strip(), request.POST.get("label", "").strip()
        if request.POST.get("do") == "start":
            trouble = _start(request, file, code, label, written)
            if not trouble:
                return HttpResponseRedirect(reverse("imports-file", args=[pk]), status=303)
        return _show(request, file, sample, written, code=code, label=label, trouble=trouble)
    start_from = request.GET.get("from", "")
    draft = channel_queries.mapping_draft(file, sample, start_from).to_dict()
    code = start_from or file.mapping or f"{file.channel.code}-{file.pk}"
    label = draft["label"] or f"{file.channel.name} 受注ファイル"
    return _show(request, file, sample, draft, code=code, label=label, trouble="")


def _show(  # what the form holds, and what keeps it from being used
    request: StaffRequest,
    file: ImportFile,
    sample: channel_queries.Sample,
    written: Mapping[str, Any],
    *,
    code: str,
    label: str,
    trouble: str,
) -> HttpResponse:
    _, tried = channel_queries.try_mapping(sample, written)
    verdicts = {one.number: one for one in tried.verdicts}
    context = {
        "file": file,
        "sample": sample,
        "groups": GROUPS,
        "fields": channel_queries.FIELDS,
        "required": channel_queries.REQUIRED,
        "patterns": list(channel_queries.DATE_PATTERNS.items()),
        "written": written,
        "rows": [(row, verdicts.get(row.number)) for row in sample.rows[:SHOWN]],
        "tried": tried,
        "classes": [
            (word.label, sum(1 for one in tried.verdicts if one.row_class == word))
            for word in RowClass
            if any(one.row_class == word for one in tried.verdicts)
        ],
        "refused": [one for one in tried.verdicts if one.row_class == RowClass.REFUSED][:8],
        "saved": SavedMapping.objects.order_by("name"),
        "code": code,
        "label": label,
        "wide": len(sample.columns) > WIDE,
        "trouble": trouble,
    }
    block = "preview" if request.htmx and request.method == "POST" else None
    return render(request, "console/mapping.html", context, block=block, status=422 if trouble else 200)


def from_form(request: HttpRequest) -> dict[str, Any]:
    """The mapping as it stands in the form."""
    sent = request.POST
    columns = {key: sent[f"col-{key}"] for key in channel_queries.FIELDS if sent.get(f"col-{key}")}
    constants = {
        key: sent[f"const-{key}"].strip()
        for key in channel_queries.FIELDS
        if key not in columns and sent.get(f"const-{key}", "").strip()
    }
    return {
        "name": sent.get("code", "").strip() or "new",
        "label": sent.get("label", "").strip(),
        "columns": columns,
        "constants": constants,
        "rate": sent.get("rate", "").strip() or "1",
        **{key: sent.get(key, "").strip() for key in TEXTS},
        **{key: channel_queries.words(sent.get(key, "")) for key in LISTS},
        **{key: key in sent for key in FLAGS},
    }


def _start(request: StaffRequest, file: ImportFile, code: str, label: str, written: dict[str, Any]) -> str:
    """Save, choose, start; or the sentence that says what keeps it."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", code):
        return "「呼び名（英数字）」は、半角の小文字・数字・ハイフンで 40 字までにしてください。"
    if not label:
        return "列の対応の名前を入れてください。"
    try:
        with transaction.atomic():
            channels.save_mapping(code, name=label, body=written, by=request.actor)
            channels.use_mapping(file.pk, code, by=request.actor)
            start_import(file.pk, by=request.actor)
    except Refusal as refusal:
        return f"{refusal.text}{refusal.advice}"
    return ""
