"""Conditional formats that are not lacxl's own: where they colour, and at which texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.beside_cells import areas_of
from lacxl.engines.package.named_values import NamedValues, texts_below
from lacxl.engines.package.xml import Element, elements, local_name, within
from lacxl.workbook.address import Area
from lacxl.workbook.conditional_formats import Coloured, is_owned
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import BinaryOperation, Call, Group, Node, Reference, Text

COLOURED = b"conditionalFormatting"
"""Is in every part that has a conditional format."""
_WITHIN = ("containsText", "beginsWith", "endsWith")


def coloured_by(frame: AroundRows, named: NamedValues) -> tuple[Coloured, ...]:
    """Return what others' rules colour, those in extensions too, each once.

    A rule that cannot be read is left out.
    """
    found: dict[Coloured, None] = {}
    for holder in within(frame.root, "conditionalFormatting"):
        with suppress(ValueError):  # Unclear is one
            areas = tuple(areas_of(holder))
            for rule in elements(holder) if areas else ():
                if local_name(rule) == "cfRule":
                    found |= dict.fromkeys(_coloured(rule, areas, named))
    return tuple(found)


def _coloured(rule: Element, areas: tuple[Area, ...], named: NamedValues) -> Iterator[Coloured]:
    """Yield what a rule colours, nothing for one of lacxl's own."""
    kind = (rule.get("type") or "").strip()
    formulas = texts_below(rule, "formula") or texts_below(rule, "f")
    if kind == "expression" and any(map(is_owned, formulas)):
        return
    texts: tuple[str, ...] = ()
    if kind == "cellIs" and rule.get("operator") == "equal" and formulas:
        texts = _texts(named, formulas[0], areas)
    elif kind in _WITHIN:
        stated = rule.get("text")
        texts = (stated,) if stated else _texts(named, formulas[-1] if formulas else "", areas)
    elif kind == "expression" and formulas:
        texts = tuple(_compared(parse(formulas[0]), areas[0]))
    yield Coloured(areas, kind, texts)


def _texts(named: NamedValues, formula: str, areas: tuple[Area, ...]) -> tuple[str, ...]:
    values = named.values(named.node(formula), areas) or ()
    return tuple(each for each in values if isinstance(each, str))


def _compared(node: Node | None, area: Area) -> Iterator[str]:
    """Yield the texts that the cell itself may equal: of A1="R", and of several with OR."""
    match node:
        case Group(inner):
            yield from _compared(inner, area)
        case Call("OR", arguments):
            for each in arguments:
                yield from _compared(each, area)
        case Call("EXACT", (one, other)) | BinaryOperation("=", one, other):
            for cell, text in ((one, other), (other, one)):
                if isinstance(text, Text) and _is_first(cell, area):
                    yield text.value


def _is_first(node: Node, area: Area) -> bool:
    """Say whether the node is the area's first cell, from which a rule is spelt."""
    return isinstance(node, Reference) and (
        node[:5] == ("", area.top, area.left, area.top, area.left)
        and (not node.fixed[0] or area.top == area.bottom)
        and (not node.fixed[1] or area.left == area.right)
    )
