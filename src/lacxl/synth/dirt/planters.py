"""One planter a kind of dirt: each changes or adds a row of a child that is clean so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lacxl.synth.calendar_days import add_months
from lacxl.synth.dice import Dice
from lacxl.synth.dirt.opened_tables import OpenedTable
from lacxl.synth.dirt.shapes import ExtractShape
from lacxl.synth.writing.xlsx_file import Cell

FAR: Final = dt.date(2098, 12, 1)
_DAY: Final = dt.timedelta(days=1)


class DirtKind(StrEnum):
    """What was planted."""

    UNKNOWN_CODE = "unknown_code"
    END_BEFORE_START = "end_before_start"
    BEFORE_BIRTH = "before_birth"
    FUTURE = "future"
    UNPARSABLE_DATE = "unparsable_date"
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    DOUBLE_OPEN = "double_open"
    ORPHAN = "orphan"
    WRONG_PERIOD = "wrong_period"
    NOT_AVAILABLE = "not_available"
    OPEN_WITH_REASON = "open_with_reason"
    MISSING_COLUMN = "missing_column"
    HEADER_MARKS = "header_marks"
    HARD_BLANKS = "hard_blanks"
    LETTER_PREFIX = "letter_prefix"


HARMLESS: Final = frozenset({DirtKind.HEADER_MARKS, DirtKind.HARD_BLANKS, DirtKind.LETTER_PREFIX})
"""Kinds that should not be reported."""


@dataclass(slots=True)
class TableToDirty:
    """A table to plant in; `since` is the first day of a return's year."""

    table: OpenedTable
    shape: ExtractShape
    dice: Dice
    born: Mapping[str, dt.date]
    since: dt.date | None

    def rows(self, fits: Callable[[int], bool]) -> Iterator[int]:
        """Yield rows of clean children that fit, from a random place on, all the way round."""
        count = len(self.table.rows) - 1
        if count < 1:
            return
        offset = self.dice.whole(0, count - 1)
        for step in range(count):
            row = 1 + (offset + step) % count
            if self.child(row) not in self.table.used and fits(row):
                yield row

    def child(self, row: int) -> str:
        """Return the child of a row, empty past the last."""
        return self.table.text(row, self.shape.child) if row < len(self.table.rows) else ""

    def last(self, row: int) -> bool:
        """Whether the row is the child's last."""
        return self.child(row + 1) != self.child(row)

    def first(self, row: int) -> bool:
        """Whether the row is the child's first."""
        return row == 1 or self.child(row - 1) != self.child(row)

    def start(self, row: int) -> dt.date:
        """Return the day of a row."""
        found = self.table.day(row, self.shape.start)
        assert found is not None  # noqa: S101 - clean rows have one
        return found

    def end(self, row: int) -> dt.date | None:
        """Return the day on which what the row is about ended."""
        return self.table.day(row, self.shape.end)

    def ended(self, row: int) -> bool:
        """Whether the row is the child's last and has ended."""
        return self.last(row) and self.end(row) is not None

    def open(self, row: int) -> bool:
        """Whether the row is the child's last and has not ended."""
        return self.last(row) and self.end(row) is None


Planted = tuple[int, str, int | None]
"""The row's index, the column, and the index of a second row that has a part in it."""

Planter = Callable[[TableToDirty], Planted | None]


def _choose(ground: TableToDirty, fits: Callable[[int], bool]) -> int | None:
    return next(ground.rows(fits), None)


def unknown_code(ground: TableToDirty) -> Planted | None:
    """Put a code that no list has."""
    if not ground.shape.codes:
        return None
    row = _choose(ground, lambda _: True)
    if row is None:
        return None
    column = ground.dice.pick(ground.shape.codes)
    ground.table.put(row, column, ground.dice.pick(("Q9", "Y7", "J8")))
    return row, column, None


