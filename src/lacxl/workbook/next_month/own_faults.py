"""What could not follow if the periods of a council's own table moved on: N116, with its places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lacxl.domain.finding import Finding, error
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.engine import WINDOW_ROWS
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.formulas.parsing import parse
from lacxl.workbook.formulas.syntax import (
    Call,
    Name,
    Other,
    Reference,
    ReferenceSpan,
    TableReference,
    references,
)
from lacxl.workbook.layout.heading_words import letters
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.next_month.headings import Span, names, said, speaks_of_time
from lacxl.workbook.next_month.own_window import heads, is_header, next_table, right_edge
from lacxl.workbook.next_month.strips import Strips
from lacxl.workbook.shifting import shared_at
from lacxl.workbook.snapshot import Formula, SheetSnapshot, Snapshot

_BY_PLACE = {"INDIRECT", "OFFSET", "COLUMN", "COLUMNS", "ROW", "ROWS", "CELL", "ADDRESS"}
"""Functions that give something else in another place, or read cells that they do not name."""


def cannot_follow(
    strips: Strips, layout: Layout, snapshot: Snapshot, bands: Collection[Cell]
) -> Iterator[Finding]:
    """Yield N116 for everything that would be beside the wrong period, if periods moved.

    `bands` are the cells over the periods that follow them.
    """
    if not strips.columns:
        yield _stays(strips, "Its months are rows, of which lacxl drops none", [strips.table.at])
        return
    sheet = snapshot.sheet(strips.sheet)
    sizes = {len(strips.columns[period]) for period in strips.span}
    if len(sizes) > 1:
        yield _unlike(strips)
        return
    yield from _of_columns(strips, sheet)
    yield from _of_formulas(strips, sheet)
    yield from _of_table(strips, layout, snapshot, bands)


def cannot_begin(
    strips: Strips, layout: Layout, snapshot: Snapshot, texts: Collection[CellRef]
) -> Iterator[Finding]:
    """Yield N116 for everything about the months, or quarters, of a year that could not be the next
    one's. `texts` are the cells in which the year moves on.
    """
    if len({len(strips.columns[period]) for period in strips.span}) > 1:
        yield _unlike(strips)
        return
    yield from _of_table(strips, layout, snapshot, [place.cell for place in texts])


def _of_table(
    strips: Strips, layout: Layout, snapshot: Snapshot, moving: Collection[Cell]
) -> Iterator[Finding]:
    sheet = snapshot.sheet(strips.sheet)
    yield from _of_heads(strips, sheet, moving)
    again = [
        CellRef(sheet.name, Cell(row, strips.edges(strips.span[0])[0]))
        for row in range(strips.first, strips.last + 1)
        if is_header(strips, sheet, row)
    ]
    if again:
        yield _stays(strips, "Among its rows there are other dates or headings", again)
    yield from _of_other_rows(strips, layout, sheet, moving)
    yield from _of_other_headings(strips, snapshot)


def _stays(strips: Strips, why: str, places: Sequence[CellRef]) -> Finding:
    following = strips.span[-1] + 1
    last = following if not hasattr(following, "last") else following.last
    return error(
        "N116",
        f"{why}, so lacxl does not move its periods on: there is no place for {said(following)}.",
        listed(places),
        f"Make the place for {said(following)} in Excel, as you have done before, then: "
        f"lacxl refresh {last}",
    )


def _unlike(strips: Strips) -> Finding:
    fewest = min(len(strips.columns[period]) for period in strips.span)
    more = [
        CellRef(strips.sheet, Cell(strips.table.bottom, column))
        for period in strips.span
        for column in strips.columns[period][fewest:]
    ]
    return _stays(strips, "Only some of its periods have these columns", more)


def not_alike(strips: Strips, places: Sequence[CellRef]) -> Finding:
    """Return N116 for headings of which none can be written as the others are."""
    return _stays(strips, "The headings of its periods are not written alike", places)


def _of_columns(strips: Strips, sheet: SheetSnapshot) -> Iterator[Finding]:
    """Yield what stands in columns between the periods and is of none of them."""
    own = {column for columns in strips.columns.values() for column in columns}
    rows = range(strips.table.at.cell.row, strips.last + 1)
    between = [
        CellRef(sheet.name, cell)
        for cell, value in sheet.values.items()
        if min(own) < cell.column < max(own) and cell.column not in own and cell.row in rows
        if value not in (None, "")
    ]
    if between:
        yield _stays(strips, "Between its periods there are columns of something else", between)


def _of_heads(strips: Strips, sheet: SheetSnapshot, moving: Collection[Cell]) -> Iterator[Finding]:
    """Yield headings that could not go on with their periods."""
    formulas: list[CellRef] = []
    stuck: list[CellRef] = []
    closed: list[CellRef] = []
    named = False
    top = strips.table.at.cell.row
    for places, values, is_named in heads(strips, sheet):
        cells = [
            place
            for place, value in zip(places, values, strict=True)
            if value not in (None, "") and place.cell not in moving
        ]
        formulas += [each for each in cells if isinstance(sheet.values[each.cell], Formula)]
        if not cells:
            continue
        if is_named:
            named = True
            closed += [p for p in places if any(p.cell in area for area, _ in sheet.blocked)]
            if len({type(value) for value in values}) > 1:
                stuck += cells
        elif any(speaks_of_time(sheet.values[each.cell]) for each in cells):
            stuck += cells
        elif len({letters(value) for value in values}) > 1 and (
            places[0].cell.row >= top or (places[0].cell.row == top - 1 and len(cells) > 1)
        ):
            stuck += [p for p in cells if not _is_over_all(strips, sheet, p)]
    if formulas:
        yield _stays(strips, "Headings of its periods are formulas", formulas)
    if closed:
        yield _stays(strips, "Its headings are those of an Excel table", closed)
    if stuck:
        yield _stays(strips, "These words over its periods would not follow", stuck)
    elif not named and not formulas:
        yield _stays(strips, "No heading names each of its periods", [strips.table.at])


def _is_over_all(strips: Strips, sheet: SheetSnapshot, place: CellRef) -> bool:
    first, last = strips.edges(strips.span[0])[0], right_edge(strips)
    return any(
        place.cell == area.first and area.left <= first and area.right >= last
        for area in sheet.merges
    )


def _of_other_rows(
    strips: Strips, layout: Layout, sheet: SheetSnapshot, moving: Collection[Cell]
) -> Iterator[Finding]:
    """Yield what stands under or over a table's periods and may be of them, which nobody knows."""
    above = (
        place.cell.row
        for line in layout.lines
        for place in line.places
        if place.sheet == sheet.name and place.cell.row < strips.table.at.cell.row
    )
    heads_at = {cells[0].cell.row for cells, _, named in heads(strips, sheet) if named}
    before = range(max(above, default=0) + 1, strips.table.at.cell.row)
    after = range(strips.last + 1, min(next_table(strips, layout), WINDOW_ROWS + 1))
    found: list[CellRef] = []
    for row in (*before, *after):
        if row in after and is_header(strips, sheet, row):
            break
        if row not in heads_at:
            found += _beside_periods(strips, sheet, row, moving)
    if found:
        yield _stays(strips, "Above or below the table this is under its periods", found)
    if strips.last >= WINDOW_ROWS:
        yield _stays(strips, "The table is longer than lacxl looks", [strips.table.at])


