"""What each cell of a workbook is taken for, what is not sure, and how the sheets look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from lacxl.domain.finding import Finding
from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.shape import Shape


class Meaning(Enum):
    """What a cell may be taken for; the value is the word that the map shows in the cell."""

    INDICATOR = "indicator"
    FIGURE = "figure"
    PERIOD = "period"
    TARGET = "target"
    TOLERANCE = "tolerance"
    POLARITY = "polarity"
    LIGHT = "light"
    ARROW = "arrow"
    BENCHMARK = "benchmark"
    COMMENT = "comment"
    HEADING = "heading"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one cell is taken for; `words` say of what: CLA01, May 2015."""

    place: CellRef
    meaning: Meaning
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say. `where` is the file and the key in which it is answered.

    `suggested` need not be one of the choices, and is empty where nothing can be suggested.
    """

    id: str
    asks: str
    choices: tuple[str, ...] = ()
    suggested: str = ""
    why: str = ""
    cells: tuple[CellRef, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class MappedCell:
    """How a cell looks: what it shows, and its colours as #RRGGBB, "" for none of its own.

    `align` is left, center, right or "" as in a style sheet; `turned` says that the text is read
    from below.
    """

    text: str = ""
    fill: str = ""
    ink: str = ""
    bold: bool = False
    italic: bool = False
    align: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """A sheet as it looks; `cells` has those that show anything. `note` is what to know of it."""

    name: str
    cells: Mapping[Cell, MappedCell] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    visible: bool = True
    shape: Shape = field(default_factory=Shape)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A workbook by its name, its sheets in tab order, and all that is known or asked of them."""

    workbook: str
    sheets: tuple[MappedSheet, ...] = ()
    taken: Mapping[CellRef, Taken] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
