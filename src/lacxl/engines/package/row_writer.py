"""Writing changed cells into a sheet's rows while they stream by; other rows stay bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from lacxl.domain.finding import Finding, error
from lacxl.engines.package.blocks import Cutter, Wrapping, opening_tag
from lacxl.engines.package.frame import Frame
from lacxl.engines.package.rows import ROW_NUMBER, cells_of, numbered, row_style
from lacxl.engines.package.styles import Stylesheet
from lacxl.engines.package.unlocking import Unlocking
from lacxl.engines.package.values import anchors_of, put_value
from lacxl.engines.package.xml import Element, local_name, make
from lacxl.workbook.address import Area, Cell
from lacxl.workbook.changes import CellChange
from lacxl.workbook.snapshot import Formula

Guard = Callable[[str, str], Finding]
"""Makes the finding, told where and on which sheet, for a cell that a password guards."""

_KIND = re.compile(rb"\st\s*=\s*[\"'](array|dataTable)[\"']")
_REFERENCE = re.compile(rb"\sref\s*=\s*[\"']([^\"']+)[\"']")
_TOUCHING = "Choose other cells, or replace the formula by values in Excel first."


class RowWriter:
    """Carries out the cell changes of one sheet; what it meets on the way it remembers.

    `faults` and the two flags about formulas are complete once `blocks` is used up.
    """

    def __init__(
        self,
        cutter: Cutter,
        frame: Frame,
        styles: Stylesheet,
        changes: Mapping[Cell, CellChange],
        *,
        unlocking: Unlocking | None,
        guard: Guard | None,
        date1904: bool,
    ) -> None:
        self._cutter = cutter
        self._frame = frame
        self._styles = styles
        self._unlocking = unlocking
        self._guard = guard
        self._date1904 = date1904
        self._rows: dict[int, dict[int, CellChange]] = {}
        for cell, change in sorted(changes.items()):
            self._rows.setdefault(cell.row, {})[cell.column] = change
        self._written = {cell: change for cell, change in changes.items() if change.value}
        self._formula = opening_tag(b"<" + cutter.prefix + b"f")
        self._faults: dict[Cell, Finding] = {}
        self.has_formulas = False
        self.formula_removed = False

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What forbids the changes, in the order of the sheet."""
        return tuple(finding for _, finding in sorted(self._faults.items()))

    def blocks(self) -> Iterator[bytes]:
        """Yield the rows as they are to be written."""
        waiting = sorted(self._rows, reverse=True)
        current = 0
        for original in self._cutter.blocks():
            if not self.has_formulas:
                self.has_formulas = bool(self._formula.search(original))
            block = self._unlocking.rows(original) if self._unlocking else original
            last = self._last_number(block) if waiting else None
            if waiting:
                self._refuse_arrays(block)
            if not waiting or (last is not None and last < waiting[-1]):
                current = last or current
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

    def _last_number(self, block: bytes) -> int | None:
        """Return the number of a block's last row where it is stated."""
        start = block.rfind(b"<" + self._cutter.prefix + b"row")
        tag = self._cutter.item.match(block, start) if start >= 0 else None
        stated = ROW_NUMBER.search(tag[0]) if tag else None
        return int(stated[1]) if stated else None

    def _new_row(self, number: int) -> bytes:
        name = self._cutter.prefix + b"row"
        row = b'<%b r="%d"></%b>' % (name, number, name)
        edited = self._edited(row, number)
        return edited if edited != row else b""

    def _edited(self, content: bytes, number: int) -> bytes:
        """Return the bytes of a row with its changes; the same bytes where nothing changes."""
        wrapping = self._cutter.wrapping
        container = wrapping.parse(content)
        row = next(kid for kid in container if local_name(kid) == "row")
        if not self._apply(row, number):
            return content
        whole = etree.tostring(container.getroottree(), encoding="UTF-8", xml_declaration=False)
        return Wrapping.unwrap(whole, 2 if wrapping.inner else 1)

    def _apply(self, row: Element, number: int) -> bool:
        row.set("r", str(number))
        cells = dict(cells_of(row))
        for column, element in cells.items():
            address, stated = str(Cell(number, column)), element.get("r")
            if stated == address:
                continue
            if stated is not None and stated.upper() != address:
                raise ValueError("a cell in the wrong row")
            element.set("r", address)
        touched = [
            column
            for column, change in self._rows[number].items()
            if self._change(row, cells, Cell(number, column), change)
        ]
        if touched:
            _keep_spans_true(row, touched)
        return bool(touched)

    def _change(
        self, row: Element, cells: dict[int, Element], cell: Cell, change: CellChange
    ) -> bool:
        """Change one cell; say whether there was anything to do."""
        element = cells.get(cell.column)
        style = self._style(row, element, cell.column)
        if change.value and self._guard and self._styles.look(style).locked:
            self._fault(cell, self._guard(f"{change.sheet}!{cell}", change.sheet))
        new_style = self._styles.variant(
            style,
            change.number_format.after if change.number_format else None,
            change.locked.after if change.locked else None,
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

    def _style(self, row: Element, element: Element | None, column: int) -> int:
        if element is not None:
            return int(element.get("s", "0"))
        own = row_style(row)
        return self._frame.style_of_column(column) if own is None else own

    def _insert(self, row: Element, cells: dict[int, Element], cell: Cell) -> Element:
        element = make(row, "c", r=str(cell))
        before = [column for column in cells if column < cell.column]
        row.insert(row.index(cells[max(before)]) + 1 if before else 0, element)
        cells[cell.column] = element
        return element

    def _note_formula(self, element: Element, cell: Cell, change: CellChange) -> None:
        for kid in element:
            if local_name(kid) != "f":
                continue
            anchor = anchors_of(kid)
            if anchor:
                kinds = {"array": "an array formula", "table": "a data table"}
                what = kinds.get(anchor, "a formula that other cells share")
                where = f"{change.sheet}!{cell}"
                self._fault(cell, error("W125", f"The cell holds {what}.", where, _TOUCHING))
            if change.value and not isinstance(change.value.after, Formula):
                self.formula_removed = True

    def _refuse_arrays(self, block: bytes) -> None:
        """Remember a fault for each changed cell that an array formula or data table fills."""
        if b"array" not in block and b"dataTable" not in block:
            return
        for tag in self._formula.finditer(block):
            kind, reference = _KIND.search(tag[0]), _REFERENCE.search(tag[0])
            if not kind or not reference:
                continue
            area = Area.parse(reference[1].decode())
            name = "an array formula" if kind[1] == b"array" else "a data table"
            for cell, change in self._written.items():
                if cell in area:
                    where = f"{change.sheet}!{cell}"
                    what = f"The cell lies in {name} ({area})."
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
