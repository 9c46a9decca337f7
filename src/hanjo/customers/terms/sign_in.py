"""Words of signing in."""

from __future__ import annotations

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class TokenPurpose(Word):
    """What a single-use token is good for (確認用リンクの用途)."""

    CONFIRM_MAIL = "confirm_mail", "登録の確認"
    CHANGE_MAIL = "change_mail", "メールアドレス変更の確認"
    RESET = "reset", "パスワードの再設定"
    SECOND_STEP = "second_step", "二段階認証の途中"


class SignalKind(Word):
    """What an attack on an account looks like (不正ログインの兆候)."""

    NEW_DEVICE = "new_device", "初めての端末"
    NEW_ADDRESS = "new_address", "初めてのネットワーク"
    MANY_FAILURES = "many_failures", "失敗の連続"
    CHANGED = "changed", "登録内容の変更"


class WrongLogin(Refusal):
    """Mail address or password do not fit; which of them, and whether there is an account, is not told."""

    code = "wrong_login"
    message = "メールアドレスまたはパスワードが違います。"
    fix = "大文字・小文字と、かな入力になっていないかをお確かめください。お忘れのときは再設定ができます。"


class LockedOut(Refusal):
    """Too many failures; even the right password is refused for a while."""

    code = "locked_out"
    message = "失敗が続いたため、ログインを {minutes} 分間お受けしていません。"
    fix = "時間をおいてお試しください。パスワードの再設定はすぐにできます。"


class TooMany(Refusal):
    """One address asks too often."""

    code = "too_many"
    message = "短い時間に何度も操作があったため、{minutes} 分間お受けしていません。"
    fix = "時間をおいてもう一度お試しください。"


class NotConfirmed(Refusal):
    """The password fits, but nobody has opened the mail yet."""

    code = "not_confirmed"
    message = "会員登録がまだ終わっていません。お送りした確認メールのリンクを開いてください。"
    fix = "メールが届かないときは、もう一度会員登録をすると、新しいメールをお送りします。"


class WeakPassword(Refusal):
    """The new password is too easy to guess."""

    code = "weak_password"
    message = "このパスワードはお使いになれません。{why}"


class BadMail(Refusal):
    """Not a mail address."""

    code = "bad_mail"
    message = "メールアドレス「{email}」の形が正しくありません。"
    fix = "「@」より後ろまで、半角で入れてください。"


class DeadToken(Refusal):
    """A link of a mail that was used, is too old, or was replaced by a newer one."""

    code = "dead_token"
    message = "このリンクは使えなくなっています。"
    fix = "期限が切れたか、すでに使われています。もう一度はじめからお手続きください。"


class WrongCode(Refusal):
    """The code of the second step does not fit, is used, or is too old."""

    code = "wrong_code"
    message = "確認コードが違うか、使えなくなっています。"
    fix = "認証アプリに今出ている 6 桁の数字を入れてください。端末の時計がずれていると合いません。"


class SecondStepMissing(Refusal):
    """The second step is not in the state that this needs."""

    code = "second_step_missing"
    message = "二段階認証の設定を続けられません。"
    fix = (
        "設定済みのときは、先に解除してください。まだのときは「二段階認証を設定する」からやり直してください。"
    )


class WrongPassword(Refusal):
    """The present password, asked for before a change, does not fit."""

    code = "wrong_password"
    message = "今のパスワードが違います。"


class BadPasskey(Refusal):
    """A passkey that cannot be added or does not open."""

    code = "bad_passkey"
    message = "パスキーをお使いになれません。{why}"
