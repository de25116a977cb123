"""Formulas that find cells by a number or a text, which no insertion can make follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lacxl.workbook.formulas.following import References
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import (
    BinaryOperation,
    Call,
    Group,
    Name,
    Node,
    Nothing,
    Number,
    Reference,
    Sign,
    Text,
)
from lacxl.workbook.insertion import Axis

SUSPECT = re.compile(r"INDIRECT|OFFSET|INDEX|[VH]LOOKUP", re.IGNORECASE)
"""What a formula needs to have to be worth a look."""

Names = Callable[[str, str], str | None]
"""Returns what a defined name stands for, by sheet ("" for none spelt) and name."""

_NOTHING = Nothing()
_MATCHES = ("MATCH", "_XLFN.XMATCH")
_OTHER_SHEET = re.compile(r"(?s)(?:'((?:[^']|'')+)'|([\w.]+))!")


def by_number(formula: str, references: References, *, here: bool, names: Names) -> list[str]:
    """Return the functions of a formula that may go wrong by an insertion, each once.

    Those whose cells are on another sheet, all before the place, or found by a MATCH over the same
    range are left out. A formula that cannot be read tells nothing.
    """
    if not SUSPECT.search(formula):
        return []
    node = parse(formula)
    look = _Look(references, here, names)
    return [] if node is None else list(dict.fromkeys(look.through(node)))


class _Look:
    def __init__(self, references: References, here: bool, names: Names) -> None:
        self._references = references
        self._insertion = references.insertion
        self._here = here
        self._names = names
        self._checks: dict[str, Callable[..., bool]] = {
            "INDIRECT": self._indirect,
            "OFFSET": self._offset,
            "INDEX": self._index,
            "VLOOKUP": self._vlookup,
            "HLOOKUP": self._hlookup,
        }

    def through(self, node: object) -> Iterator[str]:
        """Yield the functions in a tree that may go wrong."""
        if isinstance(node, Call):
            check = self._checks.get(node.function)
            if check and node.arguments and check(*map(_inner, node.arguments)):
                yield node.function
        if isinstance(node, tuple):
            for part in node:
                yield from self.through(part)

    def _indirect(self, text: Node, *_: Node) -> bool:
        if not isinstance(text, Text):
            while isinstance(text, BinaryOperation):
                text = text.left
            spelt = _OTHER_SHEET.match(text.value) if isinstance(text, Text) else None
            return spelt is None or self._references.is_target(spelt[0]) is not False
        meant = parse(text.value)
        if isinstance(meant, Reference):
            area = self._area(meant)
            return area is not None and self._changes(*area)
        return not isinstance(meant, Name)

    def _offset(self, base: Node, *numbers: Node) -> bool:
        area = self._area(base)
        if area is None:
            return not isinstance(base, Reference | Name)
        across = self._insertion.axis is Axis.COLUMNS
        start = _number(numbers[across]) if len(numbers) > across else 0.0
        at = 3 if across else 2
        size: float | None = area[1] - area[0] + 1
        given = len(numbers) > at and not isinstance(numbers[at], Nothing)
        if given:
            size = _number(numbers[at])
        if start is None or size is None or size < 1:
            return True
        first = area[0] + int(start)
        last = first + int(size) - 1
        now = self._insertion.span(*area)
        if now is None or first < 1 or last > self._insertion.axis.last:
            return True
        after = now[0] + int(start)
        end = after + (int(size) if given else now[1] - now[0] + 1) - 1
        grows = self._insertion.extend and self._insertion.ends_before(first, last)
        return grows or (after, end) != self._insertion.span(first, last)

    def _index(self, base: Node, *numbers: Node) -> bool:
        area = self._area(base)
        if area is None or not self._changes(*area) or area[0] >= self._insertion.before:
            return False
        across = self._insertion.axis is Axis.COLUMNS
        of = self._reference(base)
        single = of is not None and (of.top == of.bottom if across else of.left == of.right)
        position = numbers[0] if single and len(numbers) == 1 else None
        if position is None:
            position = numbers[across] if len(numbers) > across else Nothing()
        return self._counts(area, position)

    def _vlookup(self, _value: Node, *table: Node) -> bool:
        return self._looked_up(Axis.COLUMNS, *table)

    def _hlookup(self, _value: Node, *table: Node) -> bool:
        return self._looked_up(Axis.ROWS, *table)

    def _looked_up(
        self, axis: Axis, table: Node = _NOTHING, number: Node = _NOTHING, *_: Node
    ) -> bool:
        area = self._area(table) if axis is self._insertion.axis else None
        if area is None or not self._insertion.crosses(*area):
            return False
        return self._counts(area, number)

    def _counts(self, area: tuple[int, int], position: Node) -> bool:
        """Say whether a position in an area that changes means another cell afterwards."""
        if isinstance(position, Nothing):
            return False
        number = _number(position)
        if number is not None:
            return number >= 1 and area[0] + int(number) - 1 >= self._insertion.before
        if isinstance(position, Call) and position.function in _MATCHES:
            within = position.arguments[1] if len(position.arguments) > 1 else Nothing()
            return self._area(_inner(within)) != area
        if isinstance(position, Call) and position.function in ("COLUMNS", "ROWS"):
            counted = self._area(_inner(position.arguments[0])) if position.arguments else None
            return counted is None or counted[0] != area[0]
        return True

    def _changes(self, first: int, last: int) -> bool:
        grows = self._insertion.extend and self._insertion.ends_before(first, last)
        return grows or self._insertion.span(first, last) != (first, last)

    def _reference(self, node: Node) -> Reference | None:
        if isinstance(node, Name):
            meant = self._names(node.sheet, node.text)
            found = parse(meant) if meant else None
            return found if isinstance(found, Reference) else None
        return node if isinstance(node, Reference) else None

    def _area(self, node: Node) -> tuple[int, int] | None:
        """Return the ends of cells on the changed sheet; None for any other."""
        found = self._reference(node)
        if found is None:
            return None
        on = self._references.is_target(f"{found.sheet}!") if found.sheet else self._here
        if not on:
            return None
        if self._insertion.axis is Axis.COLUMNS:
            return found.left, found.right
        return found.top, found.bottom


def _inner(node: Node) -> Node:
    while isinstance(node, Group):
        node = node.inner
    return node


def _number(node: Node) -> float | None:
    """Return a number that is written out; an argument left out is nought."""
    match _inner(node):
        case Nothing():
            return 0.0
        case Number(value):
            return value
        case Sign(sign, inner):
            held = _number(inner)
            return -held if held is not None and sign == "-" else held
    return None
