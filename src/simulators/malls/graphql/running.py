"""Hold a document against a schema, then answer it from plain values: dicts, lists, and functions of arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulators.malls.graphql.document import Document, Enum, Field, Variable
from simulators.malls.graphql.schema import Argument, Schema, Unfit

DIRECTIVES = {"include", "skip"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document is not carried out. `kind`: field, argument, missing, selection, value, variable, directive."""

    kind: str
    on: str  # the type
    name: str  # the field, argument or variable
    text: str = ""


class Trouble(Exception):
    """A field that cannot be answered: it becomes null, and the answer says why."""

    def __init__(self, message: str, **extensions: Any) -> None:
        self.message, self.extensions = message, extensions
        super().__init__(message)


@dataclass(slots=True)
class Answered:
    """What came of a document."""

    data: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)


Root = Mapping[str, Callable[[dict[str, Any], Field], Any]]


@dataclass(slots=True)
class _Run:
    schema: Schema
    given: dict[str, Any]
    directives: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def check(self, selection: list[Field], on: str) -> None:
        """Every field, argument and selection against the schema."""
        for one in selection:
            home = one.on or on
            if home not in self.schema.objects:
                self.problems.append(Problem("type", home, one.name))
                continue
            member = self.schema.objects[home].get(one.name)
            if one.name == "__typename":
                continue
            if member is None:
                self.problems.append(Problem("field", home, one.name))
                continue
            self._check_arguments(one, member.arguments, home)
            leaf = self.schema.is_leaf(member.type.named)
            if leaf == one.has_selection:
                self.problems.append(Problem("selection", home, one.name, str(member.type)))
            elif not leaf:
                self.check(one.selection, member.type.named)

    def _check_arguments(self, one: Field, known: dict[str, Argument], home: str) -> None:
        for name in one.arguments:
            if name not in known:
                self.problems.append(Problem("argument", f"{home}.{one.name}", name))
        for name, argument in known.items():
            if argument.is_needed and name not in one.arguments:
                self.problems.append(Problem("missing", f"{home}.{one.name}", name))
            if name in one.arguments:
                try:
                    self.schema.fit(self.value(one.arguments[name]), argument.type, name)
                except Unfit as error:
                    self.problems.append(Problem("value", f"{home}.{one.name}", name, str(error)))
        for name, values in one.directives.items():
            if name not in self.directives:
                self.problems.append(Problem("directive", f"{home}.{one.name}", name))
            for value in values.values():
                self.value(value)

    def value(self, written: Any) -> Any:
        """A written value with its variables put in."""
        if isinstance(written, Variable):
            self.used.add(written.name)
            return self.given.get(written.name)
        if isinstance(written, list):
            return [self.value(item) for item in written]
        if isinstance(written, dict):
            self.used |= {item.name for item in written.values() if isinstance(item, Variable)}
            return {
                name: self.value(item)
                for name, item in written.items()
                if not (isinstance(item, Variable) and item.name not in self.given)
            }
        return written

    def arguments(self, one: Field, known: Mapping[str, Argument]) -> dict[str, Any]:
        """What a resolver is given: what was written, and defaults. What was left out stays out."""
        made: dict[str, Any] = {}
        for name, argument in known.items():
            written = one.arguments.get(name)
            absent = isinstance(written, Variable) and written.name not in self.given
            if name in one.arguments and not absent:
                made[name] = self.schema.fit(self.value(written), argument.type, name)
            elif argument.has_default:
                made[name] = argument.default
        return made

    def answer(self, selection: list[Field], on: str, source: Any, path: list[Any]) -> dict[str, Any]:
        """The answer to a selection on one value."""
        kind = source.get("__typename", on) if isinstance(source, Mapping) else on
        made: dict[str, Any] = {}
        for one in selection:
            if one.on and one.on != kind and one.on not in self.schema.interfaces:
                continue
            if one.name == "__typename":
                made[one.alias] = kind
                continue
            member = self.schema.objects[kind][one.name]
            here = [*path, one.alias]
            try:
                found = source.get(one.name)
                if callable(found):
                    given = self.arguments(one, member.arguments)
                    found = found(given, one) if on in ("Query", "Mutation") else found(given)
            except Trouble as trouble:
                found = None
                self.errors.append(
                    {"message": trouble.message, "path": here, "extensions": trouble.extensions}
                )
            made[one.alias] = self._finish(found, one, member.type.named, here)
        return made

    def _finish(self, found: Any, one: Field, named: str, path: list[Any]) -> Any:
        if found is None or self.schema.is_leaf(named):
            return found
        if isinstance(found, list):
            return [self._finish(item, one, named, [*path, number]) for number, item in enumerate(found)]
        return self.answer(one.selection, named, found, path)


def run(
    schema: Schema,
    document: Document,
    variables: Mapping[str, Any] | None,
    root: Root,
    *,
    directives: frozenset[str] = frozenset(),
    before: Callable[[Document, dict[str, Any]], None] | None = None,
) -> Answered:
    """Check a document and answer it; nothing is done for one that has a problem. `before` may raise Trouble."""
    given = {name: default for name, (_, default, has) in document.variables.items() if has}
    given |= {name: value for name, value in (variables or {}).items() if name in document.variables}
    on = "Query" if document.kind == "query" else "Mutation"
    work = _Run(schema, given, directives | DIRECTIVES)
    for name, (kind, _, _) in document.variables.items():
        try:
            given |= {name: schema.fit(given[name], kind, name)} if name in given else {}
            if kind.needed and name not in given:
                raise Unfit(f"{name}: Expected value to not be null")
        except Unfit as error:
            work.problems.append(Problem("variable", str(kind), name, str(error)))
    work.check(document.selection, on)
    work.problems += [Problem("undefined", on, n) for n in sorted(work.used - set(document.variables))]
    work.problems += [Problem("unused", on, n) for n in sorted(set(document.variables) - work.used)]
    if work.problems:
        return Answered(problems=work.problems)
    try:
        if before is not None:
            before(document, given)
    except Trouble as trouble:
        return Answered(errors=[{"message": trouble.message, "extensions": trouble.extensions}])
    data = work.answer(document.selection, on, root, [])
    return Answered(data=data, errors=work.errors)


def plain(value: Any) -> Any:
    """A written value without marks of the language."""
    return value.word if isinstance(value, Enum) else value
