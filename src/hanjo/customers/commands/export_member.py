"""Hand out what the shop knows of a person."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from hanjo.customers import queries
from hanjo.customers.models import Member, PointEntry
from hanjo.customers.terms import MemberState, PointCause, PointKind, SignalKind
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command

Rows = Sequence[Mapping[str, Any]]


@command("customers.export_member", "個人データの開示")
def export_member(member_id: int, *, by: Actor, more: Mapping[str, Rows] | None = None) -> bytes:
    """Hand out everything the shop knows of a member as a zip with JSON and a readable page (個人データの開示).

    `more` are sections of modules above (orders, inquiries, reviews). Not in it, and why: password, second step and
    passkeys, because a copy would open the account; the shop's own notes and 要注意, because they are its judgement
    (個人情報保護法 33条2項 lets it keep what would hinder its business).
    """
    member = Member.objects.select_related("customer", "rank").get(pk=member_id)
    sections: dict[str, Rows] = {**_sections(member), **(more or {})}
    audit.record(by, "customers.export_member", [f"member:{member_id}"])
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        plain = json.dumps(sections, ensure_ascii=False, indent=2, default=str)
        archive.writestr("data.json", plain)
        archive.writestr("data.html", _page(member, sections))
    return pack.getvalue()


def _sections(member: Member) -> dict[str, Rows]:
    entries = (
        PointEntry.objects.filter(lot__customer_id=member.customer_id).select_related("lot").order_by("id")
    )
    return {
        "会員情報": [
            {
                "お名前": member.name,
                "フリガナ": member.kana,
                "会社・ご家庭": member.company,
                "電話番号": member.phone,
                "メールアドレス": member.email,
                "言語": member.language,
                "状態": MemberState(member.state).label,
                "ランク": member.rank.name if member.rank else "",
                "登録": member.joined_at,
            }
        ],
        "お届け先": list(
            member.addresses.values(
                "label",
                "name",
                "kana",
                "company",
                "postal",
                "prefecture",
                "city",
                "street",
                "building",
                "phone",
            )
        ),
        "同意の記録": queries.consent_evidence(member.email),
        "ポイント": [
            {
                "日時": entry.at,
                "種類": PointKind(entry.lot.kind).label,
                "理由": PointCause(entry.cause).label,
                "増減": entry.delta,
                "有効期限": entry.lot.expires_on,
                "番号": entry.ref,
            }
            for entry in entries
        ],
        "お気に入り": list(member.favourites.values("product__code", "product__name", "since")),
        "再入荷のお知らせ": list(member.restock_wishes.values("sku__code", "asked_at", "told_at")),
        "ログイン中の端末": list(member.sessions.values("agent", "address", "started_at", "last_seen_at")),
        "ログインの記録": [
            {"日時": one.at, "内容": SignalKind(one.kind).label, "何が": one.what, "場所": one.address}
            for one in member.signals.order_by("id")
        ],
    }


def _page(member: Member, sections: Mapping[str, Rows]) -> str:
    parts = [
        "<!doctype html><html lang=ja><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>個人データ {escape(member.name)} 様</title><h1>{escape(member.name)} 様の個人データ</h1>",
        f"<p>{clock.business_date().isoformat()} 現在</p>",
    ]
    for title, rows in sections.items():
        parts.append(f"<h2>{escape(title)}</h2>")
        if not rows:
            parts.append("<p>ありません。</p>")
            continue
        heads = "".join(f"<th scope=col>{escape(str(key))}</th>" for key in rows[0])
        lines = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(value))}</td>" for value in row.values()) + "</tr>"
            for row in rows
        )
        parts.append(f"<table border=1><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>")
    return "".join(parts)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
