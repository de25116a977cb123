"""A worksheet with charts that a workbook is to get, as data: no library's objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacxl.workbook.address import Area, Cell


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn: colour as RRGGBB, width in points, and whether it is dashed."""

    colour: str
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """How a point is drawn: a shape of the file format (circle, diamond), its size, its colour."""

    shape: str
    size: int
    colour: str


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of a chart: the cell with its name, the cells with its values, and its look.

    Without a stroke only its points are drawn.
    """

    name_at: Cell
    values: Area
    stroke: Stroke | None = None
    marker: Marker | None = None


@dataclass(frozen=True, slots=True)
class NewChart:
    """A chart of lines over one axis: its name, its alternative text, its title, and its place.

    A cell that is empty leaves a gap in its line. One with #N/A does not: Excel joins its
    neighbours, and LibreOffice draws it at nought.

    `over` are the cells that it covers. `labels` are the cells under the axis, dates in
    `label_format`. The other axis shows `number_format`, and is not drawn below `lowest` or above
    `highest` where they are given.
    """

    name: str
    text: str
    title: str
    over: Area
    labels: Area
    lines: tuple[ChartLine, ...]
    label_format: str = "mmm\\-yy"
    number_format: str = "General"
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet without cells: what is in them is written by a change set, as in any other.

    `widths` are those of columns in characters, and `formats` their number formats. Of it the cells
    of `printed` are printed, on pages as wide as they are, upright; a page ends after each row of
    `breaks`. It becomes the last sheet, so that nothing that counts sheets counts another one.
    """

    name: str
    charts: tuple[NewChart, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    printed: Area | None = None
    breaks: tuple[int, ...] = ()
