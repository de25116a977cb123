"""The tree of a formula: what it is made of, and nothing of what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Number(NamedTuple):
    """A number as it is written."""

    value: float


class Text(NamedTuple):
    """A text in quotation marks."""

    value: str


class Truth(NamedTuple):
    """TRUE or FALSE."""

    value: bool


class Failure(NamedTuple):
    """An error value as it is written, such as #REF!."""

    code: str


class Nothing(NamedTuple):
    """An argument that is left out: the third of IF(A1,,2)."""


class Reference(NamedTuple):
    """Cells by their addresses. `sheet` is as spelt, "" for the formula's own, A:C for A to C.

    A side that is `fixed` (a dollar sign) does not move with a shared formula.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]


class Name(NamedTuple):
    """A defined name, of a sheet or of the whole workbook."""

    sheet: str
    text: str


class TableReference(NamedTuple):
    """Cells of a table by its name; "" is the table that the formula is in."""

    name: str


class Call(NamedTuple):
    """A function with its arguments; its name in capitals, as the file spells it."""

    function: str
    arguments: tuple[Node, ...]


class Group(NamedTuple):
    """What is in brackets."""

    inner: Node


class Sign(NamedTuple):
    """A sign before a value: + or -."""

    sign: str
    inner: Node


class Percent(NamedTuple):
    """A value followed by a percent sign."""

    inner: Node


class BinaryOperation(NamedTuple):
    """Two values with an operator between them."""

    operator: str
    left: Node
    right: Node


class ReferenceSpan(NamedTuple):
    """All cells from one reference to another, where either is not a plain address."""

    left: Node
    right: Node


class Other(NamedTuple):
    """What is read, but never worked out; `what` says it in words."""

    what: str
    parts: tuple[Node, ...]


Node = (
    Number
    | Text
    | Truth
    | Failure
    | Nothing
    | Reference
    | Name
    | TableReference
    | Call
    | Group
    | Sign
    | Percent
    | BinaryOperation
    | ReferenceSpan
    | Other
)


def references(node: object) -> Iterator[Reference]:
    """Yield every address in a formula."""
    if isinstance(node, Reference):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from references(each)
