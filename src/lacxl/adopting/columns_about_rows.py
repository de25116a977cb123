"""Which columns of a table say what its rows are about: references, titles, parts of a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lacxl.adopting.vocabulary import meaning_of, part_of
from lacxl.domain.reference import is_reference
from lacxl.workbook.address import Cell
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.heading_words import letters, text_of
from lacxl.workbook.snapshot import Formula

_LONGEST_CODE = 12


def about_rows(grid: Grid, header: range, below: range) -> dict[str, Cell]:
    """Return the heading cells of the columns with references, titles and parts."""
    found: dict[str, list[Cell]] = {}
    for row in header:
        for cell, value in grid.in_row(row):
            meaning = meaning_of(value)
            is_group = grid.area(cell).right > grid.area(cell).left
            if meaning in ("number", "indicator", "part") and not is_group:
                found.setdefault(meaning, []).append(cell)
    about: dict[str, Cell] = {}
    rows: Sequence[int]
    texts = {
        each: [t for r in below if (t := text_of(grid.value(Cell(r, each.column))))]
        for cells in found.values()
        for each in cells
    }
    titled = [each for each in found.get("indicator", []) if texts[each]]
    if titled:
        about["indicator"] = max(titled, key=lambda c: (_mean(texts[c]), -c.column))
    rows = below
    if "indicator" in about:
        column = about["indicator"].column
        rows = [r for r in below if text_of(grid.value(grid.area(Cell(r, column)).first))]
    coded = [each for each in found.get("number", []) if _are_codes(grid, each.column, rows)]
    if coded:
        about["number"] = coded[0]
    if "indicator" not in about:
        by_length = _longest(grid, header, below, {c.column for c in about.values()})
        if by_length is not None:
            about["indicator"] = by_length
    if "number" not in about and "indicator" in about:
        by_code = _codes_beside(grid, header, below, about["indicator"])
        if by_code is not None:
            about["number"] = by_code
    about.pop("part", None)
    return about


def _mean(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def _are_codes(grid: Grid, column: int, below: Sequence[int]) -> bool:
    """Say whether a column holds references, at least in half of its cells.

    A title of a section that lies over it is none of its cells, nor is the next table's heading.
    """
    texts = [t for r in below if (t := code_at(grid, Cell(r, column)))]
    filled = [
        cell
        for cell in (Cell(r, column) for r in below)
        if grid.value(cell) is not None
        and grid.area(cell).left == column
        and meaning_of(grid.value(cell)) is None
    ]
    return bool(texts) and len(texts) * 2 >= len(filled)


def code_at(grid: Grid, cell: Cell) -> str:
    """Return the reference that a cell may hold, "" for none."""
    value = grid.value(cell)
    if isinstance(value, Formula):
        value = value.cached
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}"
    text = text_of(value).rstrip(".:")
    if not is_reference(text) or len(text) > _LONGEST_CODE or not any(c.isdigit() for c in text):
        return ""
    return text


def _longest(grid: Grid, header: range, below: range, taken: set[int]) -> Cell | None:
    """Return the heading of the column with the longest texts, where no words say which it is."""
    best: tuple[float, Cell] | None = None
    for column in {cell.column for row in header for cell, _ in grid.in_row(row)} - taken:
        texts = [t for r in below if (t := text_of(grid.value(Cell(r, column))))]
        heading = heading_over(grid, header, column)
        if heading is None or len(texts) < 2 or len(set(texts)) * 4 < len(texts) * 3:
            continue
        if meaning_of(grid.value(heading)) is not None or _mean(texts) < _LONGEST_CODE:
            continue
        if best is None or _mean(texts) > best[0]:
            best = _mean(texts), heading
    return None if best is None else best[1]


def _codes_beside(grid: Grid, header: range, below: range, title: Cell) -> Cell | None:
    for column in range(title.column - 1, 0, -1):
        heading = heading_over(grid, header, column)
        if heading is not None and meaning_of(grid.value(heading)) is None:
            texts = [t for r in below if (t := code_at(grid, Cell(r, column)))]
            if len(texts) > 1 and len(set(texts)) == len(texts):
                return heading
    return None


def heading_over(grid: Grid, header: range, column: int) -> Cell | None:
    """Return the lowest text over a column."""
    for row in reversed(header):
        cell = grid.area(Cell(row, column)).first
        if cell.column == column and letters(grid.value(cell)):
            return cell
    return None


def parts_beside(
    grid: Grid, below: range, about: dict[str, Cell]
) -> tuple[int, dict[str, tuple[str, ...]]] | None:
    """Return the column that says which part of a figure each row shows, and its words."""
    taken = {cell.column for cell in about.values()}
    for column in sorted({cell.column for row in below for cell, _ in grid.in_row(row)} - taken):
        cells = [Cell(row, column) for row in below]
        texts = [text_of(grid.value(c)) for c in cells if grid.area(c).first.column == column]
        texts = [text for text in texts if text]
        parts = Counter(part for text in texts if (part := part_of(text)))
        if len(parts) < 2 or "value" not in parts or sum(parts.values()) * 5 < len(texts) * 4:
            continue
        return column, _words_of(texts)
    if (title := about.get("indicator")) is not None:  # or in the column of titles, below each
        texts = [text_of(grid.value(Cell(row, title.column))) for row in below]
        parts = Counter(part for text in texts if (part := part_of(text)))
        if {"numerator", "denominator"} <= parts.keys() and "value" in parts:
            return title.column, _words_of(texts)
    return None


def _words_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the words for parts of a figure by the part that they mean."""
    words: dict[str, list[str]] = {}
    for text in texts:
        if part := part_of(text):
            words.setdefault(part, []).append(text)
    return {part: tuple(dict.fromkeys(each)) for part, each in words.items()}
