"""Forms of the staff pages."""

from __future__ import annotations

from django import forms

from hanjo.kernel.refusal import Refusal
from hanjo.staff import queries
from hanjo.staff.terms import Density, Theme


def add_refusal(form: forms.BaseForm, refusal: Refusal, field: str | None = None) -> None:
    """Show a refusal at a field, or above the form."""
    form.add_error(field, "".join((refusal.text, refusal.advice)))


def _password(label: str, *, fresh: bool = False, help_text: str = "") -> forms.CharField:
    hint = "new-password" if fresh else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": hint}),
    )


class LoginForm(forms.Form):
    """Name and password."""

    login = forms.CharField(
        label="ログイン名",
        max_length=150,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = _password("パスワード")


class CodeForm(forms.Form):
    """Six digits, or a recovery code."""

    code = forms.CharField(
        label="確認コード",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )


class PreferencesForm(forms.Form):
    """How somebody wants the pages."""

    theme = forms.ChoiceField(label="配色", choices=Theme.choices())
    density = forms.ChoiceField(label="一覧の詰め方", choices=Density.choices())
    language = forms.ChoiceField(label="ことば", choices=[("ja", "日本語"), ("en", "English")])
    shortcuts = forms.BooleanField(
        label="1文字のキー操作を使う",
        required=False,
        help_text="読み上げソフトや音声入力とぶつかるときは、外してください。",
    )


class PasswordForm(forms.Form):
    """The present password, and the next one twice."""

    present = _password("今のパスワード")
    password = _password(
        "新しいパスワード", fresh=True, help_text="10文字以上。名前やよくある言葉は使えません。"
    )
    again = _password("新しいパスワード（もう一度）", fresh=True)

    def clean(self) -> None:
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", "2回の入力が違います。")


class DropTwoStepForm(forms.Form):
    """The present password, before the second step goes."""

    present = _password("今のパスワード")


class StaffForm(forms.Form):
    """A person and their roles."""

    name = forms.CharField(label="名前", max_length=80)
    email = forms.EmailField(label="メール", required=False)
    roles = forms.MultipleChoiceField(label="役割", required=False, widget=forms.CheckboxSelectMultiple)
    is_active = forms.BooleanField(
        label="在籍している（外すとログインできません）", required=False, initial=True
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(role.code, role.name) for role in queries.all_roles()]


class NewStaffForm(StaffForm):
    """A new person, with a first password."""

    login = forms.CharField(
        label="ログイン名", max_length=150, help_text="半角の英小文字・数字・記号（. _ - @）。"
    )
    password = _password(
        "最初のパスワード", fresh=True, help_text="10文字以上。本人にあとで変えてもらいます。"
    )
    field_order = ["login", "name", "email", "roles", "password"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]


class ResetForm(forms.Form):
    """A password that a manager sets for a colleague."""

    password = _password("仮のパスワード", fresh=True, help_text="二段階認証とロックも外れます。")


class RoleForm(forms.Form):
    """Name and code of a role; its permissions are the ticks of the table."""

    name = forms.CharField(label="役割の名前", max_length=60)
    code = forms.SlugField(
        label="コード", max_length=40, help_text="半角英数字とハイフン。あとから変えられません。"
    )


class TokenForm(forms.Form):
    """What a program is for."""

    name = forms.CharField(label="使いみち", max_length=80, help_text="例: 会計ソフトへの連携")
