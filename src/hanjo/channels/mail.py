"""Decisions about mail to buyers: what may stand in a template, how it reads, how it is addressed. Pure.

Templates are the shop's own text with {{ names }} in it. They run in a sandbox: plain dicts and texts in, a small
set of words, no loops beyond the lists that are given, no file, no object of ours, and so much fuel and no more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from minijinja import Environment, TemplateError

from hanjo.channels.terms import BadTemplate
from hanjo.kernel.word import Word

FUEL = 50_000
MOST_TEMPLATE = 10_000
MOST_MAIL = 50_000
FILTERS = {"default", "upper", "lower", "trim", "length", "join", "first", "last"}

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_FILTER = re.compile(r"\|\s*([A-Za-z_]+)")
_WORD = re.compile(r"-?\s*([a-z]+)")
_STATEMENTS = {"if", "elif", "else", "endif", "for", "endfor"}
_RISKY = re.compile(r"[*~\\]|__|\brange\b|\blipsum\b|\bdict\b|\bdebug\b|\bnamespace\b")


class MailKind(Word):
    """The steps at which the shop writes to a buyer (メールの種類)."""

    THANKS = "thanks", "ご注文確認"
    UNPAID = "unpaid", "ご入金のお願い"
    DELAYED = "delayed", "発送遅延のお知らせ"
    SHIPPED = "shipped", "発送のお知らせ"
    ASK = "ask", "ご確認のお願い"
    SOLD_OUT = "sold_out", "在庫切れのお詫び"
    FREE = "free", "自由文"
    PAY = "pay", "ご注文確認・お支払いのご案内"
    EXPIRED = "expired", "お支払い期限切れのお知らせ"
    CANCELLED = "cancelled", "ご注文取り消しのお知らせ"
    REFUNDED = "refunded", "ご返金のお知らせ"
    REISSUED = "reissued", "お支払い番号・金額の変更のお知らせ"


class MailState(Word):
    """Where a mail is (送信の状態). `uncertain`: we stopped while it was on its way; only a person may decide."""

    QUEUED = "queued", "送信待ち"
    SENDING = "sending", "送信中"
    SENT = "sent", "送信済"
    UNCERTAIN = "uncertain", "送れたか不明"
    FAILED = "failed", "送れません"
    STOPPED = "stopped", "送らない"


BY_HAND = (
    MailKind.ASK, MailKind.SOLD_OUT, MailKind.DELAYED, MailKind.UNPAID, MailKind.CANCELLED, MailKind.REFUNDED,
    MailKind.FREE,
)  # fmt: skip
"""What a person writes to one buyer; the others are written when something happens."""


def finish(subject: str, body: str) -> tuple[str, str]:
    """Subject and body as they go out, whoever wrote them: one line, and plain line ends (文面の仕上げ)."""
    return " ".join(subject.split())[:200], body.replace("\r\n", "\n").replace("\r", "\n").strip() + "\n"


def render(subject: str, body: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Fill a template with plain values (文面の作成). Refuses a template that cannot be filled (BadTemplate)."""
    return finish(_fill("件名", subject, values), _fill("本文", body, values))


def _fill(where: str, source: str, values: Mapping[str, Any]) -> str:
    _allow(where, source)
    env = Environment(fuel=FUEL, undefined_behavior="strict", auto_escape_callback=lambda _: False)
    try:
        text = env.render_str(source, "mail", **values)
    except TemplateError as error:
        raise BadTemplate(where=where, reason=_in_japanese(error)) from error
    if len(text) > MOST_MAIL:
        raise BadTemplate(where=where, reason="できた文面が長すぎます（50,000 文字まで）")
    return text


