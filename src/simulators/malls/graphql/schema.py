"""A schema read from its own language: types, fields, arguments, inputs, enums."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from simulators.malls.graphql.document import Enum, Tokens, Type, Unreadable, read_type, read_value

SCALARS = {"String", "Int", "Float", "Boolean", "ID"}


class Unfit(Exception):
    """A value is not of its type."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument or an input's field."""

    type: Type
    default: Any = None
    has_default: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether it cannot be left out."""
        return self.type.needed and not self.has_default


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a type."""

    type: Type
    arguments: dict[str, Argument]


@dataclass(slots=True)
class Schema:
    """All types. `objects` may be asked of; `inputs` may be given."""

    objects: dict[str, dict[str, Member]] = field(default_factory=dict)
    inputs: dict[str, dict[str, Argument]] = field(default_factory=dict)
    enums: dict[str, set[str]] = field(default_factory=dict)
    scalars: set[str] = field(default_factory=lambda: set(SCALARS))
    interfaces: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a schema."""
        made, tokens = cls(), Tokens(text)
        while tokens.peek():
            made._definition(tokens)
        return made

    def _definition(self, tokens: Tokens) -> None:
        if tokens.kind in ("block", "string"):
            tokens.take()
        word, name = tokens.name(), tokens.name()
        if word == "scalar":
            self.scalars.add(name)
        elif word == "enum":
            tokens.take("{")
            words: set[str] = set()
            while not tokens.takes("}"):
                words.add(tokens.name())
            self.enums[name] = words
        elif word == "input":
            tokens.take("{")
            self.inputs[name] = _arguments(tokens, "}")
        elif word in ("type", "interface"):
            if word == "interface":
                self.interfaces.add(name)
            if tokens.takes("implements"):
                while tokens.peek() != "{":
                    tokens.take()
            tokens.take("{")
            self.objects[name] = self._members(tokens)
        else:
            raise Unreadable(f"unexpected {word}")

    def _members(self, tokens: Tokens) -> dict[str, Member]:
        found: dict[str, Member] = {}
        while not tokens.takes("}"):
            if tokens.kind in ("block", "string"):
                tokens.take()
                continue
            name = tokens.name()
            arguments = _arguments(tokens, ")") if tokens.takes("(") else {}
            tokens.take(":")
            found[name] = Member(read_type(tokens), arguments)
        return found

    def is_leaf(self, name: str) -> bool:
        """Whether a type has no fields of its own."""
        return name in self.scalars or name in self.enums

    def fit(self, value: Any, kind: Type, at: str) -> Any:
        """A given value in the form of its type; refuses with Unfit what does not fit."""
        if value is None:
            if kind.needed:
                raise Unfit(f"{at}: Expected value to not be null")
            return None
        if kind.inner is not None:
            items = value if isinstance(value, list) else [value]
            return [self.fit(item, kind.inner, f"{at}.{number}") for number, item in enumerate(items)]
        if kind.name in self.inputs:
            return self._fit_input(value, kind.name, at)
        if kind.name in self.enums:
            word = value.word if isinstance(value, Enum) else value
            if word not in self.enums[kind.name]:
                raise Unfit(
                    f'{at}: Expected "{word}" to be one of: {", ".join(sorted(self.enums[kind.name]))}'
                )
            return word
        return _fit_scalar(value, kind.name, at)

    def _fit_input(self, value: Any, name: str, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Unfit(f"{at}: Expected {name} to be a key-value object")
        known = self.inputs[name]
        for key in value:
            if key not in known:
                raise Unfit(f"{at}.{key}: Field is not defined on {name}")
        made: dict[str, Any] = {}
        for key, argument in known.items():
            if key in value:
                made[key] = self.fit(value[key], argument.type, f"{at}.{key}")
            elif argument.is_needed:
                raise Unfit(f"{at}.{key}: Expected value to not be null")
            elif argument.has_default:
                made[key] = argument.default
        return made


def _arguments(tokens: Tokens, end: str) -> dict[str, Argument]:
    found: dict[str, Argument] = {}
    while not tokens.takes(end):
        if tokens.kind in ("block", "string"):
            tokens.take()
            continue
        name = tokens.name()
        tokens.take(":")
        kind = read_type(tokens)
        has_default = tokens.takes("=")
        default = read_value(tokens) if has_default else None
        found[name] = Argument(kind, default.word if isinstance(default, Enum) else default, has_default)
    return found


def _fit_scalar(value: Any, name: str, at: str) -> Any:
    wrong = isinstance(value, (dict, list, Enum))
    if name == "Int":
        wrong = wrong or isinstance(value, (bool, str)) or value != int(value)
    elif name == "Float":
        wrong = wrong or isinstance(value, (bool, str))
    elif name == "Boolean":
        wrong = not isinstance(value, bool)
    elif name == "ID":
        wrong = wrong or isinstance(value, (bool, float))
        value = value if wrong else str(value)
    elif name == "String":
        wrong = wrong or not isinstance(value, str)
    if wrong:
        raise Unfit(f"{at}: Could not coerce value {value!r} to {name}")
    return value
