"""Tell members what happens to their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.customers.facts import AttributeChanged, NewDeviceSeen
from hanjo.customers.models import Member
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront.commands import _letters

WHAT = {
    "password": "パスワード",
    "mail": "メールアドレス",
    "address": "お届け先",
    "totp": "二段階認証",
    "passkey": "パスキー",
    "profile": "会員情報",
}


@command("storefront.tell_member", "安全のお知らせメール")
def tell_member(facts: Sequence[NewDeviceSeen | AttributeChanged], *, by: Actor) -> int:
    """Write to members about a new device or a changed attribute, at every address concerned (安全のお知らせメール).

    A changed mail address is told to the old one and the new one. Told twice, it is written once. Who has been
    erased meanwhile gets nothing. Source: クレジットカード・セキュリティガイドライン 6.0 (属性情報変更の通知).
    """
    members = Member.objects.in_bulk({fact.member_id for fact in facts})
    rows = []
    for fact in facts:
        member = members.get(fact.member_id)
        if member is None or not member.email:
            continue
        kind, values = _words(fact, member)
        mails = fact.mails if isinstance(fact, AttributeChanged) else (member.email,)
        for mail in mails:
            key = f"{fact.member_id}:{_kind(fact)}:{fact.at}:{mail}"[:100]
            rows.append(_letters.letter(kind, mail, values, language=member.language, key=key))
    _letters.queue(rows, by=by)
    return len(rows)


def _kind(fact: NewDeviceSeen | AttributeChanged) -> str:
    return fact.what if isinstance(fact, AttributeChanged) else "device"


def _words(fact: NewDeviceSeen | AttributeChanged, member: Member) -> tuple[str, dict[str, str]]:
    at = datetime.fromisoformat(fact.at).astimezone(clock.JST).strftime("%Y/%m/%d %H:%M") if fact.at else ""
    values = {"name": member.name, "at": at}
    if isinstance(fact, NewDeviceSeen):
        return "new_device", values
    with override(member.language):
        return "data_changed", {**values, "what": _(WHAT.get(fact.what, "登録内容"))}
