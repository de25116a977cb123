"""A model of what people do to a workbook, which keeps track of where every cell goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.layout import Cover, Layout
from lacxl.workbook.snapshot import CellValue, SheetSnapshot, Snapshot


@dataclass
class Sheet:
    """A sheet that changes. `now` says where each tracked cell of the original stands."""

    original: str
    name: str
    values: dict[Cell, CellValue]
    merges: list[Area]
    now: dict[Cell, Cell]

    def insert_row(self, before: int) -> None:
        """Insert a blank row before the row; a merged area around it grows, as in Excel."""
        self.move(lambda cell: Cell(cell.row + (cell.row >= before), cell.column))
        self.merges = [
            Area(a.top + (a.top >= before), a.left, a.bottom + (a.bottom >= before), a.right)
            for a in self.merges
        ]

    def insert_column(self, before: int) -> None:
        """Insert a blank column before the column."""
        self.move(lambda cell: Cell(cell.row, cell.column + (cell.column >= before)))
        self.merges = [
            Area(a.top, a.left + (a.left >= before), a.bottom, a.right + (a.right >= before))
            for a in self.merges
        ]

    def delete_row(self, row: int) -> None:
        """Delete a row; merged areas shrink, and one that is left with a single cell is gone."""
        self.values = {c: v for c, v in self.values.items() if c.row != row}
        self.now = {c: n for c, n in self.now.items() if n.row != row}
        self.move(lambda cell: Cell(cell.row - (cell.row > row), cell.column))
        shrunk = (
            Area(a.top - (a.top > row), a.left, a.bottom - (a.bottom >= row), a.right)
            for a in self.merges
        )
        self.merges = [a for a in shrunk if a.bottom >= a.top and a.size > 1]

    def move(self, to: Callable[[Cell], Cell]) -> None:
        """Move every cell; merged areas stay where they are."""
        self.values = {to(cell): value for cell, value in self.values.items()}
        self.now = {cell: to(now) for cell, now in self.now.items()}

    def put(self, original: Cell, value: CellValue) -> None:
        """Write over a tracked cell; None empties it."""
        self.put_at(self.now[original], value)

    def put_at(self, cell: Cell, value: CellValue) -> None:
        """Write over a cell where it stands now."""
        if value is None:
            self.values.pop(cell, None)
        else:
            self.values[cell] = value

    def get(self, original: Cell) -> CellValue:
        """Return what a tracked cell holds."""
        return self.values.get(self.now[original])

    def unmerge(self, original: Cell) -> None:
        """Take apart the merged area that begins at a tracked cell; its text stays there."""
        self.merges = [a for a in self.merges if a.first != self.now[original]]

    def merged(self, original: Cell) -> bool:
        """Say whether a merged area begins at a tracked cell."""
        return any(a.first == self.now[original] for a in self.merges)

    @property
    def last(self) -> Cell:
        """The corner of what is used."""
        return Cell(max(c.row for c in self.values), max(c.column for c in self.values))


@dataclass
class Book:
    """A workbook that changes."""

    sheets: list[Sheet]
    date1904: bool = False
    kind: type[Sheet] = field(default=Sheet)

    @classmethod
    def of(cls, snapshot: Snapshot, kind: type[Sheet] = Sheet) -> Book:
        """Return the workbook of a snapshot; every cell of its used range is tracked."""
        sheets = []
        for each in snapshot.sheets:
            bottom = max(cell.row for cell in each.values)
            right = max(cell.column for cell in each.values)
            cells = [Cell(r, c) for r in range(1, bottom + 1) for c in range(1, right + 1)]
            tracked = {cell: cell for cell in cells}
            sheets.append(kind(each.name, each.name, dict(each.values), list(each.merges), tracked))
        return cls(sheets, snapshot.date1904, kind)

    def sheet(self, original: str) -> Sheet:
        """Return the sheet that once had the name."""
        return next(sheet for sheet in self.sheets if sheet.original == original)

    def add(self, name: str, values: Iterable[tuple[Cell, CellValue]]) -> None:
        """Add a sheet that the report does not know."""
        self.sheets.append(self.kind(f"added {name}", name, dict(values), [], {}))

    @property
    def snapshot(self) -> Snapshot:
        """What an engine would read now."""
        return Snapshot(
            tuple(SheetSnapshot(s.name, dict(s.values), tuple(s.merges)) for s in self.sheets),
            self.date1904,
        )

    def place(self, original: CellRef) -> CellRef:
        """Return where a cell of the original stands now."""
        sheet = self.sheet(original.sheet)
        return CellRef(sheet.name, sheet.now[original.cell])

    def layout(self, original: Layout) -> Layout:
        """Return where everything stands now."""
        return Layout(
            Cover(**{f.name: self._maybe(getattr(original.cover, f.name)) for f in fields(Cover)}),
            tuple(
                replace(
                    line,
                    sheet=self.sheet(line.sheet).name,
                    at={k: self.place(p) for k, p in line.at.items()},
                    judged={k: self.place(p) for k, p in line.judged.items()},
                    benchmarks={k: self.place(p) for k, p in line.benchmarks.items()},
                    title=self._maybe(line.title),
                )
                for line in original.lines
            ),
        )

    def _maybe(self, place: CellRef | None) -> CellRef | None:
        return None if place is None else self.place(place)
