"""How a Django form is drawn: the same fields, words and errors as the macros (入力欄).

`ui.form(form)` draws all of it, `ui.bound(form["name"])` one field. Named in settings as FORM_RENDERER, `{{ form }}`
gives the same. Errors stand in a summary at the top and under their field; nothing typed is lost.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template
from django.utils.safestring import SafeString

CHOICE_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or tick box of a group."""

    tag: SafeString
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """All that a template needs to draw one field."""

    kind: str
    id: str
    label: str
    required: bool
    help: str
    errors: list[str]
    control: SafeString | str = ""
    choices: list[Choice] = field(default_factory=list)
    wide: bool = False


def form_part(bound: forms.BoundField) -> Part:
    """Read one field of a form: its kind, words, errors and control."""
    widget = bound.field.widget
    errors = [str(error) for error in bound.errors]
    part_id = bound.id_for_label or bound.auto_id or bound.html_name
    words: dict[str, Any] = {
        "id": str(part_id),
        "label": str(bound.label),
        "required": bound.field.required,
        "help": str(bound.help_text or ""),
        "errors": errors,
    }
    if bound.is_hidden:
        return Part(kind="hidden", control=bound.as_hidden(), **words)
    if isinstance(widget, CHOICE_WIDGETS):
        words["id"] = str(bound.auto_id or bound.html_name)
        choices = [Choice(SafeString(one.tag()), str(one.choice_label)) for one in bound.subwidgets]
        return Part(kind="choices", choices=choices, **words)
    described = " ".join(
        name for name, there in ((f"{part_id}-err", errors), (f"{part_id}_helptext", words["help"])) if there
    )
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    attrs.update(_keyboard(bound.field))
    kind = "check" if isinstance(widget, forms.CheckboxInput) else "input"
    return Part(
        kind=kind, control=bound.as_widget(attrs=attrs), wide=isinstance(widget, forms.Textarea), **words
    )


def _keyboard(form_field: forms.Field) -> dict[str, str]:
    if isinstance(form_field, forms.IntegerField):
        return {"inputmode": "numeric"}
    return {}


def form_problems(form: forms.BaseForm) -> list[tuple[str, str]]:
    """List what is wrong with a form as (id of the field, sentence) for the summary at its top."""
    found: list[tuple[str, str]] = []
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            found.extend(("", str(error)) for error in errors)
        else:
            bound = form[name]
            part = form_part(bound)
            found.extend((part.id, f"{bound.label}: {error}") for error in errors)
    return found


class Renderer(DjangoTemplates):
    """Django's form renderer with our own frame; single controls stay Django's."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Take our templates from the pages' engine, all others from Django."""
        if template_name.startswith("ui/"):
            return get_template(template_name)
        return super().get_template(template_name)
