"""What a rule's formula names: a text of its own, or the values of cells that it points at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property

from lacxl.domain.errors import Refused
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.inserting.defined_names import names_of
from lacxl.engines.package.parts import Package
from lacxl.engines.package.xml import Element, elements, local_name, text_in
from lacxl.workbook.address import Area
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import Group, Name, Node, Reference, Text
from lacxl.workbook.snapshot import CellError, Scalar

MOST = 1000
"""The most rows that are looked up: a longer list is none of a few states."""
_DEEPEST = 8

ValuesIn = Callable[[str, Area], Sequence[Scalar] | None]
"""Returns the values of an area of a sheet, blank cells left out; None where the rows go on."""


class NamedValues:
    """Looks up what the formulas of one sheet's rules name; cells are read once."""

    def __init__(self, package: Package, sheet: str, values_in: ValuesIn) -> None:
        self._package = package
        self._sheet = sheet
        self._values_in = values_in
        self._known: dict[tuple[str, Area], tuple[Scalar, ...] | None] = {}

    def node(self, formula: str) -> Node | None:
        """Return the tree of a formula; of a name alone, that of what it means."""
        node, sheet = parse(formula.strip().removeprefix("=")), self._sheet
        for _ in range(_DEEPEST):
            if isinstance(node, Group):
                node = node.inner
            elif isinstance(node, Name):
                sheet = node.sheet or sheet
                node = parse((self._names(sheet, node.text) or "").strip().removeprefix("="))
            else:
                return node
        return None

    def values(self, node: Node | None, areas: Sequence[Area]) -> tuple[Scalar, ...] | None:
        """Return a text, or the values of plain cells; None for all else that a formula may be.

        Cells that differ from one cell of the areas to the next are not looked up.
        """
        if isinstance(node, Text):
            return (node.value,)
        if not isinstance(node, Reference) or not _stays(node, areas):
            return None
        spelt = (node.sheet or self._sheet).casefold()
        sheet = next((s.name for s in self._package.sheets if s.name.casefold() == spelt), None)
        return None if sheet is None else self._of(sheet, node)

    def _of(self, sheet: str, node: Reference) -> tuple[Scalar, ...] | None:
        key = sheet, Area(node.top, node.left, node.bottom, node.right)
        if key not in self._known:
            found: Sequence[Scalar] | None = None
            with suppress(Refused):
                found = self._values_in(*key)
            self._known[key] = None if found is None else tuple(filter(_is_shown, found))
        return self._known[key]

    @cached_property
    def _names(self) -> Callable[[str, str], str | None]:
        try:
            return names_of(self._package)
        except Unclear:  # one belongs to a sheet that is not there
            return lambda _sheet, _name: None


def texts_below(element: Element, name: str) -> list[str]:
    """Return the texts of the elements of a name below an element, in whatever they are wrapped."""
    found = []
    for kid in elements(element):
        found += [text_in(kid)] if local_name(kid) == name else texts_below(kid, name)
    return found


def _is_shown(value: Scalar) -> bool:
    return value not in (None, "") and not isinstance(value, CellError)


def _stays(node: Reference, areas: Sequence[Area]) -> bool:
    """Say whether the reference means the same cells for every cell of the areas."""
    top, left, bottom, right = node.fixed
    one_row = len({row for area in areas for row in (area.top, area.bottom)}) == 1
    one_column = len({column for area in areas for column in (area.left, area.right)}) == 1
    return (one_row or (top and bottom)) and (one_column or (left and right))
