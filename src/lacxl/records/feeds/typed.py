"""A table of children as typed columns: each cell read by what the schema says about its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lacxl.records.feeds.identities import Identifiers, Identities, standard
from lacxl.records.feeds.options import ReadOptions
from lacxl.records.feeds.parsing import codes as coding
from lacxl.records.feeds.parsing.dates import BLANK_WORDS, ERROR_VALUES, Doubt, Order, Parsed, parse
from lacxl.records.feeds.recognising import Recognised
from lacxl.records.feeds.report import Report
from lacxl.records.feeds.schema import ColumnSpec, TableKind, code_lists
from lacxl.records.frames import Codes, Days, Frame, Mask, Rows, Whole
from lacxl.records.frames import Column as FrameColumn
from lacxl.tables.cell import Cell
from lacxl.tables.columns import EMPTY, Body, Column, Texts

_MANGLED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_DATE_REPAIRS = ("american_dates", "excel_serials", "placeholder_dates")
_SAID_OF_DATES = {
    Doubt.ERROR_VALUE: ("X127", ""), Doubt.NO_DATE: ("X122", ""),
    Doubt.NO_SUCH_YEAR: ("X123", ""), Doubt.PLACEHOLDER: ("X123", "placeholder_dates"),
    Doubt.SERIAL: ("X126", "excel_serials"), Doubt.TWO_DIGITS: ("X129", ""),
    Doubt.AMERICAN: ("X124", "american_dates"), Doubt.SHORT_YEAR: ("X173", ""),
}  # fmt: skip
"""The check of each doubt about a date, and the repair that settles it."""


@dataclass(frozen=True, slots=True, repr=False)
class ColumnCells:
    """The cells of one column of a table, and what is needed to read and report them."""

    spec: ColumnSpec
    column: Column
    file: str
    rows: Rows
    report: Report
    options: ReadOptions

    @property
    def texts(self) -> list[str]:
        """The different values as text."""
        return list(map(str, self.column.values))

    @property
    def cells(self) -> Sequence[Cell]:
        """The different values as cells."""
        values = self.column.values
        return self.texts if isinstance(values, np.ndarray) else values

    def marked(self, rows: Mask) -> ColumnCells:
        """Return the cells of which those in some rows hold an error, which nobody can read."""
        codes = np.where(rows, np.int32(len(self.column.values)), self.column.codes)
        return replace(self, column=Column(codes, [*self.cells, "#N/A"]))

    def tell(self, code: str, indices: Collection[int], case: str = "", **said: object) -> None:
        """Report the rows that have one of the values at some indices."""
        if indices:
            self.tell_rows(code, np.isin(self.column.codes, list(indices)), case, **said)

    def tell_rows(self, code: str, mask: Mask, case: str = "", **said: object) -> None:
        """Report the rows of a mask."""
        if mask.any():
            self.report.add(code, self.file, self.rows[mask], self.spec.title, case, **said)


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """Typed rows, their children by the index of their identifier; the councils they name."""

    kind: TableKind
    frame: Frame
    identifiers: Identifiers
    councils: frozenset[str]

    def numbered(self, identities: Identities) -> Typed:
        """Return the table with the children's codes in a run, its identifiers left behind."""
        codes = np.append(identities.codes(self.identifiers), -1)
        frame = self.frame.assign(child=codes[self.frame.child])
        return replace(self, frame=frame, identifiers=())


