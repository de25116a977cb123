"""What two workbooks show differently: figures by what they are, all else by where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacxl.domain.indicator import Indicator
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout.model import Layout
from lacxl.workbook.layout.named_cells import named_cells
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import Snapshot, TextBox

Figure = tuple[str, str, str]
"""A figure's label, what of it, and the sheet that shows it."""


@dataclass(frozen=True, slots=True)
class ShownWorkbook:
    """A workbook: where its figures are, what its cells hold, and the texts in its shapes."""

    layout: Layout
    snapshot: Snapshot
    boxes: tuple[TextBox, ...]

    def figures(self, known: Mapping[str, Indicator]) -> dict[Figure, CellRef]:
        """Return the cell of each figure; of several on a sheet the first."""
        found: dict[Figure, CellRef] = {}
        for label, what, place in named_cells(self.layout, known):
            found.setdefault((label, what, place.sheet), place)
        return found


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between a workbook and another.

    `figures` have the cell of each workbook. `only_before` and `only_after` are figures that one of
    them has no cell for. `cells` are all other cells, `boxes` the shapes by their names.
    """

    figures: tuple[tuple[Figure, CellRef, CellRef], ...]
    only_before: tuple[Figure, ...]
    only_after: tuple[Figure, ...]
    cells: tuple[CellRef, ...]
    boxes: tuple[tuple[str, str], ...]


def differences(
    before: ShownWorkbook, after: ShownWorkbook, known: Mapping[str, Indicator]
) -> Differences:
    """Return what differs. Numbers are the same to the last digit that a sheet keeps."""
    ours, theirs = before.figures(known), after.figures(known)
    were, are = before.snapshot.cells, after.snapshot.cells
    places = {*ours.values(), *theirs.values()}
    return Differences(
        tuple(
            (figure, place, theirs[figure])
            for figure, place in ours.items()
            if figure in theirs and not same(were.get(place), are.get(theirs[figure]))
        ),
        tuple(figure for figure in ours if figure not in theirs),
        tuple(figure for figure in theirs if figure not in ours),
        tuple(
            place
            for place in _in_order({*were, *are} - places, before.snapshot, after.snapshot)
            if not same(were.get(place), are.get(place))
        ),
        tuple(_boxes(before.boxes, after.boxes)),
    )


def _in_order(places: set[CellRef], *snapshots: Snapshot) -> Sequence[CellRef]:
    """Return cells as the sheets follow each other, row by row."""
    names = [sheet.name for snapshot in snapshots for sheet in snapshot.sheets]
    at = {name: number for number, name in reversed(list(enumerate(names)))}
    return sorted(places, key=lambda place: (at[place.sheet], place.cell))


def _boxes(before: Sequence[TextBox], after: Sequence[TextBox]) -> Iterator[tuple[str, str]]:
    """Yield sheet and name of the shapes whose text is another one, or that one of them lacks."""
    were, are = ({(b.sheet, b.name): b.text for b in boxes} for boxes in (before, after))
    for box in dict.fromkeys((*were, *are)):
        if were.get(box) != are.get(box):
            yield box