def check_names(where: str, source: str, values: Mapping[str, Any]) -> None:
    """Refuse names that a text of the shop cannot have, also where no example would come by (BadTemplate)."""
    _allow(where, source)
    try:
        used = Environment().undeclared_variables_in_str(source, nested=True)
    except TemplateError as error:
        raise BadTemplate(where=where, reason=_in_japanese(error)) from error
    for name in sorted(used):
        known: Any = values
        for part in name.split("."):
            if not isinstance(known, Mapping) or part not in known:
                raise BadTemplate(where=where, reason=f"「{name}」という差し込み項目はありません")
            known = known[part]


def _allow(where: str, source: str) -> None:
    """Let only names, comparisons, if, for and a few filters pass: what could fill the memory is refused unread."""
    for shown, done in _TAG.findall(source):
        inside = shown or done
        if _RISKY.search(inside):
            raise BadTemplate(where=where, reason=f"「{inside.strip()[:40]}」は使えません")
        for name in _FILTER.findall(inside):
            if name not in FILTERS:
                raise BadTemplate(where=where, reason=f"フィルター「{name}」は使えません")
        word = _WORD.match(done.strip())
        if done and (word is None or word[1] not in _STATEMENTS):
            raise BadTemplate(
                where=where, reason=f"「{{% {done.strip()[:30]} %}}」は使えません（if と for だけです）"
            )


def _in_japanese(error: TemplateError) -> str:
    line = f"{error.line} 行目: " if error.line else ""
    if error.kind == "UndefinedError":
        name = re.search(r"`([^`]+)`", error.message or "")
        return f"{line}「{name[1] if name else '名前'}」という差し込み項目はありません"
    if error.kind == "OutOfFuel":
        return f"{line}くり返しが多すぎます"
    return f"{line}書き方が正しくありません（{{{{ }}}} や {{% %}} の閉じ忘れがないか確かめてください）"


# --- addresses ----------------------------------------------------------------------------------------

_MAIL = re.compile(
    r"([^\s@<>()\[\],;:\"\\\x00-\x1f]{1,64})@([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+)"
)
_MASKED = ("@pc.fw.rakuten.ne.jp", "@mb.fw.rakuten.ne.jp", "@fw.rakuten.ne.jp", "@marketplace.amazon.co.jp")


def is_address(text: str) -> bool:
    """Whether a mail could go to this address; old mobile addresses with odd dots count."""
    return text.isascii() and len(text) <= 254 and _MAIL.fullmatch(text) is not None


def is_masked(text: str) -> bool:
    """Whether a mall stands between us and the buyer: it forwards only what comes from the registered address."""
    return text.casefold().endswith(_MASKED)


def why_not(to: str, sender: str) -> str:
    """Why a mail cannot go out, in one sentence; empty when it can."""
    if not is_address(to):
        return "宛先のメールアドレスが正しくありません"
    if not is_address(sender):
        known = "モールに登録した" if is_masked(to) else ""
        return f"{known}送信元アドレスが店舗に設定されていません"
    return ""


def message_id(key: str, sender: str) -> str:
    """The same mail has the same Message-ID for ever, so that a mailbox can recognise a second copy."""
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def message(
    *,
    to: str,
    sender: str,
    sender_name: str,
    subject: str,
    body: str,
    message_id: str,
    date: datetime,
    way_out: str = "",
) -> EmailMessage:
    """Build the mail as it goes on the wire: plain text, headers that cannot be broken out of.

    `way_out` lets mail programs stop such letters with one press (RFC 2369, RFC 8058).
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=" ".join(sender_name.split()), addr_spec=_spec(sender))
    made["To"] = Address(addr_spec=_spec(to))
    made["Subject"] = " ".join(subject.split())
    made["Date"] = date
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"
    if way_out:
        made["List-Unsubscribe"] = f"<{way_out}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(body, cte="base64")
    return made


def _spec(address: str) -> str:
    """An address as the parser takes it: a name with odd dots (old docomo and au addresses) stands in quotes."""
    name, _, domain = address.rpartition("@")
    odd = name.startswith(".") or name.endswith(".") or ".." in name
    return f'"{name}"@{domain}' if odd else address
