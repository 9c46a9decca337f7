"""Hand out what the shop knows of a person."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.translation import override

from hanjo.customers import queries
from hanjo.customers.models import Member, PointEntry
from hanjo.customers.terms import MemberState, PointCause, PointKind, SignalKind
from hanjo.kernel import audit, clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.kernel.speech import say

Rows = Sequence[Mapping[str, Any]]


@command("customers.export_member", "個人データの開示")
def export_member(
    member_id: int, *, by: Actor, more: Mapping[str, Rows] | None = None, language: str = ""
) -> bytes:
    """Hand out everything the shop knows of a member as a zip with JSON and a readable page (個人データの開示).

    `more` are sections of modules above (orders, inquiries, reviews); `language` is that of the headings, where it is
    empty the member's own. Not in it, and why: password, second step and passkeys, because a copy would open the
    account; the shop's own notes and 要注意, because they are its judgement (個人情報保護法 33条2項 lets it keep what
    would hinder its business).
    """
    member = Member.objects.select_related("customer", "rank").get(pk=member_id)
    language = language or member.language
    with override(language):
        sections: dict[str, Rows] = {**_sections(member), **(more or {})}
        page = _page(member, sections, language)
    audit.record(by, "customers.export_member", [f"member:{member_id}"])
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        plain = json.dumps(sections, ensure_ascii=False, indent=2, default=str)
        archive.writestr("data.json", plain)
        archive.writestr("data.html", page)
    return pack.getvalue()


def _sections(member: Member) -> dict[str, Rows]:
    return {
        say("会員情報"): [_account(member)],
        say("お届け先"): [
            {
                say("呼び名"): one.label,
                say("お名前"): one.name,
                say("フリガナ"): one.kana,
                say("会社・ご家庭"): one.company,
                say("郵便番号"): one.postal,
                say("都道府県"): one.prefecture,
                say("市区町村"): one.city,
                say("町名・番地"): one.street,
                say("建物名・部屋番号"): one.building,
                say("電話番号"): one.phone,
            }
            for one in member.addresses.order_by("id")
        ],
        say("同意の記録"): [
            {_CONSENT[name](): value for name, value in row.items()}
            for row in queries.consent_evidence(member.email)
        ],
        say("ポイント"): _points(member),
        say("お気に入り"): [
            {say("商品番号"): one.product.code, say("商品名"): one.product.name, say("登録"): one.since}
            for one in member.favourites.select_related("product")
        ],
        say("再入荷のお知らせ"): [
            {say("商品番号"): one.sku.code, say("お申し込み"): one.asked_at, say("お知らせ"): one.told_at}
            for one in member.restock_wishes.select_related("sku")
        ],
        say("ログイン中の端末"): [
            {
                say("端末"): one.agent,
                say("場所"): one.address,
                say("開始"): one.started_at,
                say("最後のご利用"): one.last_seen_at,
            }
            for one in member.sessions.order_by("id")
        ],
        say("ログインの記録"): [
            {
                say("日時"): one.at,
                say("内容"): SignalKind(one.kind).label,
                say("何が"): one.what,
                say("場所"): one.address,
            }
            for one in member.signals.order_by("id")
        ],
    }


_CONSENT: Mapping[str, Callable[[], str]] = {
    "purpose": lambda: say("目的"),
    "action": lambda: say("同意・停止"),
    "at": lambda: say("日時"),
    "address": lambda: say("場所"),
    "agent": lambda: say("端末"),
    "form": lambda: say("画面"),
    "form_version": lambda: say("文言の版"),
    "wording": lambda: say("お見せした文言"),
    "source": lambda: say("きっかけ"),
}


def _account(member: Member) -> Mapping[str, Any]:
    return {
        say("お名前"): member.name,
        say("フリガナ"): member.kana,
        say("会社・ご家庭"): member.company,
        say("電話番号"): member.phone,
        say("メールアドレス"): member.email,
        say("言語"): member.language,
        say("状態"): MemberState(member.state).label,
        say("ランク"): member.rank.name if member.rank else "",
        say("登録"): member.joined_at,
    }


def _points(member: Member) -> Rows:
    entries = (
        PointEntry.objects.filter(lot__customer_id=member.customer_id).select_related("lot").order_by("id")
    )
    return [
        {
            say("日時"): entry.at,
            say("種類"): PointKind(entry.lot.kind).label,
            say("理由"): PointCause(entry.cause).label,
            say("増減"): entry.delta,
            say("有効期限"): entry.lot.expires_on,
            say("番号"): entry.ref,
        }
        for entry in entries
    ]


def _page(member: Member, sections: Mapping[str, Rows], language: str) -> str:
    heading = escape(say("{name} 様の個人データ", name=member.name))
    parts = [
        f"<!doctype html><html lang={escape(language)}><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'>",
        f"<title>{heading}</title><h1>{heading}</h1>",
        f"<p>{escape(say('{day} 現在', day=clock.business_date().isoformat()))}</p>",
    ]
    for title, rows in sections.items():
        parts.append(f"<h2>{escape(title)}</h2>")
        if not rows:
            parts.append(f"<p>{escape(say('ありません。'))}</p>")
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
