"""What moves in a workbook to make the place for the next month: a change set, and what leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.domain.month import FinancialYear, Month
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.changes import (
    CellChange,
    ChangeSet,
    CommentMove,
    CommentsChange,
    MergesChange,
    Swap,
)
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.insertion import Insertion
from lacxl.workbook.layout.model import Layout, Line, Period, YearToDate
from lacxl.workbook.layout.words import plain
from lacxl.workbook.next_month.bands import Bands, bands_after
from lacxl.workbook.next_month.headings import for_month, names_year, years_later
from lacxl.workbook.next_month.references import of_one_month
from lacxl.workbook.next_month.strips import Strips, strips_of
from lacxl.workbook.next_month.ways import Way, is_current, way_of
from lacxl.workbook.plan import same
from lacxl.workbook.shifting import shared_at
from lacxl.workbook.shown import shown
from lacxl.workbook.snapshot import (
    CellLook,
    CellValue,
    Comment,
    Formula,
    SheetSnapshot,
    Snapshot,
)
from lacxl.workbook.style import Style

Outturns = Callable[[Line, FinancialYear], tuple[CellValue, str | None]]
"""Gives what a line shows as the outturn of a year that has ended, None where it is not known, and
its number format.
"""
_ROWS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Leaving:
    """A cell of a period that leaves the workbook: what it showed, and the comment on it. `line` is
    None beside a line.
    """

    table: str
    place: CellRef
    period: Period
    line: Line | None
    shown: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """What making the place for a month changes, why, what leaves, and what was noticed.

    `ways` has the way of each table, by its sheet and its name.
    """

    month: Month
    changes: ChangeSet
    why: Mapping[CellRef, str]
    ways: Mapping[tuple[str, str], Way]
    leaving: tuple[Leaving, ...] = ()
    findings: tuple[Finding, ...] = ()


def insertions(
    layout: Layout,
    snapshot: Snapshot,
    month: Month,
    *,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
) -> tuple[Insertion, ...]:
    """Return what has to be inserted first for the tables that grow, the last on a sheet first."""
    growing = {
        strips.insertion()
        for strips in strips_of(layout)
        if _way(strips, month, snapshot, chosen, rolled) is Way.GROW
    }
    return tuple(sorted(growing, key=lambda each: (each.sheet, each.axis.value, -each.before)))


def _way(
    strips: Strips,
    month: Month,
    snapshot: Snapshot,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
) -> Way | Finding:
    key = strips.sheet, strips.table.name
    return way_of(strips, month, snapshot, chosen.get(key[1]), has_rolled=key in rolled)


def strips_cells(layout: Layout) -> tuple[CellRef, ...]:
    """Return every cell that may move, to ask for its looks."""
    cells = (
        place for strips in strips_of(layout) for period in strips.at
        for place in (*strips.cells(period), *filter(None, [strips.table.headings.get(period)]))
    )  # fmt: skip
    return tuple(dict.fromkeys(cells))


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the cells that may move look, and the comments of their sheets."""

    looks: Mapping[CellRef, CellLook]
    styles: Mapping[CellRef, Style] = field(default_factory=dict)
    comments: Mapping[str, Mapping[Cell, Comment]] = field(default_factory=dict)


def make_place(
    layout: Layout,
    snapshot: Snapshot,
    seen: Appearance,
    month: Month,
    *,
    chosen: Mapping[str, Way],
    rolled: Collection[tuple[str, str]],
    outturns: Outturns,
) -> Moves:
    """Return what has to move so that every table has a place for the month.

    Tables that grow have had their `insertions`. `seen` has the `strips_cells`. `chosen` gives the
    way of a table by its name, where lacxl.toml does; `rolled` are those that rolled on before, by
    sheet and name. Raises Refused with every reason why a table cannot make the place.
    """
    maker = _Maker(snapshot, seen, month)
    ways: dict[tuple[str, str], Way] = {}
    windows: list[Strips] = []
    for strips in strips_of(layout):
        key = strips.sheet, strips.table.name
        way = _way(strips, month, snapshot, chosen, rolled)
        if not isinstance(way, Way):
            maker.faults.append(way)
            continue
        ways[key] = way
        if way is Way.GROW:
            maker.grow(strips)
        elif way is Way.TAKE:
            maker.take(strips)
        else:
            before = strips.months
            later = (*before[1:], month) if way is Way.ROLL else _next_year(before, month)
            maker.move(strips, later)
            if way is Way.ROLL:
                windows.append(strips)
        if month == month.financial_year.first:
            maker.new_year(strips, outturns)
    if maker.missing:
        maker.faults.append(_no_outturn(maker.missing, month))
    if maker.faults:
        raise Refused(tuple(dict.fromkeys(maker.faults)))
    found = of_one_month(windows, snapshot)
    return Moves(month, maker.changes(), maker.why, ways, tuple(maker.leaving), found)


