"""Bring the translation up to date: `python -m tools.texts` (翻訳の更新).

Collects every text that buyers can read, in Japanese, from pages and code of the shop, writes them with their places
into the catalogue of each language, keeps what is translated, drops what is gone, compiles the catalogue, and says what
still lacks a translation. The compiled catalogue is kept in the repository, so that the shop starts without a compiler
and without a network; a test finds it out of date.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from hanjo.channels.reading.address import PREFECTURES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "hanjo"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
DAY = datetime(2026, 11, 22, tzinfo=UTC)
"""Written into the head of the catalogue; fixed, so that the same texts make the same file."""
CALLS = {"_", "gettext", "gettext_lazy", "say", "N_"}
PAGES = ("storefront/templates/storefront",)
TABLES = (
    "storefront/words.py", "storefront/queries/shelf.py", "storefront/search/facets.py", "storefront/web/places.py",
    "storefront/queries/own_orders.py", "storefront/rules/delivery.py", "pricing/rules/shipping.py",
    "payments/queries/intents.py", "payments/providers/stripe/translate.py", "payments/own.py",
    "storefront/commands/_figures.py", "storefront/commands/tell_member.py", "storefront/rules/noshi.py",
)  # fmt: skip
"""Files whose tables of words are translated where they are shown."""
LAWS = "storefront/regulated/kinds.toml"
CODE = (
    "storefront",
    "pricing/rules",
    "payments",
    "orders/rules.py",
    "orders/commands/_returns.py",
    "customers/commands/export_member.py",
    "channels/mail_texts.py",
)
SPOKEN = (
    "storefront/terms.py", "kernel/refusal.py", "pricing/terms", "customers/terms", "inventory/terms.py",
    "payments/terms.py", "support/terms.py", "orders/terms.py", "reviews/terms.py",
)  # fmt: skip
"""Where refusals and words stand that a buyer can meet."""
STAFF_ONLY = frozenset(
    "CheckoutState Standing Place Target BlockKind BadMove PayPolicy Stage Severity LineKind HoldsOpen StaleOrder "
    "AlreadyPrinted NothingToChange UnknownField CannotMerge CannotSplit CannotUndo NoProposal UnknownCheck "
    "PaymentKind WrongAmount ErrandVerb ErrandState SharesDiffer NothingToMove BadHook LocationKind Cause "
    "ReservationState HoldState DemandState Policy StockFlagged InquiryState MessageKind NoSuchInquiry BadCoupon "
    "BadSale BadTerms SamePerson CouponKind Part SaleState PlanState UseState Because NoWording "
    "Language LetterKind BadRanks BadMemberMove PointOrigin PromiseState BadCorrection TokenPurpose "
    "RefundWay CannotRefund".split()
)
"""Words and refusals in these files that only the staff meets; whatever is not named here is translated."""
NOT_OURS = ("/tests/", "/migrations/", "/desk/", "proofs", "storefront/legal/", "save_move")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

Found = Iterator[tuple[str, str]]


def collect() -> dict[str, list[str]]:
    """Every text with the files in which it stands."""
    found: dict[str, list[str]] = {}
    for text, place in [*_pages(), *_code(), *_tables(), *_spoken(), *_laws()]:
        if text.strip():
            found.setdefault(text, [])
            if place not in found[text]:
                found[text].append(place)
    return found


def _pages() -> Found:
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    for folder in PAGES:
        for page in sorted((SOURCE / folder).rglob("*.html")):
            if "/desk/" in str(page):
                continue
            for _line, _function, text in extract_from_ast(env.parse(page.read_text())):
                words = (
                    text[0] if isinstance(text, tuple) else text
                )  # a call with facts has more than its text
                if isinstance(words, str):
                    yield words, _place(page)


def _files(places: tuple[str, ...]) -> Iterator[tuple[Path, ast.Module]]:
    for place in places:
        start = SOURCE / place
        for file in [start] if start.is_file() else sorted(start.rglob("*.py")):
            if not any(part in str(file) for part in NOT_OURS):
                yield file, ast.parse(file.read_text())


def _code() -> Found:
    for file, tree in _files(CODE):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in CALLS:
                first = node.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and JAPANESE.search(first.value)
                ):
                    yield first.value, _place(file)


def _tables() -> Found:
    for file, tree in _files(TABLES):
        for line in tree.body:
            if isinstance(line, ast.Assign | ast.AnnAssign):
                for node in ast.walk(line):
                    if (
                        isinstance(node, ast.Constant)
                        and isinstance(node.value, str)
                        and JAPANESE.search(node.value)
                    ):
                        yield node.value, _place(file)
    for prefecture in PREFECTURES:
        yield prefecture, "channels/reading/address.py"


def _laws() -> Found:
    """What labels the answers and the signs of regulated goods; the notices have their English beside them."""
    data = tomllib.loads((SOURCE / LAWS).read_text())
    for kind in data["kind"]:
        sign = kind.get("licence", {})
        words = [sign.get(name, "") for name in ("label", "number", "heading")]
        words += [label for _code, label in sign.get("details", ())]
        for ask in kind.get("field", ()):
            options = ask.get("options", ())
            words += [ask["label"], ask.get("none", "")]
            words += [] if isinstance(options, str) else [label for _code, label in options]
        yield from ((word, LAWS) for word in words)
    yield from ((one["label"], LAWS) for one in data["allergen"])


def _spoken() -> Found:
    """Messages and advice of refusals, labels of words."""
    for file, tree in _files(SPOKEN):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef) or node.name in STAFF_ONLY:
                continue
            is_word = "Word" in {_name(base) for base in node.bases}
            for line in node.body:
                value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
                if is_word and isinstance(value, ast.Tuple) and len(value.elts) == 2:
                    value = value.elts[1]
                elif _target(line) not in ("message", "fix"):
                    continue
                if (
                    isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                    and JAPANESE.search(value.value)
                ):
                    yield value.value, _place(file)


def _target(line: ast.stmt) -> str:
    target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
    return target.id if isinstance(target, ast.Name) else ""


def _name(node: ast.expr) -> str:
    return getattr(node, "id", None) or getattr(node, "attr", "")


def _place(file: Path) -> str:
    return str(file.relative_to(SOURCE))


def known() -> dict[str, str]:
    """What is translated so far."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string}


def catalogue(texts: dict[str, list[str]], words: dict[str, str]) -> Catalog:
    """The catalogue with every text in the order of the alphabet, so that changes are small."""
    made = Catalog(locale="en", charset="utf-8", fuzzy=False, creation_date=DAY, revision_date=DAY)
    made.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]
    for text in sorted(texts):
        made.add(text, words.get(text, ""), locations=[(place, 0) for place in sorted(texts[text])])
    return made


def packed(made: Catalog) -> bytes:
    """The compiled catalogue."""
    out = io.BytesIO()
    write_mo(out, made)
    return out.getvalue()


def written(made: Catalog) -> bytes:
    """The catalogue as text."""
    out = io.BytesIO()
    write_po(out, made, width=0, include_lineno=False, omit_header=False)
    return out.getvalue()


def main() -> int:
    """Write both files; a text without translation is a failure."""
    texts, words = collect(), known()
    made = catalogue(texts, words)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(written(made))
    CATALOGUE.with_suffix(".mo").write_bytes(packed(made))
    missing = [text for text in sorted(texts) if text not in words]
    for text in missing:
        print(repr(text), *texts[text][:2])
    print(f"{len(texts)} texts, {len(missing)} without translation", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
