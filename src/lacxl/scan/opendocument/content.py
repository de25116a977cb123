"""The content of an OpenDocument spreadsheet read to its end: sheet by sheet, row by row."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lacxl.scan.identifiers import day_in
from lacxl.scan.opendocument.elements import OdsContent, OdsSheet, look_at, note_kind
from lacxl.scan.opendocument.names import attribute, paragraph_text, shown_text
from lacxl.scan.opendocument.styles import DATA_STYLES, STYLES, OdsStyles, StyleLook
from lacxl.scan.part_kinds import OWN
from lacxl.scan.parts import Parts, kids, local, text_in, whole
from lacxl.scan.records import Value
from lacxl.scan.trees import Element

_STARTS = ("table", "table-column-group", "table-row-group")
_ELEMENTS = (
    "table-column table-row scripts event-listeners content-validation shapes forms table-source"
    " scenario conditional-format tracked-changes data-pilot-table dde-link named-range"
    " named-expression database-range consolidation label-range annotation"
)
_WALKED = (*_STARTS, *STYLES.split(), *DATA_STYLES.split(), *_ELEMENTS.split())
_AREA = re.compile(r"[^.]*\.([A-Z]{1,3})(\d{1,7})(?::[^.]*\.([A-Z]{1,3})(\d{1,7}))?", re.ASCII)
_MOST_COLUMNS = 16_384
_REPEATED_CELLS, _REPEATED_ROWS = 16, 2
"""How often what is repeated is looked at: a file may repeat one row a million times."""
_BLENDING_LIMIT = 10_000
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.(\d+))?")


def read_content(parts: Parts, name: str, styles: OdsStyles) -> OdsContent:
    """Read the content's part; its own styles are added to those given."""
    reader = _Reader(styles)
    for event, element in parts.walk(name, _WALKED, _STARTS):
        reader.begins(element) if event == "start" else reader.ends(element)
    return reader.found


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns behind one, up to the next ones: whether they are hidden, their cells' style."""

    behind: int
    is_hidden: bool = False
    style: str = ""


