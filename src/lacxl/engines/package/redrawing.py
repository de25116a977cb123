"""Charts and linked text boxes that follow the cells they show, every other byte of them kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from lacxl.engines.package.cell_values import spell
from lacxl.engines.package.displayed import displayed
from lacxl.engines.package.part_cutter import opened_up, unveiled
from lacxl.engines.package.pictures import TEXT, UNREADABLE, PictureOfCells, Pictures
from lacxl.engines.package.xml import escaped, plain
from lacxl.workbook.address import Cell
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.dependants import Outputs, Spots
from lacxl.workbook.formulas.held import HeldCells
from lacxl.workbook.formulas.names_and_cells import BookNames, CellBlock, NotCertain, Spot, Value
from lacxl.workbook.snapshot import CellError, CellLook

Looks = Callable[[str, Iterable[Cell]], Mapping[Cell, CellLook]]

_WORKED_OUT = "which cells it shows is worked out"
_NUMBERS = "numCache"
_TEXTS = ("strCache", "dlblRangeCache")
_COUNT = re.compile(rb"""<((?:[\w-]+:)?)ptCount\s+val\s*=\s*["'](\d+)["']\s*/>""")
_INDEX = re.compile(rb"""\sidx\s*=\s*["']""")
_POINT = re.compile(
    rb"""<((?:[\w-]+:)?)pt\s+idx\s*=\s*["'](\d+)["']([^>]*)>\s*"""
    rb"<\1v\s*>([^<]*)</\1v\s*>\s*</\1pt\s*>"
)
_FIELD = re.compile(
    rb'(<((?:[\w-]+:)?)fld\s[^>]*type="TxLink"[^>]*>(?:(?!</\2fld>).)*?)'
    rb"<\2t(?:/>|>([^<]*)</\2t>)",
    re.DOTALL,
)


class RedrawnParts(NamedTuple):
    """The parts that follow, with their new bytes, and by sheet why something cannot.

    `undrawn_perhaps` is what may not even show the cells.
    """

    parts: Mapping[str, bytes]
    undrawn: Mapping[str, str]
    undrawn_perhaps: Mapping[str, str]


class Redrawing:
    """What shows cells that changed, drawn again from what the cells hold."""

    def __init__(
        self, pictures: Pictures, book: BookNames, looks: Looks, changes: ChangeSet, date1904: bool
    ) -> None:
        self._pictures = pictures
        self._book = book
        self._looks = looks
        self._date1904 = date1904
        self._formats = {
            (change.sheet, change.cell): change.number_format.after
            for change in changes.cells
            if change.number_format
        }
        self._concerned: list[PictureOfCells] = []
        self._unsure: set[PictureOfCells] = set()
        self._touched: Callable[[Spot], bool] = lambda _spot: False
        self._undrawn: dict[str, str] = {}
        self._perhaps: dict[str, str] = {}

    def concerned(
        self, cells: Collection[Spot], perhaps: Collection[Spot], outputs: Outputs
    ) -> Iterator[Spot]:
        """Yield those of the cells that something shows, which is then drawn again.

        So is what shows a result of the formulas. What shows only cells that `perhaps` are to be
        looked at follows where it can, and nothing is reported where it cannot.
        """
        changed = frozenset((*cells, *perhaps))
        self._touched = lambda spot: spot in changed or outputs.holding(spot) is not None
        sure_at, every = Spots(cells), Spots(changed)
        for shown in self._pictures.all():
            sure = any(
                _has_any(block, sure_at) or next(outputs.within(block), None) is not None
                for block in shown.blocks
            )
            if sure or any(_has_any(block, every) for block in shown.blocks):
                self._concerned.append(shown)
                self._unsure |= set() if sure else {shown}
                for block in shown.cells or ():
                    yield from every.within(block)
            elif shown.anywhere:
                sheet = self._pictures.sheet_of(shown.part)
                why = "lacxl cannot read it" if shown.kind == UNREADABLE else _WORKED_OUT
                self._perhaps[sheet] = f"{shown.thing}: {why}"

    def drawn(self, held: HeldCells) -> RedrawnParts:
        """Return what follows the cells as they are held, and what cannot."""
        edits: dict[str, list[tuple[int, int, bytes]]] = {}
        for shown in self._concerned:
            old = self._pictures.contents[shown.part][shown.start : shown.end]
            new = self._followed(shown, old, held)
            if new != old:
                edits.setdefault(shown.part, []).append((shown.start, shown.end, new))
        parts = {part: self._spliced(part, pieces) for part, pieces in edits.items()}
        return RedrawnParts(parts, self._undrawn, self._perhaps)

    def _followed(self, shown: PictureOfCells, old: bytes, held: HeldCells) -> bytes:
        try:
            if shown.cells is None:
                raise NotCertain(_WORKED_OUT)
            if shown.kind == TEXT:
                return self._text(shown, old, held)
            if shown.kind == _NUMBERS or shown.kind in _TEXTS:
                return self._points(shown, old, held)
            raise NotCertain("it is of a kind that lacxl does not draw")
        except NotCertain as fault:
            self._cannot(shown, fault)
            return old

    def _cannot(self, shown: PictureOfCells, fault: NotCertain) -> None:
        if shown not in self._unsure:
            sheet = self._pictures.sheet_of(shown.part)
            self._undrawn.setdefault(sheet, f"{shown.thing}: {fault}")

    def _points(self, shown: PictureOfCells, old: bytes, held: HeldCells) -> bytes:
        """Return the body of a cache with its points as the cells are now.

        A cell without a number has no point, as an empty one: Excel would keep a text as nought,
        which is no figure of anybody's.
        """
        spots = [spot for block in shown.cells or () for spot in block.spots()]
        seen = unveiled(opened_up(old))
        count = _COUNT.search(seen)
        if count is None or int(count[2]) != len(spots):
            raise NotCertain("it leaves cells out that are hidden")
        there = {int(point[2]): point for point in _POINT.finditer(seen)}
        if list(there) != sorted(there) or len(_INDEX.findall(seen)) != len(there):
            raise NotCertain("it is written in a way that lacxl does not edit")
        pieces, at = [], count.end()
        for index, spot in enumerate(spots):
            point = there.get(index)
            if point is not None:  # what is between two points stays
                pieces.append(old[at : point.start()])
                at = point.end()
            new = self._point(shown, spot, point, index, count[1], held)
            if new is not None:
                pieces.append(new)
            elif point is not None:
                pieces.append(old[slice(*point.span())])
        return old[: count.end()] + b"".join(pieces) + old[at:]

    def _point(
        self,
        shown: PictureOfCells,
        spot: Spot,
        point: re.Match[bytes] | None,
        index: int,
        prefix: bytes,
        held: HeldCells,
    ) -> bytes | None:
        """Return a point as its cell is now, nothing where it has none to show; None: it stays."""
        if not self._touched(spot):
            return None
        numbers = shown.kind == _NUMBERS
        try:
            text = self._number(held.value(spot)) if numbers else self._shown(spot, held)
        except NotCertain as fault:
            self._cannot(shown, fault)
            return b""
        if point is not None and _same(plain(point[4]), text, numbers):
            return None
        if not text:
            return b""
        attributes = point[3] if point is not None else b""
        return b'<%bpt idx="%d"%b><%bv>%b</%bv></%bpt>' % (
            *(prefix, index, attributes, prefix, escaped(text)), prefix, prefix,
        )  # fmt: skip

    @staticmethod
    def _number(value: Value) -> str:
        if isinstance(value, bool):
            raise NotCertain("it shows TRUE or FALSE as a number")
        if isinstance(value, CellError):
            return value.code
        return spell(value) if isinstance(value, float) else ""

    def _text(self, shown: PictureOfCells, old: bytes, held: HeldCells) -> bytes:
        """Return a shape's content with the text of the cell that it is linked to."""
        fields = list(_FIELD.finditer(unveiled(opened_up(old))))
        if len(fields) != 1 or not shown.cells or shown.cells[0].size != 1:
            raise NotCertain("its text is kept in a way that lacxl does not know")
        (field,) = fields
        try:
            text = self._shown(shown.cells[0].first, held)
        except NotCertain as fault:
            self._cannot(shown, fault)
            text = ""
        if plain(field[3] or b"").strip() == text.strip():
            return old
        new = b"<%bt>%b</%bt>" % (field[2], escaped(text), field[2])
        return old[: field.end(1)] + new + old[field.end() :]

    def _shown(self, spot: Spot, held: HeldCells) -> str:
        """Return the text that a cell shows."""
        value = held.value(spot)
        if not isinstance(value, float):
            return displayed(value, "General", self._date1904)
        sheet = self._book.sheets[spot.sheet]
        number_format = self._formats.get((sheet, spot.cell))
        if number_format is None:
            number_format = self._looks(sheet, [spot.cell])[spot.cell].number_format
        return displayed(value, number_format, self._date1904)

    def _spliced(self, part: str, pieces: list[tuple[int, int, bytes]]) -> bytes:
        content = self._pictures.contents[part]
        for start, end, new in sorted(pieces, reverse=True):
            content = content[:start] + new + content[end:]
        return content


def _has_any(block: CellBlock, cells: Spots) -> bool:
    return next(cells.within(block), None) is not None


def _same(kept: str, text: str, numbers: bool) -> bool:
    if not numbers:
        return kept == text
    try:
        return float(kept) == float(text)
    except ValueError:
        return kept == text
