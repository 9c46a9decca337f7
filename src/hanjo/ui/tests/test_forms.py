"""A Django form keeps its words, errors and what was typed."""

from django import forms
from django.template import engines

from hanjo.ui.forms import form_part, form_problems
from hanjo.ui.web.stories import StoryForm


def draw(form: forms.Form) -> str:
    return engines["jinja2"].env.from_string("{{ ui.form(form) }}").render(form=form)


def test_what_is_wrong_stands_at_the_top_and_under_its_field() -> None:
    form = StoryForm({"name": "", "price_yen": "-3", "tax": "standard"})
    text = draw(form)
    assert [target for target, _ in form_problems(form)] == ["id_name", "id_price_yen"]
    assert '<a href="#id_name">' in text
    assert 'id="id_name-err"' in text
    assert text.count('aria-invalid="true"') == 2
    assert 'aria-describedby="id_name-err id_name_helptext"' in text
    assert 'value="-3"' in text


def test_required_and_optional_are_said_in_words() -> None:
    text = draw(StoryForm())
    assert text.count("必須") == 3
    assert text.count("任意") == 2


def test_a_group_of_choices_is_a_fieldset_with_its_legend() -> None:
    form = StoryForm()
    part = form_part(form["carrier"])
    assert (part.kind, [choice.label for choice in part.choices]) == ("choices", ["ヤマト運輸", "佐川急便"])
    assert "<legend" in draw(form)


def test_a_hidden_field_shows_no_label() -> None:
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    text = draw(Hidden())
    assert "<label" not in text
    assert 'value="3"' in text


def test_the_renderer_of_django_gives_the_same() -> None:
    from hanjo.ui.forms import Renderer

    assert "必須" in StoryForm(renderer=Renderer()).render()
