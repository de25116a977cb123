"""What inserting rows or columns makes of the open workbook, worked out on copies of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from lacxl.domain.errors import Refused
from lacxl.domain.finding import error
from lacxl.engines.excel.copying import Copies, Copy, changed
from lacxl.engines.package import PackageWorkbook, covered
from lacxl.engines.package.admission import password_needed, password_wrong
from lacxl.engines.package.growing import grow
from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, Area, Cell, CellRef, column_number
from lacxl.workbook.changes import CellChange, ChangeSet, Swap, looking_like
from lacxl.workbook.formulas.following import References
from lacxl.workbook.insertion import Axis, Done, Inserted, Insertion, settled
from lacxl.workbook.snapshot import Chart, Formula, SheetSnapshot

_REACHED = ("formula", "chart", "name")
"""What can be made to take in a new row or column while the workbook is open."""
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_PRINTED = "_xlnm."


@dataclass(frozen=True, slots=True)
class NotGrown:
    """What Excel left out of a sheet's growth beside its cells: charts that are to show more, as
    they are, by name, or by number where several have it; what its names are to mean; the areas of
    conditional formats, with what they are to become; whether validations are to reach what is new.
    """

    charts: Mapping[str | int, Chart] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    formatted: Mapping[Area, Area] = field(default_factory=dict)
    validates: bool = False

    def __bool__(self) -> bool:
        return bool(self.charts or self.names or self.formatted or self.validates)


class Growth(Copies):
    """The open workbook as it is, as it has grown, and as it is with all changes.

    The last two are the work of the headless engine, which refuses what cannot follow.
    """

    def __init__(self, before: Copy, changes: ChangeSet, password: str | None) -> None:
        super().__init__()
        self.before = before
        self.insertions = changes.inserted
        self._settled = tuple(settled(changes.inserted))
        sheets = [sheet.name for sheet in before.book.survey(full=()).sheets]
        self._references = [References(each, sheets) for each in self._settled]
        told: list[Inserted] = []
        with ExitStack() as stack:
            stack.enter_context(before)
            name = before.path.name

            def growing(target: Path) -> None:
                told.append(grow(before.path, changes.inserted, target, password=password))

            self.grown = stack.enter_context(Copy(growing, name))
            (self.told,) = told
            _refuse_unreached(self.told)
            self._refuse_guarded(password)
            self.wanted = stack.enter_context(changed(self.grown.book, changes, password, name))
            self._stack = stack.pop_all()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that have something inserted, or formulas or charts that take it in."""
        charts = self.before.book.beside_cells().charts
        told = [
            sheet
            for each in self.told.extensions
            for sheet in charts
            if (each.kind == "chart" and any(each.before in c.shown for c in charts[sheet]))
            or (each.kind == "formula" and CellRef.parse(each.where).sheet == sheet)
        ]
        return tuple(dict.fromkeys([*(each.sheet for each in self.insertions), *told]))

    def _refuse_guarded(self, password: str | None) -> None:
        """Refuse where another sheet is to take in what is new and its password is not given."""
        snapshot, own = self.before.book.survey(), {each.sheet for each in self.insertions}
        guard = password_wrong if password else password_needed
        faults = [
            guard(sheet, sheet)
            for sheet in self.sheets
            if sheet not in own
            and snapshot.sheet(sheet).protection is not None
            and not self.before.opens(sheet, password)
        ]
        if faults:
            raise Refused(faults)

    def new_on(self, sheet: str) -> tuple[Done, ...]:
        """Return what was inserted on a sheet, each with its place at the end."""
        return tuple(each for each in self._settled if each.sheet == sheet)

    def taking_in(self, formula: str) -> str:
        """Return a formula that Excel made follow, with what is new in the ranges before it.

        It names the sheet with every reference, as that of a chart's series does.
        """
        for references in self._references:
            formula = references.follow(formula, here=False, extend=True).text
        return formula

    def missing_formulas(self, there: PackageWorkbook) -> ChangeSet:
        """Return the formulas that Excel left to take in what is new.

        Many of them share a spelling in a file, which is nothing to an open workbook.
        """
        return ChangeSet(tuple(self._missing_formulas(there)))

    def missing_looks(self, there: PackageWorkbook) -> ChangeSet:
        """Return what makes new cells look like those before them where Excel did not."""
        changes = self._missing_looks(there)
        return ChangeSet(tuple(c for c in changes if c.number_format or c.locked or c.style))

    def _missing_formulas(self, there: PackageWorkbook) -> Iterator[CellChange]:
        places: dict[str, list[Cell]] = {}
        for each in self.told.extensions:
            if each.kind == "formula":
                place = CellRef.parse(each.where)
                places.setdefault(place.sheet, []).append(place.cell)
        for sheet, cells in places.items():
            old, _ = there.details(sheet, cells)
            new, _ = self.grown.book.details(sheet, cells)
            for cell in cells:
                before, after = old.get(cell), new.get(cell)
                if not (isinstance(before, Formula) and isinstance(after, Formula)):
                    continue  # reading back says so
                if before.text != after.text:
                    yield CellChange(sheet, cell, Swap(before, Formula(after.text)))

    def _missing_looks(self, there: PackageWorkbook) -> Iterator[CellChange]:
        snapshot, wanted = self.grown.book.survey(), self.wanted.book.survey()
        for sheet in dict.fromkeys(each.sheet for each in self.insertions):
            used = snapshot.sheet(sheet)
            covering = (*used.merges, *wanted.sheet(sheet).merges)
            cells = [
                cell
                for new in self.new_on(sheet)
                for cell in _cells(new, used)
                if not _is_covered(cell, new, covering)
            ]
            books = there, self.grown.book
            looks, wanted_looks = (book.looks(sheet, cells) for book in books)
            styles, wanted_styles = (book.styles_of(sheet, cells) for book in books)
            for cell in cells:
                style, wanted_style = styles[cell], wanted_styles[cell]
                if style.alike(wanted_style):
                    style = wanted_style
                yield looking_like(
                    sheet, cell, (looks[cell], style), (wanted_looks[cell], wanted_style)
                )

    def missing_beside(self, there: PackageWorkbook) -> Mapping[str, NotGrown]:
        """Return what Excel left to do beside cells, by sheet."""
        have, want = there.beside_cells(), self.grown.book.beside_cells()
        found: dict[str, NotGrown] = {}
        for sheet, shown in have.charts.items():
            formatted = have.formatted.get(sheet, ())
            without = covered(want.formatted.get(sheet, ())) - covered(formatted)
            missing = NotGrown(
                _other_charts(shown, want.charts.get(sheet, ())),
                {
                    name.removeprefix(_PRINTED): text
                    for (scope, name), text in want.names.items()
                    if scope == sheet and have.names.get((scope, name), text) != text
                },
                {a: b for a, b in self._grown(sheet, formatted) if covered([b]) & without},
                bool(covered(want.validated[sheet]) - covered(have.validated[sheet]))
                if sheet in have.validated
                else False,
            )
            if missing:
                found[sheet] = missing
        return found

    def missing_names(self, there: PackageWorkbook) -> Mapping[str, str]:
        """Return what names of the whole workbook are to mean that do not yet."""
        have, want = there.beside_cells().names, self.grown.book.beside_cells().names
        return {
            name: text
            for (scope, name), text in want.items()
            if not scope and have.get((scope, name), text) != text
        }

    def _grown(self, sheet: str, areas: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
        for area in areas:
            for new in self.new_on(sheet):
                first, last = new.axis.ends(area)
                if last == new.before - 1:
                    yield area, new.axis.with_ends(area, first, last + new.count)


def _other_charts(have: Sequence[Chart], want: Sequence[Chart]) -> Mapping[str | int, Chart]:
    names = Counter(chart.name for chart in have)
    return {
        chart.name if names[chart.name] == 1 else number: chart
        for number, chart in enumerate(have, 1)
        if chart not in want
    }


def parsed(address: str) -> Area:
    """Return the area of an address, whole columns and rows too."""
    if found := _COLUMNS.fullmatch(address):
        return Area(1, column_number(found[1]), MAX_ROW, column_number(found[2]))
    if found := _ROWS.fullmatch(address):
        return Area(int(found[1]), 1, int(found[2]), MAX_COLUMN)
    return Area.parse(address)


def _cells(new: Insertion, sheet: SheetSnapshot) -> Iterator[Cell]:
    """Yield the cells of what is new as far as the sheet is used."""
    across = Axis.ROWS if new.axis is Axis.COLUMNS else Axis.COLUMNS
    used = max((across.of(cell) for cell in sheet.values), default=0)
    for number in range(new.before, new.before + new.count):
        for other in range(1, used + 1):
            yield Cell(other, number) if new.axis is Axis.COLUMNS else Cell(number, other)


def _is_covered(cell: Cell, new: Insertion, merges: Sequence[Area]) -> bool:
    """Say whether merged cells cover a new cell, or the one that it is to look like.

    How such cells look is left to Excel.
    """
    across = new.axis is Axis.COLUMNS
    like = Cell(cell.row, new.before - 1) if across else Cell(new.before - 1, cell.column)
    return any(each in area and each != area.first for each in (cell, like) for area in merges)


def _refuse_unreached(told: Inserted) -> None:
    faults = [
        error(
            "E124",
            f"This range of a {each.kind} cannot take in what is inserted while the workbook is "
            f"open: {each.before}.",
            each.where,
            "Nothing was written. Do it with the workbook closed, from the command line.",
        )
        for each in told.extensions
        if each.kind not in _REACHED
    ]
    if faults:
        raise Refused(faults)
