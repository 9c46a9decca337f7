"""The shop's templates with everything put in that never changes (型): words, fixed addresses, icons.

A page asks for its words, addresses and icons some hundred times, and the answers depend on nothing but the language
and the place where the shop stands. So templates are compiled once for each of these, with the answers in them. What
a page shows of its own stays as it is written; so does everything when a name has been given another meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import engines
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf
from django.utils.translation import get_language, gettext
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from hanjo.storefront.queries.addresses import language_now
from hanjo.storefront.seo.public import around, in_address
from hanjo.ui.formats import NOTHING, number, yen
from hanjo.ui.icons import SEAL, icon
from hanjo.ui.jinja import url

_moulds: dict[tuple[str, str], Environment] = {}


def template(name: str) -> Template:
    """A template of the shop, moulded for the language that is read now and the place where the shop stands (型)."""
    key = (get_language() or "", str(get_urlconf() or settings.ROOT_URLCONF))
    found = _moulds.get(key)
    if found is None:
        found = _moulds[key] = _mould()
    return found.get_template(name)


def _mould() -> Environment:
    made: Environment = engines["jinja2"].env.overlay()  # type: ignore[attr-defined]  # Jinja2's own
    made.filters = {**made.filters, "in_address": in_address, "yen_prose": _yen()}
    made.code_generator_class = _Moulder
    return made


def _yen() -> Callable[[int | None], str]:
    """How money is written in the language of this mould, which need not be asked for with every price."""
    return yen if language_now() == "en" else lambda value: NOTHING if value is None else f"{number(value)}円"


class _Moulder(CodeGenerator):
    """Jinja2's compiler, which sees each template with its fixed answers in place."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802  # Jinja2's name
        named = {one.name for one in node.find_all(nodes.Name) if one.ctx != "load"}
        named |= {macro.name for macro in node.find_all(nodes.Macro)}
        super().visit_Template(_Answers(named).visit(node), frame)


class _Answers(NodeTransformer):
    """Puts answers in the place of what asks for them with fixed words."""

    def __init__(self, named: set[str]) -> None:
        self.named = named  # names with another meaning in this template

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802  # Jinja2's name
        is_seal = node.name == "seal" and node.ctx == "load" and "seal" not in self.named
        return nodes.Const(SEAL, lineno=node.lineno) if is_seal else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja2's name
        self.generic_visit(node)
        asked = node.node
        if not isinstance(asked, nodes.Name) or asked.name in self.named or node.dyn_args or node.dyn_kwargs:
            return node
        answer = _ANSWERS.get(asked.name)
        found = answer(node) if answer else None
        return found.set_lineno(node.lineno) if found else node


def _fixed(call: nodes.Call) -> list[Any] | None:
    """The arguments of a call when all of them stand in the template."""
    if call.kwargs or not all(isinstance(one, nodes.Const) for one in call.args):
        return None
    return [one.value for one in call.args if isinstance(one, nodes.Const)]


def _value(function: Callable[..., Any]) -> Callable[[nodes.Call], nodes.Node | None]:
    def answer(call: nodes.Call) -> nodes.Node | None:
        given = _fixed(call)
        return None if given is None else nodes.Const(function(*given))

    return answer


def _word(call: nodes.Call) -> nodes.Node | None:
    """A text in the language of this mould; what is filled into it is escaped when the page is made."""
    if len(call.args) != 1 or not isinstance(call.args[0], nodes.Const):
        return None
    said = Markup(gettext(call.args[0].value))
    if not call.kwargs:
        return nodes.Const(said % {})
    return nodes.Mod(
        nodes.Const(said), nodes.Dict([nodes.Pair(nodes.Const(one.key), one.value) for one in call.kwargs])
    )


def _address(call: nodes.Call) -> nodes.Node | None:
    """A fixed address, or one in which a single part is filled in."""
    given = _fixed(call)
    try:
        if given is not None:
            return nodes.Const(url(*given))
        name, *rest = call.args
        if call.kwargs or len(rest) != 1 or not isinstance(name, nodes.Const):
            return None
        before, after = around(name.value, get_language() or "", get_urlconf())
    except NoReverseMatch:
        return None
    filled = nodes.Filter(rest[0], "in_address", [], [], None, None)
    return nodes.Add(nodes.Add(nodes.Const(before), filled), nodes.Const(after))


_ANSWERS: dict[str, Callable[[nodes.Call], nodes.Node | None]] = {
    "_": _word,
    "gettext": _word,
    "url": _address,
    "static": _value(static),
    "icon": _value(icon),
    "language_now": _value(language_now),
}
