"""The reader of documents: what it carries out, and what it refuses as a real server would."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.malls.graphql import Answered, Schema, Trouble, Unreadable, read, run

SCHEMA = Schema.of('''
"""A line above a type is no part of it."""
scalar Money
enum Size { SMALL LARGE }
interface Node { id: ID! }
type Cup implements Node {
  id: ID! "said" name: String! size(of: Size = SMALL): Size price: Money lid: Lid lids(first: Int): [Lid!]!
}
type Lid implements Node { id: ID! colour: String }
input Wish { code: String! pieces: Int = 1 words: [String!] }
type Query { cup(id: ID!): Cup cups(ids: [ID!]!): [Cup]! node(id: ID!): Node }
type Mutation { order(wish: Wish!): Cup }
''')
CUP: dict[str, Any] = {
    "__typename": "Cup", "id": "1", "name": "湯呑", "size": lambda given: given["of"], "price": "1800", "lid": None,
    "lids": lambda given: [{"id": f"{at}", "colour": "藍"} for at in range(given.get("first", 2))],
}  # fmt: skip
asked: list[dict[str, Any]] = []


def order(given: dict[str, Any], field: Any) -> Any:
    asked.append(given)
    if given["wish"]["code"] == "NONE":
        raise Trouble("There is none.", code="NOT_FOUND")
    return CUP


ROOT = {
    "cup": lambda given, field: CUP if given["id"] == "1" else None,
    "cups": lambda given, field: [CUP if one == "1" else None for one in given["ids"]],
    "node": lambda given, field: CUP,
    "order": order,
}


def ask(text: str, **variables: Any) -> Answered:
    return run(SCHEMA, read(text), variables, ROOT, directives=frozenset({"once"}))


def kinds(text: str, **variables: Any) -> set[str]:
    found = ask(text, **variables)
    assert found.data is None
    return {one.kind for one in found.problems}


def test_a_document_gets_what_it_asks_for_under_its_own_names() -> None:
    text = """query Q($n: Int = 1, $size: Size) {  # a remark
      first: cup(id: 1) { ...Words, lid { id } lids(first: $n) { colour } size(of: $size) }
      node(id: "1") { __typename ... on Cup { name } ... on Lid { colour } }
    }
    fragment Words on Cup { name price }"""
    found = ask(text, size="LARGE")
    assert found.data == {
        "first": {"name": "湯呑", "price": "1800", "lid": None, "lids": [{"colour": "藍"}], "size": "LARGE"},
        "node": {"__typename": "Cup", "name": "湯呑"},
    }
    assert found.errors == []


def test_what_is_left_out_is_not_given_as_nothing() -> None:
    asked.clear()
    wish = '{code: "A", words: $words, pieces: $pieces}'
    text = f"mutation($words: [String!], $pieces: Int) {{ order(wish: {wish}) {{ id }} }}"
    ask(text, words=None)
    ask(text, words=["a"], pieces=3)
    assert asked == [
        {"wish": {"code": "A", "words": None, "pieces": 1}},
        {"wish": {"code": "A", "words": ["a"], "pieces": 3}},
    ]


def test_a_field_that_cannot_be_answered_costs_the_others_nothing() -> None:
    found = ask('mutation { a: order(wish: {code: "NONE"}) { id } b: order(wish: {code: "X"}) { id } }')
    assert found.data == {"a": None, "b": {"id": "1"}}
    assert found.errors == [{"message": "There is none.", "path": ["a"], "extensions": {"code": "NOT_FOUND"}}]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{ cup(id: 1) { weight } }", "field"),
        ("{ cup(id: 1, size: 2) { id } }", "argument"),
        ("{ cup { id } }", "missing"),
        ("{ cup(id: null) { id } }", "value"),
        ("{ cup(id: 1) }", "selection"),
        ("{ cup(id: 1) { id { x } } }", "selection"),
        ("{ cup(id: 1) { size(of: HUGE) } }", "value"),
        ("{ cup(id: $x) { id } }", "undefined"),
        ("query($x: ID!) { cup(id: 1) { id } }", "unused"),
        ("query($x: ID!) { cup(id: $x) { id } }", "variable"),
        ("{ cup(id: 1) @twice { id } }", "directive"),
        ('mutation { order(wish: {code: "A", colour: "red"}) { id } }', "value"),
        ("mutation { order(wish: {pieces: 2}) { id } }", "value"),
        ('mutation { order(wish: {code: "A", pieces: "2"}) { id } }', "value"),
        ("{ node(id: 1) { ... on Saucer { id } } }", "type"),
    ],
)
def test_what_the_schema_does_not_have_is_refused_and_nothing_is_done(text: str, kind: str) -> None:
    asked.clear()
    assert kind in kinds(text)
    assert asked == []


@pytest.mark.parametrize(
    "text",
    ["", "{", "{ }", "{ a(", "{ a ; b }", "query { a } query { b }", "{ ...Gone }", "subscription { a }"],
)
def test_what_is_no_document_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)