def _next_year(before: Sequence[Month], april: Month) -> tuple[Month, ...]:
    """Return the months of a year's table for the next year, with as many of the old year."""
    old = sum(month.financial_year < (april - 1).financial_year for month in before)
    return tuple(april + i for i in range(-old, 12))


@dataclass(slots=True)
class _Maker:
    """Collects what changes, table by table."""

    snapshot: Snapshot
    seen: Appearance
    month: Month
    values: dict[CellRef, CellValue] = field(default_factory=dict)
    formats: dict[CellRef, str] = field(default_factory=dict)
    locks: dict[CellRef, bool] = field(default_factory=dict)
    styles: dict[CellRef, Style] = field(default_factory=dict)
    comments: dict[str, list[CommentMove]] = field(default_factory=dict)
    why: dict[CellRef, str] = field(default_factory=dict)
    merges: dict[str, tuple[list[Area], list[Area]]] = field(default_factory=dict)
    leaving: list[Leaving] = field(default_factory=list)
    missing: list[CellRef] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    def take(self, strips: Strips) -> None:
        """Make the cells of a month that is headed already like those before it."""
        before = [month for month in strips.months if month < self.month]
        if not before:
            return
        rows = zip(*(strips.cells(month) for month in before), strict=True)
        for place, others in zip(strips.cells(self.month), rows, strict=True):
            if strips.line_at(place) is None:
                words = {self._there(other) for other in others if self._is_text(other)}
                if len(words) == 1 and self._there(place) is None:
                    self._put(place, words.pop(), "like the months before it")
            else:
                if self._look(place).number_format == "General":
                    self.formats[place] = self._look(others[-1]).number_format
                self._lock(place, False)

    def grow(self, strips: Strips) -> None:
        """Make the column or row that was inserted after the last month like that one."""
        months = strips.months
        last = months[-1]
        heading = strips.table.headings[last]
        there = self._there(heading)
        if isinstance(there, Formula):
            self._copied(heading, strips)
        else:
            value = for_month(there, self.month, date1904=self.snapshot.date1904)
            self._put(strips.beside(heading, 1), value, f"the heading of {self.month.short}")
            if is_current(there) and len(months) > 1:
                self._no_longer_current(strips, heading)
        for place in strips.cells(last):
            words = {self._there(_beside(strips, place, month)) for month in months}
            if self._is_formula(place):
                self._copied(place, strips)
            elif strips.line_at(place) is None and len(words) == 1 and self._is_text(place):
                self._put(strips.beside(place, 1), words.pop(), "like the months before it")
            self._lock(strips.beside(place, 1), False)
        own = {heading, *strips.cells(last)}
        for cell, value in self._sheet(strips.sheet).values.items():
            place = CellRef(strips.sheet, cell)
            beside = cell.column if strips.across else cell.row
            if isinstance(value, Formula) and beside == strips.at[last] and place not in own:
                before = self._there(strips.beside(place, -1))
                if isinstance(before, Formula) and value.text == shared_at(
                    before.text, strips.beside(place, -1).cell, cell
                ):  # it is filled down, as the line of a chart is
                    self._copied(place, strips)
        bands = bands_after(strips, self._sheet(strips.sheet), (*months, self.month), more=1)
        self._band(strips, bands)

    def _no_longer_current(self, strips: Strips, heading: CellRef) -> None:
        """Head and show the last month like the one before it."""
        before, last = strips.months[-2:]
        like = strips.table.headings[before]
        there = self._there(like)
        if not isinstance(there, Formula):
            value = for_month(there, last, date1904=self.snapshot.date1904)
            self._put(heading, value, f"the heading of {last.short}")
        pairs = zip(strips.cells(last), strips.cells(before), strict=True)
        for place, example in ((heading, like), *pairs):
            self.formats[place] = self._look(example).number_format
            if (style := self._style(example)) is not None and style != self._style(place):
                self.styles[place] = style

    def _copied(self, place: CellRef, strips: Strips) -> None:
        """Give the next cell the formula of this one, as filling it down would."""
        there = self._there(place)
        target = strips.beside(place, 1)
        if isinstance(there, Formula) and there.text:
            text = shared_at(there.text, place.cell, target.cell)
            if text is not None:
                self._put(target, Formula(text), "the formula of the months before it")

    def _band(self, strips: Strips, bands: Bands) -> None:
        for cell, value in bands.values.items():
            self._put(CellRef(strips.sheet, cell), value, "the band of its months")
        if bands.gone or bands.come:
            gone, come = self.merges.setdefault(strips.sheet, ([], []))
            gone += bands.gone
            come += bands.come

    def move(self, strips: Strips, after: Sequence[Month]) -> None:
        """Move the cells of months to where those months are then; the new ones are empty."""
        before = strips.months
        self._check(strips, before)
        for old, new in zip(before, after, strict=True):
            self._head(strips.table.headings[old], new)
            sources = strips.cells(new) if new in strips.at else None
            places = list(strips.cells(old))
            for place, source in zip(places, sources or [None] * len(places), strict=True):
                self._moved(strips, place, source, new, before)
        self._move_comments(strips, before, after)
        if self._is_alike(strips, before):
            self._move_styles(strips, before, after)
        for month in before:
            if month not in after:
                self._leave(strips, month)
        self._band(strips, bands_after(strips, self._sheet(strips.sheet), after))

    def _move_comments(
        self, strips: Strips, before: Sequence[Month], after: Sequence[Month]
    ) -> None:
        """Move the comments on the cells of months with them; those of what leaves are removed."""
        there = self.seen.comments.get(strips.sheet, {})
        for old in before:
            target = before[after.index(old)] if old in after else None
            for place in strips.cells(old):
                if (comment := there.get(place.cell)) is not None:
                    to = None if target is None else _beside(strips, place, target).cell
                    moves = self.comments.setdefault(strips.sheet, [])
                    if to != place.cell:
                        moves.append(CommentMove(comment, place.cell, to))
                    if to is None and self._there(place) in (None, ""):
                        line = strips.line_at(place)
                        gone = Leaving(strips.table.name, place, old, line, "", comment.text)
                        self.leaving.append(gone)

    def _is_alike(self, strips: Strips, before: Sequence[Month]) -> bool:
        """Say whether months look alike in most rows, so that what differs is a mark of its month.

        Where the current month is set off in all of its cells, its look belongs to the place.
        """
        rows = list(zip(*(strips.cells(month) for month in before), strict=True))
        same = sum(len({self._style(place) for place in row}) == 1 for row in rows)
        return 2 * same > len(rows)

    def _move_styles(self, strips: Strips, before: Sequence[Month], after: Sequence[Month]) -> None:
        """Move what sets single cells off, such as a fill by hand, with their months."""
        for old, new in zip(before, after, strict=True):
            for place in strips.cells(old):
                row = [_beside(strips, place, month) for month in before]
                usual = max(map(self._style, row), key=[self._style(p) for p in row].count)
                source = _beside(strips, place, new) if new in before else None
                style = usual if source is None else self._style(source)
                if style is not None and style != self._style(place):
                    self.styles[place] = style

    def _moved(
        self,
        strips: Strips,
        place: CellRef,
        source: CellRef | None,
        new: Month,
        before: Sequence[Month],
    ) -> None:
        at = list(strips.cells(before[0])).index(_beside(strips, place, before[0]))
        row = [list(strips.cells(month))[at] for month in before]
        held = [self._there(each) for each in row]
        if any(isinstance(each, Formula) for each in held):
            return  # in every month, or refused; it goes on meaning the cells beside it
        if strips.line_at(place) is None and len({*held}) == 1:
            return  # a word between figures, such as "of"
        value = None if source is None else self._there(source)
        self._put(place, value, f"the place of {new.short}")
        if source is None:
            self._lock(place, False)
            return
        look = self._look(source)
        self.formats[place] = look.number_format
        self._lock(place, look.locked)

    def _check(self, strips: Strips, before: Sequence[Month]) -> None:
        """Collect why the cells of months cannot move: formulas in some, merges, arrays."""
        sheet = self._sheet(strips.sheet)
        rows = zip(*(strips.cells(month) for month in before), strict=True)
        mixed = [
            place
            for row in rows
            if 0 < sum(isinstance(self._there(each), Formula) for each in row) < len(row)
            for place in row
            if isinstance(self._there(place), Formula)
        ]
        headings = [strips.table.headings[month] for month in before]
        mixed += [each for each in headings if isinstance(self._there(each), Formula)]
        if mixed:
            self.faults.append(
                error(
                    "N105",
                    "Months move here, and these formulas could not move with them.",
                    listed(mixed),
                    "Put values or the same formula in every month of the row, then run again.",
                )
            )
        areas = [strips.area(month) for month in before]
        stuck = [str(area) for area in _half_in(sheet.merges, areas)]
        stuck += [f"{area} ({why})" for area, why in sheet.blocked if _meets(area, areas)]
        if stuck:
            self.faults.append(
                error(
                    "N107",
                    "Months cannot move here: merged cells or formulas over several cells are in "
                    "the way.",
                    f"{strips.sheet}: {', '.join(stuck)}",
                    "Unmerge them, or give each cell a formula of its own, then run again.",
                )
            )

    def new_year(self, strips: Strips, outturns: Outturns) -> None:
        """Move the outturns on by a year, and start the year to date again."""
        ended = (self.month - 1).financial_year
        years = strips.years
        if years and ended not in years:
            for year in years:
                self._year(strips, year, outturns, ended)
        for period in strips.so_far:
            if period.year not in (None, ended):
                continue
            self._leave(strips, period)
            for place in strips.cells(period):
                if strips.line_at(place) is not None and not self._is_formula(place):
                    self._put(place, None, f"year to date of {self.month.financial_year}")
            heading = strips.table.headings.get(period)
            if heading is not None:
                self._later(heading, ended)
        for place in self._above(strips):
            if names_year(str(self._there(place)), ended):
                self._later(place, ended)

    def _year(
        self, strips: Strips, year: FinancialYear, outturns: Outturns, ended: FinancialYear
    ) -> None:
        following = year + 1
        if following not in strips.at and following != ended:
            self.faults.append(
                error(
                    "N103",
                    f"The years of the table are not one after another: {following} is missing.",
                    str(strips.table.at),
                    "Correct the headings of its years, then run again.",
                )
            )
            return
        if year == min(strips.years):
            self._leave(strips, year)
        self._later(strips.table.headings[year], year)
        sources = strips.cells(following) if following in strips.at else None
        places = list(strips.cells(year))
        for place, source in zip(places, sources or [None] * len(places), strict=True):
            if self._is_formula(place) or (source is not None and self._is_formula(source)):
                continue  # it goes on meaning the cells it meant
            line = strips.line_at(place)
            if line is None:
                continue
            if source is None:
                value, number_format = outturns(line, ended)
                self.formats[place] = number_format or self._look(place).number_format
                if value is None and self._there(place) not in (None, ""):
                    self.missing.append(place)
            else:
                value = self._there(source)
                self.formats[place] = self._look(source).number_format
            self._put(place, value, f"{following} outturn")

    def _above(self, strips: Strips) -> Iterator[CellRef]:
        """Yield the texts over a table's columns that speak of the year to date."""
        if not strips.across:
            return
        heads = [place.cell.row for place in strips.table.headings.values()]
        top, bottom = max(1, min(heads) - _ROWS_ABOVE), max(heads)
        columns = strips.at.values()
        for cell, value in self._sheet(strips.sheet).values.items():
            inside = top <= cell.row <= bottom and min(columns) <= cell.column <= max(columns)
            words = plain(value)
            if inside and ("year to date" in words or "ytd" in words.split()):
                yield CellRef(strips.sheet, cell)

    def _head(self, heading: CellRef, month: Month) -> None:
        there = self._there(heading)
        if isinstance(there, Formula):
            return  # refused
        value = for_month(there, month, date1904=self.snapshot.date1904)
        self._put(heading, value, f"the heading of {month.short}")

    def _later(self, heading: CellRef, year: FinancialYear) -> None:
        there = self._there(heading)
        if isinstance(there, str):
            self._put(heading, years_later(there), f"the heading of {year + 1}")

    def _leave(self, strips: Strips, period: Period) -> None:
        if isinstance(period, YearToDate):
            period = YearToDate((self.month - 1).financial_year)
            cells = [p for each in strips.so_far for p in strips.cells(each)]
        else:
            cells = list(strips.cells(period))
        for place in cells:
            there = self._there(place)
            line = strips.line_at(place)
            if there not in (None, "") and (line is not None or not _is_of(there)):
                text = shown(there, self._look(place).number_format)
                note = self.seen.comments.get(strips.sheet, {}).get(place.cell)
                self.leaving.append(
                    Leaving(strips.table.name, place, period, line, text, note.text if note else "")
                )

    def _put(self, place: CellRef, value: CellValue, why: str) -> None:
        self.values[place] = value
        self.why[place] = why

    def _lock(self, place: CellRef, locked: bool) -> None:
        if self._sheet(place.sheet).protection is not None:
            self.locks[place] = locked

    def _there(self, place: CellRef) -> CellValue:
        return self._sheet(place.sheet).values.get(place.cell)

    def _is_text(self, place: CellRef) -> bool:
        return isinstance(self._there(place), str)

    def _is_formula(self, place: CellRef) -> bool:
        return isinstance(self._there(place), Formula)

    def _look(self, place: CellRef) -> CellLook:
        return self.seen.looks.get(place, CellLook())

    def _style(self, place: CellRef) -> Style | None:
        return self.seen.styles.get(place)

    def _sheet(self, name: str) -> SheetSnapshot:
        return self.snapshot.sheet(name)

    def changes(self) -> ChangeSet:
        """Return everything that differs from what is there."""
        cells = []
        for place in dict.fromkeys((*self.values, *self.formats, *self.locks, *self.styles)):
            there, look = self._there(place), self._look(place)
            value = self.values.get(place, there)
            number_format = self.formats.get(place, look.number_format)
            locked = self.locks.get(place, look.locked)
            change = CellChange(
                place.sheet,
                place.cell,
                None if same(there, value) else Swap(there, value),
                None if number_format == look.number_format
                else Swap(look.number_format, number_format),
                None if locked == look.locked else Swap(look.locked, locked),
                self._restyled(place),
            )  # fmt: skip
            if change.value or change.number_format or change.locked or change.style:
                cells.append(change)
        merges = tuple(
            MergesChange(sheet, Swap(tuple(gone), tuple(come)))
            for sheet, (gone, come) in self.merges.items()
        )
        comments = tuple(
            CommentsChange(sheet, tuple(moves)) for sheet, moves in self.comments.items() if moves
        )
        return ChangeSet(tuple(cells), merges=merges, comments=comments)

    def _restyled(self, place: CellRef) -> Swap[Style] | None:
        before, after = self._style(place), self.styles.get(place)
        return None if before is None or after is None else Swap(before, after)