def end_before_start(ground: TableToDirty) -> Planted | None:
    """Let something end on the day before it began."""
    if not ground.shape.end:
        return None
    row = _choose(
        ground, lambda row: ground.ended(row) and ground.start(row) > _born(ground, row) + 9 * _DAY
    )
    if row is None:
        return None
    ground.table.put(row, ground.shape.end, ground.start(row) - _DAY)
    return row, ground.shape.end, None


def before_birth(ground: TableToDirty) -> Planted | None:
    """Let something begin before the child was born."""
    row = _choose(ground, lambda row: ground.first(row) and ground.child(row) in ground.born)
    if row is None:
        return None
    born = ground.born[ground.child(row)]
    ground.table.put(row, ground.shape.start, born - ground.dice.whole(2, 40) * _DAY)
    return row, ground.shape.start, None


def future(ground: TableToDirty) -> Planted | None:
    """Let something happen long after today."""
    column = ground.shape.end or ground.shape.start
    row = _choose(ground, ground.ended if ground.shape.end else ground.last)
    if row is None:
        return None
    ground.table.put(row, column, FAR + ground.dice.whole(0, 300) * _DAY)
    return row, column, None


def unparsable_date(ground: TableToDirty) -> Planted | None:
    """Write an impossible day; of episodes on a child's only one, too short for a review."""

    def fits(row: int) -> bool:
        if not ground.shape.chain:
            return True
        end = ground.end(row)
        only = ground.first(row) and ground.last(row)
        return only and end is not None and end < ground.start(row) + 15 * _DAY

    row = _choose(ground, fits)
    if row is None:
        return None
    ground.table.put(row, ground.shape.start, ground.dice.pick(("31/02/2015", "tbc", "1st May")))
    return row, ground.shape.start, None


def duplicate(ground: TableToDirty) -> Planted | None:
    """Repeat a row at the end."""
    row = _choose(ground, lambda _: True)
    if row is None:
        return None
    return ground.table.add(ground.table.rows[row]), "", row


def overlap(ground: TableToDirty) -> Planted | None:
    """Let an episode end days after the next one began."""
    if not ground.shape.chain:
        return None

    def fits(row: int) -> bool:
        if ground.last(row) or ground.table.text(row, ground.shape.rec) != "X1":
            return False
        after = ground.end(row + 1)
        return after is None or after > ground.start(row + 1) + 6 * _DAY

    row = _choose(ground, fits)
    if row is None:
        return None
    ground.table.put(row, ground.shape.end, ground.start(row + 1) + 5 * _DAY)
    return row, ground.shape.end, row + 1


def double_open(ground: TableToDirty) -> Planted | None:
    """Leave an episode open although the next one is open too."""
    if not ground.shape.chain:
        return None

    def fits(row: int) -> bool:
        return (
            ground.child(row + 1) == ground.child(row)
            and ground.open(row + 1)
            and ground.table.text(row, ground.shape.rec) == "X1"
        )

    row = _choose(ground, fits)
    if row is None:
        return None
    ground.table.put(row, ground.shape.end, "")
    ground.table.put(row, ground.shape.rec, "")
    return row, ground.shape.end, row + 1


def orphan(ground: TableToDirty) -> Planted | None:
    """Add a row of a child whom the list of children does not have."""
    if not ground.shape.people[0] or "ssd_cla_episodes" in ground.shape.file:
        return None
    row = _choose(ground, lambda row: ground.first(row) and ground.last(row))
    if row is None:
        return None
    added = ground.table.add(ground.table.rows[row])
    ground.table.put(added, ground.shape.child, f"77{ground.dice.whole(10**7, 10**8 - 1)}")
    return added, ground.shape.child, None


def wrong_period(ground: TableToDirty) -> Planted | None:
    """Let a row belong to another year, or have left the list long ago."""
    shape = ground.shape
    if not shape.end or (ground.since is None and shape.layout != "annex_a"):
        return None

    def until(row: int) -> dt.date:
        end = ground.end(row) or FAR
        return add_months(ground.since or end, -14)

    row = _choose(
        ground,
        lambda row: ground.first(row) and ground.ended(row) and ground.start(row) < until(row),
    )
    if row is None:
        return None
    ground.table.put(row, shape.end, until(row))
    return row, shape.end, None


