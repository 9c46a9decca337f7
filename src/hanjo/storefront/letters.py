"""What the shop writes to members and guests about everything but an order's steps (会員へのメール).

Every text goes through gettext, in the reader's language. A link stands alone on its line, so that no mail program
breaks it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from hanjo.customers.terms import Letter, LetterKind


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body, finished."""

    subject: str
    body: str


def member_letter(letter: Letter, link: str, shop: str) -> Text:
    """The mail about an account, with its link where it has one."""
    with override(letter.language):
        subject, body = _WORDS[letter.kind]()
        greeting = _("%(name)s 様") % {"name": letter.name} + "\n\n" if letter.name else ""
        text = greeting + body + (f"\n\n{link}\n" if link else "\n")
        return Text(f"【{shop}】{subject}", text + signature(shop))


def signature(shop: str) -> str:
    """The foot of every letter."""
    return f"\n──────────────\n{shop}\n"


def _register() -> tuple[str, str]:
    return (
        _("会員登録の確認"),
        _(
            "会員登録のお申し込みをいただきました。次のリンクを 24 時間以内に開くと、登録が終わります。\n"
            "お心当たりのないときは、このメールを捨ててください。何も登録されません。"
        ),
    )


def _already() -> tuple[str, str]:
    return (
        _("すでに会員登録がお済みです"),
        _(
            "このメールアドレスで会員登録のお申し込みをいただきましたが、すでに登録がお済みです。\n"
            "いつものパスワードでログインするか、お忘れのときは次のページで再設定してください。\n"
            "お心当たりのないときは、そのままで差し支えありません。"
        ),
    )


def _new_mail() -> tuple[str, str]:
    return (
        _("新しいメールアドレスの確認"),
        _("次のリンクを 24 時間以内に開くと、メールアドレスがこのアドレスに変わります。"),
    )


def _mail_changing() -> tuple[str, str]:
    return (
        _("メールアドレスの変更のお申し込み"),
        _(
            "会員のメールアドレスを変更するお申し込みをいただきました。新しいアドレスで確認が済むまでは変わりません。\n"
            "お心当たりのないときは、すぐにパスワードを変えて、お問い合わせください。"
        ),
    )


def _mail_changed() -> tuple[str, str]:
    return (
        _("メールアドレスを変更しました"),
        _(
            "会員のメールアドレスが新しいアドレスに変わりました。お心当たりのないときは、すぐにお問い合わせください。"
        ),
    )


def _reset() -> tuple[str, str]:
    return (
        _("パスワードの再設定"),
        _(
            "次のリンクを 60 分以内に開くと、新しいパスワードを決められます。\n"
            "お心当たりのないときは、このメールを捨ててください。パスワードは変わりません。"
        ),
    )


_WORDS: dict[LetterKind, Callable[[], tuple[str, str]]] = {
    LetterKind.CONFIRM_REGISTRATION: _register,
    LetterKind.ALREADY_MEMBER: _already,
    LetterKind.CONFIRM_NEW_MAIL: _new_mail,
    LetterKind.MAIL_CHANGING: _mail_changing,
    LetterKind.MAIL_CHANGED: _mail_changed,
    LetterKind.RESET_PASSWORD: _reset,
}