def _beside(strips: Strips, place: CellRef, month: Month) -> CellRef:
    """Return the cell of another month in the same row or column of figures."""
    at = strips.at[month]
    cell = Cell(place.cell.row, at) if strips.across else Cell(at, place.cell.column)
    return CellRef(place.sheet, cell)


def _half_in(merges: Sequence[Area], strips: Sequence[Area]) -> Iterator[Area]:
    """Yield merged areas that are in a strip and beyond it, or not the same in each."""
    shapes = []
    for strip in strips:
        inside = [area for area in merges if _meets(area, [strip])]
        for area in inside:
            if area.first not in strip or Cell(area.bottom, area.right) not in strip:
                yield area
        shapes.append(
            {
                (a.top - strip.top, a.left - strip.left, a.bottom - strip.top, a.right - strip.left)
                for a in inside
            }
        )
    if any(shape != shapes[0] for shape in shapes):
        yield from (area for area in merges if _meets(area, strips))


def _meets(area: Area, others: Sequence[Area]) -> bool:
    return any(
        area.top <= o.bottom and o.top <= area.bottom
        and area.left <= o.right and o.left <= area.right
        for o in others
    )  # fmt: skip


def _is_of(value: CellValue) -> bool:
    return plain(value) == "of"


def _no_outturn(places: Sequence[CellRef], april: Month) -> Finding:
    ended = (april - 1).financial_year
    return error(
        "N106",
        f"The outturn of {ended} is not known for these cells, and the one before it was.",
        listed(places),
        f"Give the readings of {ended} that are missing and fill March, or give the year in the "
        "file of outturns.",
    )