def read_typed(
    recognised: Recognised,
    file: str,
    body: Body,
    unread: Mapping[int, Sequence[int]],
    report: Report,
    options: ReadOptions,
) -> Typed | None:
    """Return the typed rows of a table whose key columns are all there.

    Rows are kept that have a child and every key date. A column of dates in which nobody can tell
    day from month counts as not there: None, if the table says nothing without it.
    """
    cells = {
        spec.name: ColumnCells(
            spec, body.columns[recognised.indices[spec.name]], file, body.rows, report, options
        )
        for spec in recognised.kind.columns
        if spec.name in recognised.indices
    }
    for name, each in cells.items():  # what is read as blank may not be taken for a blank
        rows = unread.get(recognised.indices[name], ())
        if each.spec.blank and rows:
            report.add("X172", file, rows, each.spec.title, blank=each.spec.blank)
        elif each.spec.type == "held" and rows:
            cells[name] = each.marked(np.isin(body.rows, rows))
    columns: dict[str, FrameColumn] = {"child": np.full(len(body.rows), -1)}
    identifiers: Identifiers = []
    if "child" in cells:
        columns["child"], identifiers = _child(cells["child"])
    dates = {name: each for name, each in cells.items() if each.spec.type == "date"}
    for name, days in _dates(dates, options).items():
        if days is not None:
            columns[name] = days
        elif cells.pop(name).spec.key_column:
            return None
    for name, each in cells.items():
        if each.spec.type in _READ:
            columns[name] = _READ[each.spec.type](each)
    for name, constant in recognised.constants.items():
        columns[name] = Codes.all_of(constant, len(body.rows))
    frame = Frame({**columns, "row": body.rows, "file": Codes.all_of(file, len(body.rows))})
    councils = cells["council"].texts if "council" in cells else ()
    named = frozenset(map(str.casefold, councils))
    return Typed(recognised.kind, _saying(frame, cells), identifiers, named)


def _child(cells: ColumnCells) -> tuple[Whole, Identifiers]:
    """Return the index of each row's child, -1 where none can be used, and the identifiers."""
    codes = cells.column.codes
    if isinstance(cells.column.values, np.ndarray):
        return codes.astype(np.int64), cells.column.values
    found = [standard(text) for text in cells.texts]
    odd = [(i, each.casefold()) for i, each in enumerate(found) if isinstance(each, str)]
    mangled = [i for i, text in odd if _MANGLED.fullmatch(text)]
    cells.tell("X131", mangled)
    bad = [i for i, text in odd if text in ERROR_VALUES or text in BLANK_WORDS]
    return np.where(np.isin(codes, [*mangled, *bad]), -1, codes).astype(np.int64), found


def _codes(cells: ColumnCells) -> Codes:
    known = code_lists()[cells.spec.codes]
    found = coding.codes_of(cells.texts, known)
    allowed = ", ".join(known.allowed)
    unknown = [i for i, text in enumerate(found) if text == coding.UNKNOWN]
    cells.tell("X120", unknown, list=known.title, allowed=allowed)
    cells.tell("X127", [i for i, text in enumerate(found) if text == coding.ERROR])
    if cells.spec.filled:
        cells.tell_rows("X186", cells.column.codes == EMPTY, list=known.title)
    marks = (coding.UNKNOWN, coding.ERROR)
    return Codes.mapped(cells.column.codes, ["" if text in marks else text for text in found])


def _held(cells: ColumnCells) -> Codes:
    said = coding.held_of(cells.texts, cells.options.held, cells.options.not_held)
    return Codes.mapped(cells.column.codes, said)


def _texts(cells: ColumnCells) -> Codes:
    """Return a column of free texts; an error value of Excel is none."""
    values = cells.column.values
    if isinstance(values, Texts) and not values.may_have("#"):
        return Codes(cells.column.codes, values)
    texts = ["" if text.casefold() in ERROR_VALUES else text for text in cells.texts]
    return Codes.mapped(cells.column.codes, texts)


def _identifiers(cells: ColumnCells) -> Codes:
    """Return a column of identifiers of rows, as those of children are; none for NULL."""
    links = [str(standard(text)) for text in cells.texts]
    none = ERROR_VALUES | BLANK_WORDS
    texts = ["" if link.casefold() in none else link for link in links]
    return Codes.mapped(cells.column.codes, texts)


