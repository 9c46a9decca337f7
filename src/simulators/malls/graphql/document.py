"""Read a GraphQL document: operations, fields, arguments, variables, fragments, directives."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    r"""(?P<skip>[\s,\ufeff]+|\#[^\n]*)
      | (?P<block>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\")
      | (?P<string>"(?:[^"\\\n]|\\.)*")
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark>\.\.\.|[{}()\[\]:!$=@|&])""",
    re.VERBOSE,
)


class Unreadable(Exception):
    """The text is not a GraphQL document."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that comes with the request."""

    name: str


@dataclass(frozen=True, slots=True)
class Enum:
    """A word of an enum, written without quotes."""

    word: str


@dataclass(frozen=True, slots=True)
class Type:
    """A type as it is written: `name`, or a list of `inner`; `needed` has the exclamation mark."""

    name: str = ""
    inner: Type | None = None
    needed: bool = False

    @property
    def named(self) -> str:
        """The name inside all lists."""
        return self.inner.named if self.inner else self.name

    def __str__(self) -> str:
        return (f"[{self.inner}]" if self.inner else self.name) + ("!" if self.needed else "")


@dataclass(slots=True)
class Field:
    """One field of a selection; `on` limits a fragment's fields to a type."""

    name: str
    alias: str
    arguments: dict[str, Any] = field(default_factory=dict)
    directives: dict[str, dict[str, Any]] = field(default_factory=dict)
    selection: list[Field] = field(default_factory=list)
    on: str = ""
    has_selection: bool = False


@dataclass(slots=True)
class Document:
    """The operation of a request."""

    kind: str  # query, mutation
    name: str
    variables: dict[str, tuple[Type, Any, bool]]  # type, default, whether there is one
    selection: list[Field]


class Tokens:
    """The tokens of a text, one after another."""

    def __init__(self, text: str) -> None:
        self.found: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise Unreadable(f"unexpected character {text[at]!r} at {at}")
            at = match.end()
            if match.lastgroup != "skip":
                self.found.append((str(match.lastgroup), match.group()))
        self.at = 0

    def peek(self) -> str:
        """The next token's text; empty at the end."""
        return self.found[self.at][1] if self.at < len(self.found) else ""

    @property
    def kind(self) -> str:
        """What the next token is."""
        return self.found[self.at][0] if self.at < len(self.found) else ""

    def take(self, expected: str = "") -> str:
        """Go on; refuses another token than the expected one."""
        text = self.peek()
        if not text or (expected and text != expected):
            raise Unreadable(f"expected {expected or 'more'}, found {text or 'the end'}")
        self.at += 1
        return text

    def takes(self, expected: str) -> bool:
        """Go on when this is next."""
        if self.peek() == expected and self.kind in ("mark", "name"):
            self.at += 1
            return True
        return False

    def name(self) -> str:
        """A name."""
        if self.kind != "name":
            raise Unreadable(f"expected a name, found {self.peek() or 'the end'}")
        return self.take()


@lru_cache(maxsize=256)
def read(text: str) -> Document:
    """The one operation of a document, its fragments put where they are spread. Nobody changes what is read."""
    tokens = Tokens(text)
    operations: list[Document] = []
    fragments: dict[str, tuple[str, list[Field]]] = {}
    while tokens.peek():
        if tokens.peek() == "{":
            operations.append(Document("query", "", {}, _selection(tokens)))
            continue
        word = tokens.name()
        if word == "fragment":
            name = tokens.name()
            tokens.take("on")
            fragments[name] = (tokens.name(), _selection(tokens))
        elif word in ("query", "mutation"):
            name = tokens.name() if tokens.kind == "name" else ""
            operations.append(Document(word, name, _variables(tokens), _selection(tokens)))
        else:
            raise Unreadable(f"unexpected {word}")
    if len(operations) != 1:
        raise Unreadable("exactly one operation is expected")
    operations[0].selection = _spread(operations[0].selection, fragments)
    return operations[0]


def _spread(selection: list[Field], fragments: dict[str, tuple[str, list[Field]]]) -> list[Field]:
    made: list[Field] = []
    for one in selection:
        if one.name.startswith("..."):
            if one.name != "..." and one.name[3:] not in fragments:
                raise Unreadable(f"fragment {one.name[3:]} is not defined")
            on, inner = (one.on, one.selection) if one.name == "..." else fragments[one.name[3:]]
            for each in _spread(inner, fragments):
                each.on = each.on or on
                made.append(each)
            continue
        one.selection = _spread(one.selection, fragments)
        made.append(one)
    return made


def _variables(tokens: Tokens) -> dict[str, tuple[Type, Any, bool]]:
    found: dict[str, tuple[Type, Any, bool]] = {}
    if tokens.takes("("):
        while not tokens.takes(")"):
            tokens.take("$")
            name = tokens.name()
            tokens.take(":")
            kind = read_type(tokens)
            has_default = tokens.takes("=")
            found[name] = (kind, read_value(tokens) if has_default else None, has_default)
    return found


def read_type(tokens: Tokens) -> Type:
    """A type: Name, [Name!]!."""
    if tokens.takes("["):
        inner = read_type(tokens)
        tokens.take("]")
        return Type(inner=inner, needed=tokens.takes("!"))
    return Type(name=tokens.name(), needed=tokens.takes("!"))


def _selection(tokens: Tokens) -> list[Field]:
    tokens.take("{")
    found: list[Field] = []
    while not tokens.takes("}"):
        if tokens.takes("..."):
            if tokens.takes("on"):
                found.append(Field("...", "...", on=tokens.name(), selection=_selection(tokens)))
            else:
                found.append(Field(f"...{tokens.name()}", "..."))
            continue
        alias = name = tokens.name()
        if tokens.takes(":"):
            name = tokens.name()
        one = Field(name, alias, arguments(tokens), directives(tokens))
        if tokens.peek() == "{":
            one.selection, one.has_selection = _selection(tokens), True
        found.append(one)
    if not found:
        raise Unreadable("an empty selection")
    return found


def arguments(tokens: Tokens) -> dict[str, Any]:
    """Arguments in brackets, if there are any."""
    found: dict[str, Any] = {}
    if tokens.takes("("):
        while not tokens.takes(")"):
            name = tokens.name()
            tokens.take(":")
            found[name] = read_value(tokens)
    return found


def directives(tokens: Tokens) -> dict[str, dict[str, Any]]:
    """Directives with their arguments."""
    found: dict[str, dict[str, Any]] = {}
    while tokens.takes("@"):
        name = tokens.name()
        found[name] = arguments(tokens)
    return found


def read_value(tokens: Tokens) -> Any:
    """A value as it is written in a document."""
    kind = tokens.kind
    if tokens.takes("$"):
        return Variable(tokens.name())
    if tokens.takes("["):
        items: list[Any] = []
        while not tokens.takes("]"):
            items.append(read_value(tokens))
        return items
    if tokens.takes("{"):
        made: dict[str, Any] = {}
        while not tokens.takes("}"):
            name = tokens.name()
            tokens.take(":")
            made[name] = read_value(tokens)
        return made
    text = tokens.take()
    if kind == "block":
        return text[3:-3]
    if kind in ("string", "number"):
        return json.loads(text)
    if kind == "name":
        return {"true": True, "false": False, "null": None}.get(text, Enum(text)) if text != "null" else None
    raise Unreadable(f"unexpected {text}")
