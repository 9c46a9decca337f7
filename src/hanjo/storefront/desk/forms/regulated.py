"""Forms for licences and for what products state under their laws, made from the list of kinds."""

from __future__ import annotations

from typing import Any

from django import forms

from hanjo.storefront.regulated.models import GoodsLaw, Licence
from hanjo.storefront.regulated.rules import NONE
from hanjo.storefront.regulated.terms import Ask, Permit, kinds


class LicenceForm(forms.Form):
    """A licence: number, end, and what its notice shows."""

    number = forms.CharField(max_length=120)
    expires_on = forms.DateField(
        label="有効期限", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="期限のない免許は空のまま。30 日前から知らせ、過ぎると商品を店から下げます。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, permit: Permit, row: Licence | None) -> None:
        self.permit = permit
        initial: dict[str, Any] = {}
        if row:
            initial = {"number": row.number, "expires_on": row.expires_on and row.expires_on.isoformat()}
            initial |= {f"detail_{code}": row.details.get(code, "") for code, _ in permit.details}
        super().__init__(data, initial=initial)
        self.fields["number"].label = permit.number
        for code, label in permit.details:
            self.fields[f"detail_{code}"] = forms.CharField(label=label, max_length=200)

    def details(self) -> dict[str, str]:
        """The details by their code."""
        return {code: self.cleaned_data[f"detail_{code}"] for code, _ in self.permit.details}


class GoodsLawForm(forms.Form):
    """Which kinds a product is, and its answers to them."""

    own_kinds = forms.MultipleChoiceField(
        label="この商品の種類", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="カテゴリで決めた種類（と、商品の登録の「酒類」）は、ここで選ばなくても付きます。",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: GoodsLaw | None) -> None:
        answers: dict[str, Any] = dict(row.answers) if row else {}
        initial = {"own_kinds": list(row.own) if row else []} | {
            _name(key): value for key, value in answers.items()
        }
        super().__init__(data, initial=initial)
        own = self.fields["own_kinds"]
        assert isinstance(own, forms.MultipleChoiceField)
        own.choices = [(kind.code, f"{kind.label}（{kind.law}）") for kind in kinds().values()]
        sent = self.data.getlist("own_kinds") if hasattr(self.data, "getlist") else []
        self.asked = [code for code in kinds() if code in {*(row.kinds if row else ()), *sent}]
        for code in self.asked:
            for ask in kinds()[code].asks:
                self.fields[_name(f"{code}.{ask.code}")] = _field(ask)

    def own(self) -> tuple[str, ...]:
        """The kinds that were chosen."""
        return tuple(self.cleaned_data["own_kinds"])

    def answers(self) -> dict[str, str | list[str]]:
        """Every answer that was given."""
        made = {}
        for code in self.asked:
            for ask in kinds()[code].asks:
                if value := self.cleaned_data.get(_name(f"{code}.{ask.code}")):
                    made[f"{code}.{ask.code}"] = value
        return made

    def clean(self) -> dict[str, Any]:
        """Nothing of these, and one of these, cannot both be true."""
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):  # an error takes its field out
            if name != "own_kinds" and isinstance(value, list) and NONE in value and len(value) > 1:
                self.add_error(name, "「使用していない」と、ほかの項目を同時に選べません。")
        return cleaned


def _name(key: str) -> str:
    return key.replace(".", "__")


def _field(ask: Ask) -> forms.Field:
    note = ask.help or ("店に出すのに必要です。" if ask.must else "")
    if ask.type == "many":
        options = [*ask.options, (NONE, ask.none)]
        return forms.MultipleChoiceField(
            label=ask.label,
            choices=options,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=note,
        )
    if ask.type in ("choice", "flag"):
        options = [("", "（未回答）"), *(ask.options or (("yes", "はい"), ("no", "いいえ")))]
        return forms.ChoiceField(label=ask.label, choices=options, required=False, help_text=note)
    return forms.CharField(label=ask.label, max_length=500, required=False, help_text=note)
