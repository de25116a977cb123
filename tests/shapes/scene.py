"""What a table is made of: columns of several kinds, rows, and the month that is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from shapes.book import Book
from shapes.months import after, april, span, year_of
from shapes.reckoning import Series
from shapes.wording import Manner


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what its cells are about, and its heading of one or two rows."""

    kind: str
    heading: object = ""
    over: str = ""
    periods: tuple[str, ...] = ()
    width: float = 9
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The month that is filled, and how the council writes."""

    book: Book
    manner: Manner
    month: str
    step: int = 1  # 3 where a column is a quarter
    live: bool = True  # the table of the month; an old copy holds its whole year, and stays
    tolerances: str = "signs"
    quarter_formulas: bool = False
    ytd_formulas: bool = False
    snapshot_ytd: str = ""  # what stands in the YTD of a snapshot; "latest" for its last figure
    light_look: str = "fill"  # fill, or rule: the council's own conditional format
    lists: bool = False  # data validation on lights and arrows

    @property
    def before(self) -> str:
        """The last month of the period before."""
        return after(self.month, -self.step)

    @property
    def fresh(self) -> bool:
        """Whether it is the year's first, so that nothing stands in the signs' columns."""
        return self.live and april(self.month) > self.before

    def spell(self, back: int = 0) -> tuple[str, ...]:
        """The months of the period filled, or of one so many periods before."""
        last = after(self.month, -self.step * back)
        return span(after(last, 1 - self.step), last)


@dataclass(frozen=True, slots=True)
class Group:
    """A row that only names those below it."""

    title: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A hidden row of a measure that is no longer reported."""

    reference: str
    title: str


Row = Series | Group | Gone | None  # None is a blank row


def previous_year(month: str) -> tuple[str, ...]:
    """The twelve months of the financial year before the month's."""
    return year_of(after(april(month), -1))


def oddities(dice: Random, columns: Sequence[Column], month: str) -> list[Column]:
    """The columns, in some workbooks from the second column on, or with the first months hidden."""
    found = list(columns)
    if dice.random() < 0.15:
        quarter_back = after(month, -3)
        found = [
            replace(column, hidden=True)
            if column.kind == "period" and column.periods[-1] < quarter_back
            else column
            for column in found
        ]
    if dice.random() < 0.25:
        found.insert(0, Column("spacer", width=2))
    return found
