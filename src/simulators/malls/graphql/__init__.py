"""Enough of GraphQL for simulated malls: read a document, hold it against a schema, answer it from plain values.

`Schema.of(sdl)` reads the owner's types in their own language; `run` refuses, as the real servers do, every
field, argument and type that the schema does not have.
"""

from simulators.malls.graphql.document import Document, Field, Unreadable, Variable, read
from simulators.malls.graphql.running import Answered, Problem, Trouble, run
from simulators.malls.graphql.schema import Schema

__all__ = [
    "Answered",
    "Document",
    "Field",
    "Problem",
    "Schema",
    "Trouble",
    "Unreadable",
    "Variable",
    "read",
    "run",
]