def _born(ground: TableToDirty, row: int) -> dt.date:
    return ground.born.get(ground.child(row), dt.date.min)


def not_available(ground: TableToDirty) -> Planted | None:
    """Put what a failed look-up leaves behind in a cell for a day."""
    column = ground.shape.blank or ground.shape.end
    if not column:
        return None
    row = _choose(ground, ground.open)
    if row is None:
        return None
    ground.table.put(row, column, "#N/A")
    return row, column, None


def open_with_reason(ground: TableToDirty) -> Planted | None:
    """Give a reason for leaving to someone who has not left."""
    if not ground.shape.chain:
        return None
    row = _choose(ground, ground.open)
    if row is None:
        return None
    ground.table.put(row, ground.shape.rec, ground.dice.pick(("E4A", "E8")))
    return row, ground.shape.rec, None


def missing_column(ground: TableToDirty) -> Planted | None:
    """Take a column out."""
    name = ground.shape.codes[-1] if ground.shape.codes else ground.shape.start
    place = ground.table.column(name)
    for row in ground.table.rows:
        del row[place]
    return 0, name, None


def header_marks(ground: TableToDirty) -> Planted | None:
    """Give a heading blanks at its end and curly quotation marks."""
    places = [place for place, name in enumerate(ground.table.rows[0]) if name]
    place = ground.dice.pick([one for one in places if "'" in str(_head(ground, one))] or places)
    old = str(_head(ground, place))
    ground.table.rows[0][place] = f"{old.replace(chr(39), '’')}  "
    return 0, old, None


def _head(ground: TableToDirty, place: int) -> Cell:
    return ground.table.rows[0][place]


def hard_blanks(ground: TableToDirty) -> Planted | None:
    """Put non-breaking spaces where blanks are, or after a code."""
    column = ground.shape.staff or ground.shape.placement_type
    if not column:
        return None
    row = _choose(ground, lambda _: True)
    if row is None:
        return None
    text = ground.table.text(row, column)
    ground.table.put(row, column, text.replace(" ", "\u00a0") if " " in text else text + "\u00a0")
    return row, column, None


def letter_prefix(ground: TableToDirty) -> Planted | None:
    """Give a code the letter that another version of the list has."""
    if ground.shape.layout != "annex_a":
        return None
    row = _choose(ground, lambda row: ") " in ground.table.text(row, ground.shape.placement_type))
    if row is None:
        return None
    words = ground.table.text(row, ground.shape.placement_type).split(") ", 1)[1]
    ground.table.put(row, ground.shape.placement_type, f"{ground.dice.pick('bdhkm')}) {words}")
    return row, ground.shape.placement_type, None


PLANTERS: Final[dict[DirtKind, Planter]] = {
    DirtKind.UNKNOWN_CODE: unknown_code,
    DirtKind.END_BEFORE_START: end_before_start,
    DirtKind.BEFORE_BIRTH: before_birth,
    DirtKind.FUTURE: future,
    DirtKind.UNPARSABLE_DATE: unparsable_date,
    DirtKind.OVERLAP: overlap,
    DirtKind.DOUBLE_OPEN: double_open,
    DirtKind.WRONG_PERIOD: wrong_period,
    DirtKind.NOT_AVAILABLE: not_available,
    DirtKind.OPEN_WITH_REASON: open_with_reason,
    DirtKind.HARD_BLANKS: hard_blanks,
    DirtKind.LETTER_PREFIX: letter_prefix,
    DirtKind.DUPLICATE: duplicate,
    DirtKind.ORPHAN: orphan,
    DirtKind.HEADER_MARKS: header_marks,
    DirtKind.MISSING_COLUMN: missing_column,
}
"""The planters; those that add rows come after those that look at a child's rows."""

DEFAULT: Final = tuple(kind for kind in PLANTERS if kind is not DirtKind.MISSING_COLUMN)
