"""Tell members what happens to their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.channels import commands as channels
from hanjo.customers.facts import AttributeChanged, NewDeviceSeen
from hanjo.customers.models import Member
from hanjo.kernel import clock
from hanjo.kernel.actor import Actor
from hanjo.kernel.command import command
from hanjo.storefront import letters, queries
from hanjo.storefront.commands import _letters
from hanjo.storefront.terms import CHANNEL

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
    shop, rows = queries.shop().name, []
    for fact in facts:
        member = members.get(fact.member_id)
        if member is None or not member.email:
            continue
        with override(member.language):
            subject, body = _words(fact)
            text = letters.Text(
                f"【{shop}】{subject}",
                _("%(name)s 様") % {"name": member.name} + f"\n\n{body}\n" + letters.signature(shop),
            )
        mails = fact.mails if isinstance(fact, AttributeChanged) else (member.email,)
        rows += [
            _letters.letter(
                "safety", mail, text, key=f"{fact.member_id}:{_kind(fact)}:{fact.at}:{mail}"[:100]
            )
            for mail in mails
        ]
    channels.queue_letters(CHANNEL, rows, by=by)
    return len(rows)


def _kind(fact: NewDeviceSeen | AttributeChanged) -> str:
    return fact.what if isinstance(fact, AttributeChanged) else "device"


def _words(fact: NewDeviceSeen | AttributeChanged) -> tuple[str, str]:
    at = datetime.fromisoformat(fact.at).astimezone(clock.JST).strftime("%Y/%m/%d %H:%M") if fact.at else ""
    doubt = _(
        "お心当たりのないときは、すぐにパスワードを変えて、マイページの「ログイン中の端末」をご確認ください。"
    )
    if isinstance(fact, AttributeChanged):
        what = _(WHAT.get(fact.what, "登録内容"))
        subject = _("%(what)sが変更されました") % {"what": what}
        return subject, _("%(at)s に、%(what)sが変更されました。") % {"at": at, "what": what} + "\n" + doubt
    return (
        _("新しい端末からのログイン"),
        _("%(at)s に、はじめての端末または場所からログインがありました。") % {"at": at} + "\n" + doubt,
    )