def _beside_periods(
    strips: Strips, sheet: SheetSnapshot, row: int, moving: Collection[Cell]
) -> list[CellRef]:
    """Return the cells of a row that looks like one of periods: two numbers, or words in most."""
    columns = sorted(column for each in strips.columns.values() for column in each)
    held = {
        cell: value
        for cell in (Cell(row, column) for column in columns)
        if (value := sheet.values.get(cell)) not in (None, "")
        and cell not in moving
        and not isinstance(value, Formula)
    }
    figures = [cell for cell, value in held.items() if not isinstance(value, str)]
    if len(figures) > 1:
        return [CellRef(sheet.name, cell) for cell in figures]
    is_most = 2 * len(held) > len(strips.span) and len({*map(letters, held.values())}) > 1
    return [CellRef(sheet.name, cell) for cell in held] if is_most else []


def _of_formulas(strips: Strips, sheet: SheetSnapshot) -> Iterator[Finding]:
    """Yield formulas of periods that would show other periods than they stand under."""
    wrong: list[CellRef] = []
    for first in strips.cells(strips.span[0]):
        row = [strips.other(first, period) for period in strips.span]
        held = {place: sheet.values.get(place.cell) for place in row}
        formulas = {p: each for p, each in held.items() if isinstance(each, Formula)}
        if len(formulas) < len(row):
            continue  # mixed ones are refused by themselves
        text = formulas[first].text
        if not all(
            each.text == shared_at(text, first.cell, place.cell) for place, each in formulas.items()
        ) or not all(_stays_beside(strips, place, each.text) for place, each in formulas.items()):
            wrong += row
    if wrong:
        yield _stays(strips, "These formulas would show other periods than their headings", wrong)


