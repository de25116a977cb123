"""Blocks of a Calc sheet: values and formulas in, out, and where not to write. Run by Calc."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from libreoffice import errors, serials, typed_text
from libreoffice.addresses import Box
from libreoffice.ooxml import plainly
from libreoffice.taking_out import Constant

if TYPE_CHECKING:
    from libreoffice.workbook import Workbook
    from libreoffice.worksheet import Worksheet

_DATE_OR_TIME, _CURRENCY, _TRUTH = 2 | 4, 8, 1024
"""Kinds of number format (com.sun.star.util.NumberFormat)."""
_VALUE, _DATETIME, _STRING, _FORMULA = 1, 2, 4, 16
"""What a cell holds (com.sun.star.sheet.CellFlags)."""
CONTENTS = _VALUE | _DATETIME | _STRING | _FORMULA
HARD_FORMATS = 32 | 64 | 128 | 256
"""Styles, hard attributes, drawn objects' places and edited text (CellFlags)."""
_CANNOT_READ = frozenset({501, *range(505, 513)})
"""Calc's errors of a formula that is none: brackets, operators, separators."""
_ERROR_RESULT = 4
"""com.sun.star.sheet.FormulaResult.ERROR."""


def block(sheet: Any, box: Box) -> Any:
    """Return Calc's range for a box."""
    return sheet.getCellRangeByPosition(box.left, box.top, box.right, box.bottom)


