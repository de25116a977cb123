"""A worksheet read to its end: its cells as a table, and what nobody sees of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lacxl.scan.identifiers import day_in
from lacxl.scan.parts import Parts, kids, local, text_in, whole
from lacxl.scan.records import SheetRows, Value
from lacxl.scan.styles import Format, Styles
from lacxl.scan.texts import LooseTexts
from lacxl.scan.trees import Element

_AROUND = (
    "oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter dataValidation cfRule"
    " hyperlink"
)
_TAGS = ("row", "col", "conditionalFormatting", "scenario", *_AROUND.split())
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
Area = tuple[int, int, int, int]
"""First row, first column, last row and last column."""
_EPOCH = dt.date.fromisoformat("1899-12-30")
_EPOCH_1904 = dt.date.fromisoformat("1904-01-01")
_LAST_SERIAL = 2_957_003  # the last day that both ways of counting know
_BLENDING_LIMIT = 10_000


class Strings:
    """The shared texts, and which of them some cell uses."""

    def __init__(self, parts: Parts, name: str | None) -> None:
        tags = parts.elements(name, ["si"]) if name else iter(())
        self._texts = [_string(item) for item in tags]
        self._used = bytearray(len(self._texts))

    def use(self, spelt: str) -> str:
        """Return the text that a cell names."""
        at = whole(spelt)
        if at is None or at >= len(self._texts):
            return ""
        self._used[at] = 1
        return self._texts[at]

    def unused(self) -> list[str]:
        """Return the texts that no cell uses any more."""
        return [text for text, used in zip(self._texts, self._used, strict=True) if not used]


@dataclass(slots=True)
class SheetContent:
    """What a worksheet's part gives away."""

    table: SheetRows = field(default_factory=SheetRows)
    around: LooseTexts = field(default_factory=LooseTexts)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    unshown: set[int] = field(default_factory=set)
    scenarios: int = 0


def read_sheet(
    parts: Parts, name: str, strings: Strings, styles: Styles, *, date1904: bool
) -> SheetContent:
    """Read a worksheet. Texts in cells, formulas and around them are looked at as they come."""
    seen, walker = SheetContent(), _Walker(strings, styles, _EPOCH_1904 if date1904 else _EPOCH)
    for element in parts.elements(name, _TAGS):
        match local(element):
            case "row":
                walker.row(element, seen)
            case "col":
                walker.column(element)
            case "scenario":
                seen.scenarios += 1
                seen.around.add_element(element)
            case "conditionalFormatting":
                walker.coloured += areas(element.get("sqref", ""))
                seen.around.add_element(element)
            case _:
                seen.around.add_element(element)
    tables = [r.target for r in parts.from_part(name, "table")]
    for table in filter(None, map(parts.named, tables)):
        root = parts.root(table)
        walker.coloured += areas(root.get("ref", "")) if root is not None else []
    seen.unshown |= {
        column
        for row, column in walker.blending
        if not any(a <= row <= c and b <= column <= d for a, b, c, d in walker.coloured)
    }
    return seen


class _Walker:
    """Goes through a sheet's rows in their order."""

    def __init__(self, strings: Strings, styles: Styles, epoch: dt.date) -> None:
        self._strings = strings
        self._styles = styles
        self._epoch = epoch
        self._hidden: list[tuple[int, int]] = []
        self._row = 0
        self.coloured: list[Area] = []
        self.blending: list[tuple[int, int]] = []

    def column(self, element: Element) -> None:
        """Take in columns that are hidden, or so narrow that they are."""
        if _yes(element, "hidden") or _is_thin(element.get("width")):
            self._hidden.append((_whole(element.get("min"), 0), _whole(element.get("max"), 0)))

    def row(self, element: Element, seen: SheetContent) -> None:
        """Take in a row."""
        self._row = _whole(element.get("r"), self._row + 1)
        cells: dict[int, Value] = {}
        column = 0
        for cell in kids(element, "c"):
            found = _ADDRESS.match(cell.get("r", ""))
            column = _column(found[1]) if found else column + 1
            look = self._styles.of(cell.get("s"))
            value = self._value(cell, look, seen)
            if value is None or value == "":
                continue
            cells[column] = value
            if look.hides_texts if isinstance(value, str) else look.hides_numbers:
                seen.unshown.add(column)
            if look.blends and len(self.blending) < _BLENDING_LIMIT:
                self.blending.append((self._row, column))
        if cells:
            hidden = _yes(element, "hidden") or _is_thin(element.get("ht"))
            seen.hidden_rows += hidden
            for first, last in self._hidden:
                seen.hidden_columns.update(c for c in cells if first <= c <= last)
            seen.table.add(self._row, cells)

    def _value(self, cell: Element, look: Format, seen: SheetContent) -> Value | None:
        kind, text = cell.get("t", "n"), ""
        for element in cell:
            name = local(element)
            if name == "v":
                text = text_in(element)
            elif name == "is":
                text = _string(element)
            elif name == "f":
                seen.around.add(text_in(element))
        if kind == "s":
            return self._strings.use(text.strip())
        if kind == "d":
            return day_in(text) or text.strip()
        if kind in ("str", "inlineStr"):
            return text.strip()
        number = _number(text) if kind in ("n", "") else None
        if number is None:
            return None
        if look.is_date and 0 < number <= _LAST_SERIAL:
            return self._epoch + dt.timedelta(days=int(number))
        return number


def _string(item: Element) -> str:
    """Return the text of a shared or inline string, phonetic guides left out."""
    pieces = []
    for part in kids(item, "*"):
        if local(part) == "t":
            pieces.append(text_in(part))
        elif local(part) == "r":
            pieces += [text_in(run) for run in kids(part, "t")]
    return "".join(pieces).strip()


def areas(text: str) -> list[Area]:
    """Return the areas of a list such as `A1:B2 C3`; what is none is left out."""
    found = []
    for area in text.split():
        ends = [_ADDRESS.fullmatch(end) for end in area.replace("$", "").split(":")]
        if all(ends):
            first, last = ends[0], ends[-1]
            if first and last:
                found.append((int(first[2]), _column(first[1]), int(last[2]), _column(last[1])))
    return found


def column_of(address: str) -> int:
    """Return the column of a cell's address, 0 where it is none."""
    found = _ADDRESS.match(address)
    return _column(found[1]) if found else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def columns_named(columns: Sequence[int]) -> str:
    """Return the letters of columns, runs of them as C:F."""
    runs: list[list[int]] = []
    for column in sorted(set(columns)):
        if runs and runs[-1][-1] + 1 == column:
            runs[-1][-1:] = [runs[-1][-1], column]
        else:
            runs.append([column])
    return ", ".join(
        _letters(run[0]) if len(run) == 1 else f"{_letters(run[0])}:{_letters(run[-1])}"
        for run in runs
    )


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _yes(element: Element, name: str) -> bool:
    return element.get(name, "").lower() in ("1", "true", "on")


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _is_thin(text: str | None) -> bool:
    """Say whether a width or a height is so small that nothing can be seen."""
    size = _number(text)
    return size is not None and size < 0.1


def _whole(text: str | None, otherwise: int) -> int:
    number = whole(text)
    return otherwise if number is None else number