class _Reader:
    """Goes through the content in its order."""

    def __init__(self, styles: OdsStyles) -> None:
        self.found = OdsContent()
        self._styles = styles
        self._open: list[OdsSheet] = []
        self._restart()

    def _restart(self) -> None:
        self._columns = [_Columns(-1)]
        self._column = self._row = 0
        self._folded = {"table-column-group": 0, "table-row-group": 0}
        self._folds: dict[str, list[bool]] = {kind: [] for kind in self._folded}
        self._coloured: list[tuple[int, int, int, int]] = []
        self._blending: list[tuple[int, int]] = []

    @property
    def _name(self) -> str:
        return self._open[-1].name if self._open else ""

    def begins(self, element: Element) -> None:
        """Take in where a sheet or a group of rows or columns begins."""
        kind = local(element)
        if kind == "table":
            if not self._open:
                self._restart()
            name = attribute(element, "table:name")
            is_copy = name.startswith("'file:") or "'#$" in name
            style = attribute(element, "table:style-name")
            self._open.append(
                OdsSheet(
                    "a copy of another file's sheet" if is_copy else name,
                    self._styles.is_hidden_sheet(style),
                    is_copy,
                    attribute(element, "table:protected") == "true",
                )
            )
            self.found.sheets.append(self._open[-1])
        else:
            is_folded = attribute(element, "table:display") == "false"
            self._folds[kind].append(is_folded)
            self._folded[kind] += is_folded

    def ends(self, element: Element) -> None:
        """Take in an element that is there as a whole."""
        kind = local(element)
        if kind in DATA_STYLES.split() or kind in STYLES.split():
            self._styles.add(element)
        elif kind == "table":
            self._end_sheet()
        elif kind in self._folded:
            self._folded[kind] -= self._folds[kind].pop()
        elif self._open:
            self._within_sheet(element, kind)
        else:
            self._outside(element, kind)

    def _within_sheet(self, element: Element, kind: str) -> None:
        sheet = self._open[-1]
        if kind == "table-column":
            self._take_column(element)
        elif kind == "table-row":
            self._take_row(element, sheet)
        elif kind == "annotation":
            return  # its row has it
        else:
            if kind == "conditional-format":
                areas = element.get(next(_ending(element, "target-range-address"), ""), "")
                self._coloured += _areas(areas)
            sheet.drawn += kind == "shapes" and len(element) > 0
            if kind == "forms" and len(element):
                self.found.kinds["V114"].add(sheet.name)
            look_at(element, sheet.name, self.found, sheet.around)

    def _outside(self, element: Element, kind: str) -> None:
        found = self.found
        if kind in ("named-range", "named-expression"):
            found.names += 1
            found.hidden_names += any(
                element.get(name) == "true" for name in _ending(element, "hidden")
            )
            found.bases.append(
                attribute(element, "table:cell-range-address")
                or attribute(element, "table:expression")
            )
        found.validations += kind == "content-validation"
        if kind == "tracked-changes" and len(element):
            found.kinds["V115"].add("")
        target = attribute(element, "table:target-range-address")
        sheet = target.rpartition(":")[0].rpartition(".")[0].strip("$'").replace("''", "'")
        look_at(element, sheet if kind == "data-pilot-table" else "", found, found.around)

    def _take_column(self, element: Element) -> None:
        count = _count(element, "table:number-columns-repeated")
        is_hidden = (
            attribute(element, "table:visibility") in ("collapse", "filter")
            or self._folded["table-column-group"] > 0
            or self._styles.is_thin("table-column", attribute(element, "table:style-name"))
        )
        style = attribute(element, "table:default-cell-style-name")
        self._columns.append(_Columns(self._column, is_hidden, style))
        self._column += count

    def _take_row(self, element: Element, sheet: OdsSheet) -> None:
        count = _count(element, "table:number-rows-repeated")
        default = attribute(element, "table:default-cell-style-name")
        cells: dict[int, Value] = {}
        column = 0
        for cell in kids(element, "table-cell", "covered-table-cell"):
            wide = _count(cell, "table:number-columns-repeated")
            if len(cell) or len(cell.attrib) > 0:
                self._take_cell(cell, column + 1, wide, default, sheet, cells)
            column = min(column + wide, _MOST_COLUMNS)
        if cells:
            is_hidden = (
                attribute(element, "table:visibility") in ("collapse", "filter")
                or self._folded["table-row-group"] > 0
                or self._styles.is_thin("table-row", attribute(element, "table:style-name"))
            )
            sheet.hidden_rows += count if is_hidden else 0
            sheet.hidden_columns.update(c for c in cells if self._column_of(c).is_hidden)
            for again in range(min(count, _REPEATED_ROWS)):
                sheet.table.add(self._row + 1 + again, cells)
        self._row += count

    def _take_cell(
        self,
        cell: Element,
        column: int,
        wide: int,
        default: str,
        sheet: OdsSheet,
        cells: dict[int, Value],
    ) -> None:
        shown = shown_text(cell)
        value = _value(cell, shown)
        formula = attribute(cell, "table:formula")
        if formula:
            sheet.formulas.add(column)
            sheet.around.add(formula)
            if "'file:" in formula.casefold():
                self.found.kinds["V106"].add(sheet.name)
        self._beside_text(cell, column, sheet)
        if value is None or value == "":
            return
        if not isinstance(value, str) or value != shown.strip():
            sheet.around.add(shown)
        for each in range(column, min(column + min(wide, _REPEATED_CELLS), _MOST_COLUMNS + 1)):
            cells[each] = value
        look = self._look(cell, column, default)
        has_shown = any(local(each) == "p" for each in cell)
        if (
            local(cell) == "covered-table-cell"
            or look.hides
            or (look.hides_where_protected and sheet.is_protected)
            or (has_shown and not shown.strip())
        ):
            sheet.unshown.add(column)
        elif _holds_more(value, shown):
            sheet.longer.add(column)
        if self._blends(cell, look) and len(self._blending) < _BLENDING_LIMIT:
            self._blending.append((self._row + 1, column))

    def _column_of(self, column: int) -> _Columns:
        """Return what is said of a column; nothing behind the last that is said anything of."""
        if column > self._column:
            return self._columns[0]
        at = bisect.bisect_left(self._columns, column, key=lambda columns: columns.behind)
        return self._columns[at - 1]

    def _beside_text(self, cell: Element, column: int, sheet: OdsSheet) -> None:
        """Take in what a cell has beside its text: comments, drawings, links, listeners."""
        for kid in cell:
            kind = local(kid)
            if kind == "annotation":
                _take_comment(kid, column, sheet)
            elif kind in ("p", "h"):
                for each in kid.iterfind(".//{*}*"):
                    kind_below = local(each)
                    if kind_below == "annotation":
                        _take_comment(each, column, sheet)
                    if kind_below not in ("annotation", "creator"):
                        note_kind(each, kind_below, sheet.name, self.found)
                    if kind_below == "a":
                        sheet.around.add(attribute(each, "xlink:href"))
            elif kind:
                sheet.drawn += kind not in ("cell-range-source", "event-listeners", "detective")
                look_at(kid, sheet.name, self.found, sheet.around)

    def _look(self, cell: Element, column: int, default: str) -> StyleLook:
        name = attribute(cell, "table:style-name") or default
        if not name:
            name = self._column_of(column).style
        return self._styles.cell(name or "Default")

    def _blends(self, cell: Element, look: StyleLook) -> bool:
        """Say whether a cell's letters, or some of them, have the colour of their background."""
        if look.by_condition:
            return False
        spans = [each for each in cell.iterfind(".//{*}span") if text_in(each).strip()]
        if any(
            self._styles.colour_of_text(attribute(each, "text:style-name")) == look.behind
            for each in spans
        ):
            return True
        return look.blends and not spans

    def _end_sheet(self) -> None:
        sheet = self._open.pop()
        sheet.unshown |= {
            column
            for row, column in self._blending
            if not any(a <= row <= c and b <= column <= d for a, b, c, d in self._coloured)
        }


