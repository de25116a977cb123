"""Writing changed cells into a sheet's rows while they stream by; other rows stay bytes."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping

from lacxl.domain.finding import Finding, error
from lacxl.engines.package.around_rows import AroundRows, parse_area
from lacxl.engines.package.broken_files import Unclear
from lacxl.engines.package.cell_values import anchors_of, put_result, put_value, read_value
from lacxl.engines.package.part_cutter import Cutter, opening_tag, unveiled
from lacxl.engines.package.row_reader import attributes, cells_of, numbered, row_style
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.survey import unclear_cell
from lacxl.engines.package.unlocking import Unlocking
from lacxl.engines.package.xml import Element, kids, make
from lacxl.workbook.address import MAX_ROW, Cell
from lacxl.workbook.changes import CellChange
from lacxl.workbook.snapshot import Formula, Scalar

Guard = Callable[[str, str], Finding]
"""Makes the finding, told where and on which sheet, for a cell that a password guards."""

_KINDS = {b"array": "an array formula", b"dataTable": "a data table"}
_TOUCHING = "Choose other cells, or replace the formula by values in Excel first."


class RowWriter:
    """Carries out the cell changes of one sheet; what it meets on the way it remembers.

    `faults` and the flags about formulas are complete once `blocks` is used up.
    """

    def __init__(
        self,
        cutter: Cutter,
        frame: AroundRows,
        styles: Stylesheet,
        changes: Mapping[Cell, CellChange],
        results: Mapping[Cell, Scalar],
        *,
        unlocking: Unlocking | None,
        guard: Guard | None,
        date1904: bool,
    ) -> None:
        self._cutter = cutter
        self._frame = frame
        self._part = frame.part
        self._styles = styles
        self._unlocking = unlocking
        self._guard = guard
        self._date1904 = date1904
        self._rows: dict[int, dict[int, CellChange]] = {}
        for cell, change in sorted(changes.items()):
            self._rows.setdefault(cell.row, {})[cell.column] = change
        self._results: dict[int, dict[int, Scalar]] = {}
        for cell, result in results.items():
            self._rows.setdefault(cell.row, {})
            self._results.setdefault(cell.row, {})[cell.column] = result
        self._written = {cell: change for cell, change in changes.items() if change.value}
        self._formula = opening_tag(b"<" + cutter.prefix + b"f")
        # The number is met where Excel writes it, first; else there is nothing in the group.
        self._rows_met = re.compile(b"<" + cutter.prefix + rb'row(?: r="([0-9]{1,7})")?')
        self._faults: dict[Cell, Finding] = {}
        self.has_formulas = False
        self.formula_removed = False
        self.formula_added = False

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What forbids the changes, in the order of the sheet."""
        return tuple(finding for _, finding in sorted(self._faults.items()))

    def blocks(self) -> Iterator[bytes]:
        """Yield the rows as they will be written."""
        waiting = sorted(self._rows, reverse=True)
        current = 0
        for original in self._cutter.blocks():
            if not self.has_formulas:
                self.has_formulas = bool(self._formula.search(unveiled(original)))
            block = self._unlocking.rows(original) if self._unlocking else original
            if not waiting:
                yield block
                continue
            self._refuse_arrays(block)
            last = self._last_number(block, current)
            if last < waiting[-1]:
                current = last
                yield block
                continue
            pieces = []
            for number, row in numbered(self._cutter, block, current):
                current = number
                while waiting and waiting[-1] < number:
                    pieces.append(self._new_row(waiting.pop()))
                if waiting and waiting[-1] == number:
                    row = self._edited(row, waiting.pop())  # noqa: PLW2901
                pieces.append(row)
            yield b"".join(pieces) if pieces else block
        for number in reversed(waiting):
            yield self._new_row(number)

    def _last_number(self, block: bytes, current: int) -> int:
        """Return the number of a block's last row; raises Unclear where rows are out of order."""
        spelt = self._rows_met.findall(block)
        if unveiled(block) is block and b"" not in spelt:
            stated = [current, *map(int, spelt)]
            if not any(map(operator.ge, stated, [*stated[1:], MAX_ROW + 1])):
                return stated[-1]
        for number, _ in numbered(self._cutter, block, current):
            current = number
        return current

    def _new_row(self, number: int) -> bytes:
        name = self._cutter.prefix + b"row"
        row = b'<%b r="%d"></%b>' % (name, number, name)
        edited = self._edited(row, number)
        return edited if edited != row else b""

    def _edited(self, content: bytes, number: int) -> bytes:
        """Return the bytes of a row with its changes; the same bytes where nothing changes."""
        wrapping = self._cutter.wrapping
        before, old, after = self._cutter.split(content)
        root = wrapping.root(old)
        row = next(kids(wrapping.container(root), "row"))
        if not self._apply(row, number):
            return content
        return before + wrapping.items(root) + after

    def _apply(self, row: Element, number: int) -> bool:
        row.set("r", str(number))
        cells = dict(cells_of(row, number))
        for column, element in cells.items():
            element.set("r", str(Cell(number, column)))
        touched = [
            column
            for column, change in self._rows[number].items()
            if self._tried(row, cells, Cell(number, column), change)
        ]
        if touched:
            _keep_spans_true(row, touched)
        results = self._results.get(number, {})
        settled = results.keys() & cells.keys()
        for column in settled:
            put_result(cells[column], results[column])
        return bool(touched or settled)

    def _tried(
        self, row: Element, cells: dict[int, Element], cell: Cell, change: CellChange
    ) -> bool:
        """Change one cell, or remember why it cannot be understood."""
        try:
            return self._change(row, cells, cell, change)
        except Unclear as fault:
            self._fault(cell, unclear_cell(change.sheet, cell, self._part, str(fault)))
            return False

    def _change(
        self, row: Element, cells: dict[int, Element], cell: Cell, change: CellChange
    ) -> bool:
        """Change one cell; say whether there was anything to do."""
        element = cells.get(cell.column)
        style = self._style(row, element, cell)
        if element is not None:
            read_value(element, is_date=False, date1904=self._date1904)  # or it is Unclear
        if change.value and self._guard and self._styles.look(style).locked:
            self._fault(cell, self._guard(f"{change.sheet}!{cell}", change.sheet))
        new_style = self._styles.variant(
            style,
            change.number_format.after if change.number_format else None,
            change.locked.after if change.locked else None,
            change.style.after if change.style else None,
        )
        if element is None:
            if new_style == style and not (change.value and change.value.after not in (None, "")):
                return False
            element = self._insert(row, cells, cell)
            if new_style:
                element.set("s", str(new_style))
        elif new_style != style:
            element.set("s", str(new_style))
        elif change.value is None:
            return False
        if change.value:
            self._note_formula(element, cell, change)
            put_value(element, change.value.after, self._date1904)
        return True

    def _style(self, row: Element, element: Element | None, cell: Cell) -> int:
        if element is not None:
            return self._styles.named(element.get("s"))
        own = row_style(row, cell.row)
        return self._styles.named(
            str(self._frame.style_of_column(cell.column) if own is None else own)
        )

    def _insert(self, row: Element, cells: dict[int, Element], cell: Cell) -> Element:
        element = make(row, "c", r=str(cell))
        before = [column for column in cells if column < cell.column]
        row.insert(row.index(cells[max(before)]) + 1 if before else 0, element)
        cells[cell.column] = element
        return element

    def _note_formula(self, element: Element, cell: Cell, change: CellChange) -> None:
        for kid in kids(element, "f"):
            anchor = anchors_of(kid)
            if anchor:
                kinds = {"array": "an array formula", "table": "a data table"}
                what = kinds.get(anchor, "a formula that other cells share")
                where = f"{change.sheet}!{cell}"
                self._fault(cell, error("W125", f"The cell holds {what}.", where, _TOUCHING))
            if change.value and not isinstance(change.value.after, Formula):
                self.formula_removed = True
            return
        if change.value and isinstance(change.value.after, Formula):
            self.formula_added = True

    def _refuse_arrays(self, block: bytes) -> None:
        """Remember a fault for each changed cell that an array formula or data table fills."""
        if b"array" not in block and b"dataTable" not in block:
            return
        for tag in self._formula.finditer(unveiled(block)):
            stated = attributes(tag[0])
            name = _KINDS.get(stated.get(b"t", b""))
            if name is None or not stated.get(b"ref"):
                continue
            area = parse_area(stated[b"ref"].decode(), name)
            for cell, change in self._written.items():
                if cell in area:
                    where = f"{change.sheet}!{cell}"
                    what = f"The cell is in {name} ({area})."
                    self._fault(cell, error("W125", what, where, _TOUCHING))

    def _fault(self, cell: Cell, finding: Finding) -> None:
        self._faults.setdefault(cell, finding)


def _keep_spans_true(row: Element, columns: list[int]) -> None:
    """Widen a row's hint of which columns it uses; drop one that is not a single range."""
    spans = row.get("spans")
    if spans is None:
        return
    first, colon, last = spans.partition(":")
    if colon and first.isdecimal() and last.isdecimal():
        row.set("spans", f"{min(int(first), *columns)}:{max(int(last), *columns)}")
    else:
        row.attrib.pop("spans")