def _stays_beside(strips: Strips, place: CellRef, text: str) -> bool:
    """Say whether a formula of a period reads that period and others of the table, by where they
    stand beside it, or else cells that are the same for all periods.
    """
    tree = parse(text) if text else None
    if tree is None or is_by_place(tree):
        return False
    first, last = strips.edges(strips.span[0])[0], right_edge(strips)
    top = strips.table.at.cell.row
    for each in references(tree):
        is_here = (each.sheet or place.sheet).casefold() == place.sheet.casefold()
        inside = is_here and first <= each.left and each.right <= last
        fixed = each.fixed[1] and each.fixed[3]
        if not each.fixed[1] and not each.fixed[3]:
            rows = top <= each.top and each.bottom <= strips.last
            if not inside or not rows:
                return False
        elif not fixed or (is_here and (first < each.left <= last or first <= each.right < last)):
            return False
    return True


def is_by_place(node: object) -> bool:
    """Say whether a formula reads cells that it does not name, or depends on where it stands."""
    if isinstance(node, Name | TableReference | ReferenceSpan | Other):
        return True
    if isinstance(node, Call) and node.function.removeprefix("_xlfn.") in _BY_PLACE:
        return True
    return isinstance(node, tuple) and any(map(is_by_place, node))


def _of_other_headings(strips: Strips, snapshot: Snapshot) -> Iterator[Finding]:
    """Yield formulas that show one period and have a heading of it, above or before, that stays."""
    wrong: list[CellRef] = []
    areas = {period: strips.area(period) for period in strips.span}
    own = {place for places, _, named in heads(strips, snapshot.sheet(strips.sheet)) if named
           for place in places}  # fmt: skip
    for sheet in snapshot.sheets:
        labels = {
            cell: value
            for cell, value in sheet.values.items()
            if not isinstance(value, float | int | Formula) and speaks_of_time(value)
        }
        for cell, value in sheet.values.items():
            if not isinstance(value, Formula) or not labels:
                continue
            shows = {
                period
                for reference in references(parse(value.text) if value.text else None)
                for period in _only(reference, sheet.name, strips, areas)
            }
            above = [c for c in labels if c.column == cell.column and c.row < cell.row]
            left = [c for c in labels if c.row == cell.row and c.column < cell.column]
            near = [max(cells) for cells in (above, left) if cells and shows]
            if any(
                names(labels[each], period) and CellRef(sheet.name, each) not in own
                for each in near
                for period in shows
            ):
                wrong.append(CellRef(sheet.name, cell))
    if wrong:
        yield _stays(
            strips, "These formulas show one of its periods beside a heading that stays", wrong
        )


def _only(reference: Reference, own: str, strips: Strips, areas: Mapping[Span, Area]) -> list[Span]:
    """Return the period of which a reference has cells, if it is a single one."""
    if (reference.sheet or own).casefold() != strips.sheet.casefold():
        return []
    met = [
        period
        for period, area in areas.items()
        if area.meets(Area(reference.top, reference.left, reference.bottom, reference.right))
    ]
    return met if len(met) == 1 else []
