"""How cells look, and what may be typed there, asked of an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lacxl.engines.package import PackageWorkbook
from lacxl.workbook.address import CellRef
from lacxl.workbook.colours import is_signal, resolved
from lacxl.workbook.conditional_formats import Coloured
from lacxl.workbook.engine import Engine
from lacxl.workbook.layout import JudgedCells, Layout
from lacxl.workbook.snapshot import CellLook, Validation
from lacxl.workbook.style import Style


@dataclass(frozen=True, slots=True)
class ColoursInUse:
    """How a council's own lights and arrows are coloured already.

    `painted` are fills that people gave cells for what these say, as #RRGGBB; `rules` are the
    conditional formats that are not lacxl's, by cell.
    """

    painted: Mapping[CellRef, str] = field(default_factory=dict)
    rules: Mapping[CellRef, tuple[Coloured, ...]] = field(default_factory=dict)


def looks_of(book: Engine, places: Iterable[CellRef]) -> Mapping[CellRef, CellLook]:
    """Return number format and lock of the places, asked of the engine a sheet at a time."""
    by_sheet: dict[str, list[CellRef]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append(place)
    return {
        CellRef(sheet, cell): look
        for sheet, wanted in by_sheet.items()
        for cell, look in book.looks(sheet, [place.cell for place in wanted]).items()
    }


def validations_of(book: Engine, places: Iterable[CellRef]) -> Mapping[CellRef, Validation]:
    """Return the validations of the places that have one, asked of the engine a sheet at a time."""
    by_sheet: dict[str, list[CellRef]] = {}
    for place in places:
        by_sheet.setdefault(place.sheet, []).append(place)
    return {
        place: rule
        for sheet, wanted in by_sheet.items()
        for rule in book.validations(sheet)
        for place in wanted
        if any(place.cell in area for area in rule.areas)
    }


def colours_of(book: PackageWorkbook, layout: Layout) -> ColoursInUse:
    """Return how the lights and arrows of a council's own tables are coloured already.

    A column in which all cells have one fill was not painted for what they say.
    """
    columns: dict[tuple[str, int], list[CellRef]] = {}
    for line in layout.lines if layout.signs is not None else ():
        for which, place in (
            *line.judged.items(),
            *((w, p) for (w, _), p in line.judged_at.items()),
        ):
            if which in (JudgedCells.LIGHT, JudgedCells.ARROW):
                columns.setdefault((place.sheet, place.cell.column), []).append(place)
    painted: dict[CellRef, str] = {}
    rules: dict[CellRef, tuple[Coloured, ...]] = {}
    for (sheet, _), places in columns.items():
        styles = book.styles_of(sheet, [place.cell for place in places])
        fills = {place: _fill(styles[place.cell], book.theme_colours) for place in places}
        if len(set(fills.values())) > 1 or len(fills) == 1:
            painted |= {place: fill for place, fill in fills.items() if fill and is_signal(fill)}
        of_sheet = book.coloured(sheet)
        for place in places:
            own = tuple(r for r in of_sheet if any(place.cell in area for area in r.areas))
            if own:
                rules[place] = own
    return ColoursInUse(painted, rules)


def _fill(style: Style, theme: tuple[str, ...]) -> str:
    kind, *colours = dict(style.facts).get("fill", "none").split()
    return resolved(colours[0], theme) if kind == "solid" and colours else ""
