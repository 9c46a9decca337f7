"""Words and refusals of the staff module."""

from __future__ import annotations

from hanjo.kernel.refusal import Refusal
from hanjo.kernel.word import Word


class Theme(Word):
    """How bright the pages are (配色)."""

    AUTO = "auto", "端末に合わせる"
    LIGHT = "light", "明るい"
    DARK = "dark", "暗い"


class Density(Word):
    """How tight lists are set (表示密度)."""

    COMFORTABLE = "comfortable", "ゆったり"
    COMPACT = "compact", "つめる"


class WrongLogin(Refusal):
    """Login name or password do not fit; which of them is not told."""

    code = "wrong_login"
    message = "ログイン名またはパスワードが違います。"
    fix = "大文字・小文字と、かな入力になっていないかをお確かめください。"


class LockedOut(Refusal):
    """Too many failures; even the right password is refused for a while."""

    code = "locked_out"
    message = "失敗が続いたため、ログインを{minutes}分間止めています。"
    fix = "時間をおいてお試しください。お急ぎのときは、店長にパスワードの再設定を頼んでください。"


class WrongCode(Refusal):
    """The code of the second step does not fit, is used, or is too old."""

    code = "wrong_code"
    message = "確認コードが違うか、使えなくなっています。"
    fix = "認証アプリに今出ている6桁の数字を入れてください。端末の時計がずれていると合いません。"


class WrongPassword(Refusal):
    """The present password, asked for before a change, does not fit."""

    code = "wrong_password"
    message = "今のパスワードが違います。"


class WeakPassword(Refusal):
    """The new password is too easy to guess."""

    code = "weak_password"
    message = "このパスワードは使えません。{why}"


class LoginTaken(Refusal):
    """Two people cannot share a login name."""

    code = "login_taken"
    message = "ログイン名「{login}」は、すでに使われています。"
    fix = "別のログイン名を決めてください。"


class BadLoginName(Refusal):
    """A login name is short, plain and typed without an input method."""

    code = "bad_login_name"
    message = "ログイン名「{login}」は使えません。"
    fix = "半角の英小文字・数字・記号（. _ - @）だけで、2文字以上150文字以内にしてください。"


class UnknownRole(Refusal):
    """A role that does not exist cannot be given."""

    code = "unknown_role"
    message = "役割「{role}」はありません。"
    fix = "設定の「役割と権限」で作ってから、もう一度お試しください。"


class UnknownPermission(Refusal):
    """Only permissions that the house knows can be granted."""

    code = "unknown_permission"
    message = "権限「{permission}」はありません。"


class LastManager(Refusal):
    """Somebody must be able to manage staff."""

    code = "last_manager"
    message = "この変更をすると、担当者を管理できる人がいなくなります。"
    fix = "先に、ほかの人へ「店長」の役割を付けてください。"


class BadAddress(Refusal):
    """What was typed is no address and no network."""

    code = "bad_address"
    message = "「{address}」は、アドレスでもネットワークでもありません。"
    fix = "203.0.113.7 か 203.0.113.0/24 のように入れてください。"


class OwnAddressMissing(Refusal):
    """Nobody locks themselves out of the console."""

    code = "own_address_missing"
    message = (
        "いまお使いのアドレス {address} が入っていません。このまま保存すると、この画面を開けなくなります。"
    )
    fix = "{address} を加えてから、もう一度保存してください。"


class NotYourRight(Refusal):
    """Nobody gives away what they do not have themselves."""

    code = "not_your_right"
    message = "自分にない権限（{permission}）は、ほかの人に渡せません。"
    fix = "その権限をお持ちの方に頼んでください。"


class SecondStepMissing(Refusal):
    """There is no second step to confirm or to switch off."""

    code = "second_step_missing"
    message = "二段階認証の設定が始まっていません。"
    fix = "「二段階認証を設定する」からやり直してください。"


class UnusableKey(Refusal):
    """Something that no keyboard sends as one key, or that the browser keeps for itself."""

    code = "unusable_key"
    message = "「{does}」のキー「{key}」は使えません。"
    fix = "英字 1 文字か、「alt+n」のように Alt と英字を入れてください。空にすると、キーを使いません。"


class KeyTaken(Refusal):
    """Two things cannot be done with one key."""

    code = "key_taken"
    message = "キー「{key}」が、「{first}」と「{second}」の両方に付いています。"
    fix = "どちらかを別のキーにするか、空にしてください。何も変わっていません。"