def _boxes(ranges: Any) -> list[Box]:
    return [Box(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in ranges.RangeAddresses]


def formula_cells(sheet: Any, box: Box) -> list[Box]:
    """Return where formulas stand in the box. Calc names neighbours within an array too."""
    found = _boxes(block(sheet, box).queryContentCells(_FORMULA))
    return [part for formulas in found if (part := formulas.meets(box))]


def arrays(sheet: Any, box: Box) -> list[Box]:
    """Return the array formulas that lie in the box, wholly or partly."""
    found: list[Box] = []
    for formulas in formula_cells(sheet, box):
        texts = block(sheet, formulas).getFormulaArray()
        for row, column in formulas.cells():
            if not texts[row - formulas.top][column - formulas.left].startswith("{"):
                continue
            here = Box(row, column, row, column)
            if any(array.holds(here) for array in found):
                continue
            cursor = sheet.createCursorByRange(block(sheet, here))
            cursor.collapseToCurrentArray()
            a = cursor.RangeAddress
            found.append(Box(a.StartRow, a.StartColumn, a.EndRow, a.EndColumn))
    return found


def free_of_arrays(sheet: Any, box: Box) -> None:
    """Clear array formulas within the box. Raises Excel's error where one lies partly outside."""
    found = arrays(sheet, box)
    if any(not box.holds(array) for array in found):
        raise errors.application_error(errors.PART_OF_AN_ARRAY)
    for array in found:
        block(sheet, array).clearContents(CONTENTS)


def read(sheet: Worksheet, box: Box, *, plain: bool = False) -> list[list[Any]]:
    """Return what COM shows of the cells' values.

    Dates are aware times, currency is Decimal, an error a bare int, nothing None; with `plain`
    (Value2) dates and currency are floats.
    """
    book, cells = sheet.book, block(sheet.uno, box)
    data = [[None if v == "" else v for v in row] for row in cells.getDataArray()]
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        kind = book.number_formats.kind(group.getByIndex(0).NumberFormat)
        if kind & _TRUTH or (not plain and kind & (_DATE_OR_TIME | _CURRENCY)):
            for part in _boxes(group):
                _convert(data, box, part, kind, book.null_date)
    for found in _boxes(cells.queryFormulaCells(_ERROR_RESULT)):
        inside = found.meets(box)
        for row, column in inside.cells() if inside else ():
            name = serials.error_name(sheet.uno.getCellByPosition(column, row).getError())
            data[row - box.top][column - box.left] = serials.ERROR_NUMBERS[name]
    for part in formula_cells(sheet.uno, box):
        _tell_truths(sheet, box, part, data)
    for (row, column), constant in sheet.state.constants.items():
        if constant.kind != "error" and box.holds(Box(row, column, row, column)):
            data[row - box.top][column - box.left] = constant.value
    return data


def _tell_truths(sheet: Worksheet, box: Box, part: Box, data: list[list[Any]]) -> None:
    """Show a formula's truth value as such: Calc gives 1 or 0, and TRUE or FALSE as its text."""
    for row, column in part.cells():
        if data[row - box.top][column - box.left] in (0.0, 1.0):
            text = sheet.uno.getCellByPosition(column, row).String
            if text in ("TRUE", "FALSE"):
                data[row - box.top][column - box.left] = text == "TRUE"


def _convert(data: list[list[Any]], box: Box, part: Box, kind: int, null_date: dt.datetime) -> None:
    for row, column in part.cells():
        value = data[row - box.top][column - box.left]
        if not isinstance(value, float):
            continue
        shown: Any
        if kind & _TRUTH:
            shown = bool(value)
        elif kind & _CURRENCY:
            shown = serials.as_currency(value)
        else:
            shown = serials.as_date(value, null_date)
        data[row - box.top][column - box.left] = shown


def write(sheet: Worksheet, box: Box, values: list[list[Any]]) -> None:
    """Write a block: whole at once where it is numbers and texts, the rest cell by cell."""
    clear(sheet, box)
    null_date = sheet.book.null_date
    entries = [
        [_entry(sheet, box.top + r, box.left + c, value) for c, value in enumerate(row)]
        for r, row in enumerate(values)
    ]
    data = tuple(tuple(_datum(entry, null_date) for entry in row) for row in entries)
    cells = block(sheet.uno, box)
    texts = any(isinstance(value, str) and value for row in data for value in row)
    with _formats_kept(cells) if texts else contextlib.nullcontext(), _notes_kept(sheet.uno, box):
        cells.setDataArray(data)
    for r, row in enumerate(entries):
        for c, entry in enumerate(row):
            if _is_special(entry):
                _finish(sheet, box.top + r, box.left + c, entry)


@contextlib.contextmanager
def _formats_kept(cells: Any) -> Iterator[None]:
    """Put number formats back: Calc formats a text that looks like a number as text."""
    groups = cells.getUniqueCellFormatRanges()
    formats = [
        (g := groups.getByIndex(i), g.getByIndex(0).NumberFormat) for i in range(groups.Count)
    ]
    yield
    for group, number_format in formats:
        group.NumberFormat = number_format


@contextlib.contextmanager
def _notes_kept(sheet: Any, box: Box) -> Iterator[None]:
    """Put notes back: Calc takes them away with what a cell held."""
    notes = sheet.Annotations
    found = [notes.getByIndex(number) for number in range(notes.Count)]
    there = [(note.Position, str(note.String), note.IsVisible) for note in found]
    yield
    for place, text, visible in there:
        if box.holds(Box(place.Row, place.Column, place.Row, place.Column)):
            notes.insertNew(place, text)
            sheet.getCellByPosition(place.Column, place.Row).Annotation.IsVisible = visible


def _is_special(entry: typed_text.Entry) -> bool:
    """Say whether a value is more than a number or a text to Calc."""
    if entry.kind in ("formula", "error", "truth") or entry.number_format:
        return True
    return entry.kind == "text" and "\r" in str(entry.value)


def clear(sheet: Worksheet, box: Box) -> None:
    """Make ready for writing: no array formula, no constant that is kept beside Calc.

    Raises Excel's error where an array formula lies partly outside.
    """
    free_of_arrays(sheet.uno, box)
    constants = sheet.state.constants
    for row, column in [place for place in constants if box.holds(Box(*place, *place))]:
        del constants[row, column]


def set_constant(sheet: Worksheet, row: int, column: int, constant: Constant) -> None:
    """Write a value that Calc cannot hold as it is, number formats being left.

    In Calc a truth value is a number and an error a formula, and a text has no carriage return.
    What was meant is kept beside it and put right in the exported file.
    """
    cell = sheet.uno.getCellByPosition(column, row)
    if constant.kind == "truth":
        cell.setValue(float(constant.value))
    elif constant.kind == "error":
        cell.setFormula(f"={constant.value}")
    sheet.state.constants[row, column] = constant


def _entry(sheet: Worksheet, row: int, column: int, value: Any) -> typed_text.Entry:
    if value is None:
        return typed_text.Entry("nothing")
    if isinstance(value, bool):
        return typed_text.Entry("truth", value)
    if isinstance(value, dt.datetime):
        bare = value.replace(tzinfo=None)
        midnight = bare.time() == dt.time()
        return typed_text.Entry("date", bare, "dd/mm/yyyy" if midnight else "dd/mm/yyyy hh:mm")
    if isinstance(value, float):
        return typed_text.Entry("number", value)
    taken = typed_text.entry(value, text_format=False)
    if taken.kind == "text":
        return taken
    key = sheet.uno.getCellByPosition(column, row).NumberFormat
    if sheet.book.number_formats.code(key) == "@":
        return typed_text.entry(value, text_format=True)
    return taken


def _datum(entry: typed_text.Entry, null_date: dt.datetime) -> float | str:
    if entry.kind in ("nothing", "formula", "error"):
        return ""
    if isinstance(entry.value, dt.datetime):
        return serials.as_serial(entry.value, null_date)
    return entry.value if isinstance(entry.value, str) else float(entry.value)


def _finish(sheet: Worksheet, row: int, column: int, entry: typed_text.Entry) -> None:
    cell = sheet.uno.getCellByPosition(column, row)
    if entry.kind == "formula":
        _put_formula(sheet.book, cell, str(entry.value))
    elif entry.kind in ("truth", "error", "text"):
        set_constant(sheet, row, column, Constant(entry.kind, entry.value))  # type: ignore[arg-type]
    elif entry.number_format:
        formats = sheet.book.number_formats
        if formats.code(cell.NumberFormat) == "General":
            cell.NumberFormat = formats.key(entry.number_format)


def _put_formula(book: Workbook, cell: Any, text: str) -> None:
    """Write a formula in Excel's spelling. Raises Excel's error where it cannot be read."""
    tokens = book.parser().parseFormula(text[1:], cell.CellAddress)
    if not tokens or not book.can_parse(text):
        raise errors.application_error("Application-defined or object-defined error")
    cell.setTokens(tokens)
    if cell.getError() in _CANNOT_READ:
        cell.setFormula("")
        raise errors.application_error("Application-defined or object-defined error")


def exact_numbers(sheet: Worksheet) -> tuple[Box, Any]:
    """Return the used cells and their values in full: an export rounds them to 15 digits."""
    used = sheet.calc_used()
    return used, block(sheet.uno, used).getDataArray()


def read_formulas(sheet: Worksheet, box: Box) -> list[list[str]]:
    """Return formulas in Excel's spelling, and what else the cells hold as text."""
    shown = [[_constant(v) for v in row] for row in read(sheet, box, plain=True)]
    parser = sheet.book.parser()
    for part in formula_cells(sheet.uno, box):
        for row, column in part.cells():
            kept = sheet.state.constants.get((row, column))
            cell = sheet.uno.getCellByPosition(column, row)
            text = str(kept.value) if kept else _formula(parser, cell)
            shown[row - box.top][column - box.left] = text
    return shown


def _formula(parser: Any, cell: Any) -> str:
    text = str(parser.printFormula(cell.getTokens(), cell.CellAddress))
    return f"={text}" if text else serials.error_name(cell.getError())


def _constant(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


class NumberFormats:
    """A document's number formats: Calc's numbers for them, their codes and kinds.

    Calc spells a code its own way (`mmm\\-yy` for `mmm-yy`). `spellings` are the codes as the file
    or whoever set them has them; they are given back, also in the exported file.
    """

    def __init__(self, document: Any, locale: Any, codes: Iterable[str]) -> None:
        self._formats = document.NumberFormats
        self._locale = locale
        self._known: dict[int, tuple[int, str]] = {}
        self.spellings: dict[str, str] = {}
        for code in codes:
            self.spellings[plainly(code)] = code

    def key(self, code: str) -> int:
        """Return Calc's number of a format code. The default locale keeps the code as it is."""
        key: int = self._formats.queryKey(code, self._locale, False)
        if key == -1:
            key = self._formats.addNew(code, self._locale)
        self.spellings[plainly(self._entry(key)[1])] = code
        return key

    def kind(self, key: int) -> int:
        """Return what kind of value the format shows."""
        return self._entry(key)[0]

    def code(self, key: int) -> str:
        """Return the format's code."""
        code = self._entry(key)[1]
        return self.spellings.get(plainly(code), code)

    def _entry(self, key: int) -> tuple[int, str]:
        if key not in self._known:
            found = self._formats.getByKey(key)
            self._known[key] = (found.Type, found.FormatString)
        return self._known[key]