def _numbers(
    cells: ColumnCells, read: Callable[[str], float | None], case: str = "", **said: object
) -> npt.NDArray[np.float64]:
    """Return numbers, NaN where there is none; what is neither number nor blank is reported."""
    blank = [text.casefold() in BLANK_WORDS for text in cells.texts]
    values = [None if b else read(text) for text, b in zip(cells.texts, blank, strict=True)]
    bad = [i for i, value in enumerate(values) if value is None and not blank[i]]
    cells.tell("X128", bad, case, **said)
    return np.array([*values, None], np.float64)[cells.column.codes]


_READ: Mapping[str, Callable[[ColumnCells], FrameColumn]] = {
    "code": _codes,
    "held": _held,
    "text": _texts,
    "link": _identifiers,
    "number": lambda cells: _numbers(cells, coding.number_of, wanted="a whole number"),
    "flag": lambda cells: _numbers(cells, coding.flag_of, wanted="yes or no"),
    "year": lambda cells: _numbers(cells, coding.year_of, "year"),
}
"""How the columns of each type are read; child, date and council are read by themselves."""


def _dates(dates: Mapping[str, ColumnCells], options: ReadOptions) -> dict[str, Days | None]:
    """Return the days of each column of dates, a day a row; None where dates of both orders leave
    it unclear which part is the day.
    """
    made = {name: options.makes(name) for name in _DATE_REPAIRS}
    values = {name: cells.cells for name, cells in dates.items()}
    parsed = parse(values, made, ("dob",), options.today)
    found: dict[str, Days | None] = {}
    for name, cells in dates.items():
        either = np.flatnonzero(parsed[name].doubts == Doubt.EITHER_ORDER).tolist()
        if either:
            found[name] = None
            cells.tell("X125", either, "key" if cells.spec.key_column else "")
            if cells.spec.blank and not cells.spec.key_column:  # else the file is not used
                cells.tell("X172", either, blank=cells.spec.blank)
            continue
        found[name] = np.append(parsed[name].days, np.datetime64("NaT", "D"))[cells.column.codes]
        _report_dates(cells, parsed[name], made)
    return found


def _report_dates(cells: ColumnCells, parsed: Parsed, made: Mapping[str, bool]) -> None:
    """Report what is doubtful about the dates of a column."""
    if (parsed.doubts <= Doubt.BLANK).all() and parsed.order is not Order.MIXED:
        return
    doubts = np.append(parsed.doubts, np.int8(Doubt.NONE))[cells.column.codes]
    for doubt, (code, repair) in _SAID_OF_DATES.items():
        if not (parsed.doubts == doubt).any():
            continue
        case = "placeholder" if doubt is Doubt.PLACEHOLDER else ""
        if doubt is Doubt.NO_DATE and parsed.has_other_order:
            case = "other_order"
        elif repair and not made[repair]:
            case = "off"
        cells.tell_rows(code, doubts == doubt, case)
    if cells.spec.blank:  # why they cannot be read is another finding
        not_read = np.append(np.isnat(parsed.days), False)[cells.column.codes]
        not_read &= doubts > Doubt.BLANK
        if made["placeholder_dates"]:
            not_read &= doubts != Doubt.PLACEHOLDER
        cells.tell_rows("X172", not_read, blank=cells.spec.blank)
    if parsed.order is Order.MIXED:
        cells.tell_rows("X125", doubts == Doubt.AMERICAN, "mixed")


def _saying(frame: Frame, cells: Mapping[str, ColumnCells]) -> Frame:
    """Return the rows that say something, having reported the others."""
    keep = np.ones(len(frame), bool)
    for name, each in cells.items():
        if each.spec.key:
            is_child = each.spec.type == "child"
            there = frame.child >= 0 if is_child else ~np.isnat(frame.array(name))
            each.tell_rows("X130" if is_child else "X133", keep & ~there)
            keep &= there
    return frame if keep.all() else frame.taken(keep)
