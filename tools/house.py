"""The house's own rules, as far as a program can see them. Prints the budgets, fails on a breach.

Budgets are a compass: they are printed, and only a file or function beyond twice its budget fails. Forbidden names,
clocks beside the clock, writing into another module's tables and untranslated words in commands always fail.
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "hanjo"

FORBIDDEN_NAMES = {"services", "utils", "util", "helpers", "managers", "signals", "core", "common", "misc"}
# A carrier's service (配送サービス) is the field's own word and means one thing there.
OWN_WORDS = {("carriers", "services"), ("queries", "services"), ("web", "services")}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
}
WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
    "save",
}
UNDONE = re.compile(
    r"\b(TODO|FIXME|HACK)\b|raise NotImplementedError|pytest\.(skip|xfail|mark\.(skip|xfail))"
)
BARE_IGNORE = re.compile(r"#\s*(type:\s*ignore(\[[\w, -]+\])?|noqa(:\s*[A-Z0-9, ]+)?)\s*$")
JAPANESE = re.compile(r"[(（][^()（）]*[\u3040-\u30ff\u4e00-\u9fff][^()（）]*[)）]")
PACKAGES = {
    "staff",
    "catalogue",
    "inventory",
    "pricing",
    "customers",
    "orders",
    "payments",
    "fulfilment",
    "channels",
    "console",
}


@dataclass(frozen=True)
class Breach:
    """One place that does not keep a rule."""

    where: str
    what: str


def files() -> list[Path]:
    """Return the product's own Python files."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def product(path: Path) -> bool:
    """Tell whether a file is part of the product and not of its tests."""
    return "tests" not in path.parts and not path.name.startswith("test_")


def module_of(path: Path) -> str:
    """Return the module a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def check_names(paths: list[Path]) -> Iterator[Breach]:
    """A file is named after what it does."""
    for path in paths:
        for part in (path.stem, *path.relative_to(SOURCE).parts[:-1]):
            if part in FORBIDDEN_NAMES and (path.parent.name, part) not in OWN_WORDS:
                yield Breach(str(path.relative_to(ROOT)), f"the name '{part}' says nothing")


def check_lines(path: Path, text: str) -> Iterator[Breach]:
    """Nothing is left undone, and an exception to a check says why."""
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{path.relative_to(ROOT)}:{number}"
        if UNDONE.search(line):
            yield Breach(where, "something is left undone or skipped")
        if BARE_IGNORE.search(line):
            yield Breach(where, "an ignored check needs its reason behind it")


def check_size(path: Path, text: str, tree: ast.Module) -> Iterator[Breach]:
    """Files and functions stay small enough to be read at once."""
    lines = len(text.splitlines())
    if lines > LONGEST_FILE:
        yield Breach(str(path.relative_to(ROOT)), f"{lines} lines (at most {LONGEST_FILE})")
    for name, start, length in functions(tree):
        if length > 2 * LONGEST_FUNCTION:
            yield Breach(
                f"{path.relative_to(ROOT)}:{start}", f"{name} has {length} lines (budget {LONGEST_FUNCTION})"
            )


def functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Return name, first line and length without docstring of every function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            yield node.name, node.lineno, (node.end_lineno or first.lineno) - first.lineno + 1


def check_clock(path: Path, tree: ast.Module) -> Iterator[Breach]:
    """There is one clock."""
    if path.relative_to(SOURCE).parts[:2] == ("kernel", "clock.py"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (name, node.func.attr) in CLOCKS:
                yield Breach(
                    f"{path.relative_to(ROOT)}:{node.lineno}", "asks the time beside hanjo.kernel.clock"
                )


def check_tables(path: Path, tree: ast.Module) -> Iterator[Breach]:
    """Only a module's own commands write its tables."""
    own = module_of(path)
    foreign: dict[str, str] = {}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and re.fullmatch(r"hanjo\.\w+\.models", node.module)
        ):
            owner = node.module.split(".")[1]
            if owner != own and owner in PACKAGES:
                foreign |= {alias.asname or alias.name: owner for alias in node.names}
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        ):
            continue
        root, through_objects = _root(node.func.value)
        if root in foreign and through_objects:
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            yield Breach(where, f"{own} writes the table {root} of {foreign[root]}")


def _root(node: ast.expr) -> tuple[str, bool]:
    """Return the name a chain such as `Order.objects.filter(...)` begins with, and whether it goes by objects."""
    through = False
    while True:
        if isinstance(node, ast.Attribute):
            through = through or node.attr == "objects"
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return (node.id if isinstance(node, ast.Name) else "", through)


def check_words(path: Path, tree: ast.Module) -> Iterator[Breach]:
    """Every verb says in its first sentence what it is called in the trade."""
    if "commands" not in path.parts:
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is_public_command(node):
            first = (ast.get_docstring(node) or "").split("\n\n")[0]
            if not JAPANESE.search(first):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Breach(where, f"{node.name} lacks its Japanese word in the first sentence")


def _is_command(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "command"


def _is_public_command(node: ast.stmt) -> bool:
    """Tell whether a statement defines a verb that others may call."""
    return (
        isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(_is_command(one) for one in node.decorator_list)
    )


def check_glossary(trees: dict[Path, ast.Module]) -> Iterator[Breach]:
    """The Japanese word of every verb stands in the glossary."""
    glossary = ROOT / "docs" / "glossary.md"
    if not glossary.exists():
        yield Breach("docs/glossary.md", "there is no glossary")
        return
    known = glossary.read_text(encoding="utf-8")
    for path, tree in trees.items():
        for node in tree.body if product(path) and "commands" in path.parts else ():
            if isinstance(node, ast.FunctionDef) and _is_public_command(node):
                word = JAPANESE.search((ast.get_docstring(node) or "").split("\n\n")[0])
                if word and word[0][1:-1] not in known:
                    where = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield Breach(where, f"the word {word[0][1:-1]} of {node.name} is not in docs/glossary.md")


def breaches() -> list[Breach]:
    """Look at the whole house."""
    paths = files()
    found = [*check_names(paths)]
    trees = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        tree = trees[path] = ast.parse(text)
        found += check_lines(path, text)
        if product(path):
            found += [*check_size(path, text, tree), *check_clock(path, tree)]
            found += [*check_tables(path, tree), *check_words(path, tree)]
    return [*found, *check_glossary(trees)]


def budgets() -> str:
    """Write the sizes of the house."""
    texts = {path: path.read_text(encoding="utf-8") for path in files() if product(path)}
    sizes = sorted(len(text.splitlines()) for text in texts.values())
    lengths = sorted(length for text in texts.values() for _, _, length in functions(ast.parse(text)))
    over = sum(length > LONGEST_FUNCTION for length in lengths)
    return (
        f"{len(sizes)} files, median {statistics.median(sizes):.0f} lines, longest {sizes[-1]}; "
        f"{len(lengths)} functions, median {statistics.median(lengths):.0f} lines, longest {lengths[-1]}, "
        f"{over} over {LONGEST_FUNCTION}"
    )


def main() -> int:
    """Print and judge."""
    print(budgets())
    found = breaches()
    for breach in found:
        print(f"{breach.where}: {breach.what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