def _take_comment(element: Element, column: int, sheet: OdsSheet) -> None:
    is_own = any(text_in(each).strip() == OWN for each in kids(element, "creator"))
    sheet.own_comments += is_own
    if not is_own:
        sheet.comments.add(column)
    for each in kids(element, "p", "list"):
        sheet.around.add(paragraph_text(each))


def _value(cell: Element, shown: str) -> Value | None:
    match attribute(cell, "office:value-type"):
        case "float" | "percentage" | "currency":
            try:
                return float(attribute(cell, "office:value"))
            except ValueError:
                return shown.strip()
        case "date":
            return day_in(attribute(cell, "office:date-value")[:10]) or shown.strip()
        case "string":
            return (attribute(cell, "office:string-value") or shown).strip()
    return shown.strip() or None


def _holds_more(value: Value, shown: str) -> bool:
    """Say whether a number has digits that its text does not show: 0.363636 as 36.4%."""
    if isinstance(value, str) or not isinstance(value, float | int) or not shown.strip():
        return False
    bare = shown.strip().replace("\xa0", "")
    found = _NUMBER.search(bare)
    if not found:
        return True
    scaled = value * 100 if bare.endswith("%") else value
    return abs(scaled - float(found[0].replace(",", ""))) > 1e-9 * max(1, abs(scaled))


def _count(element: Element, name: str) -> int:
    return max(1, whole(attribute(element, name)) or 1)


def _areas(text: str) -> list[tuple[int, int, int, int]]:
    """Return the areas of a list such as `Sheet.A1:Sheet.B2`, as first and last row and column."""
    found = []
    for area in text.replace("$", "").split(" "):
        if ends := _AREA.fullmatch(area):
            first = int(ends[2]), _number_of(ends[1])
            last = (int(ends[4]), _number_of(ends[3])) if ends[3] else first
            found.append((*first, *last))
    return found


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _ending(element: Element, name: str) -> Iterator[str]:
    """Yield the attributes of an element with this local name, whatever their namespace."""
    for each in element.attrib:
        if str(each).rpartition("}")[2] == name:
            yield str(each)
