"""References that follow an insertion: formulas respelt, all but the numbers that change kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lacxl.workbook.address import MAX_COLUMN, MAX_ROW, column_letters, column_number
from lacxl.workbook.insertion import Axis, Insertion

_PIECES = re.compile(
    r"""
      "(?:[^"]|"")*"
    | \#(?:REF!(?:\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)?
          |DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA)
    | (?P<sheet>(?:'(?:[^']|'')+'|(?!\$?[A-Za-z]{1,3}\$?\d+:)[\w.\[\]]+(?::[\w.]+)?)!)?
      (?:
          (\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(\\?\[!])
          (?::(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(\\?\[!]))?
        | (?P<columns>(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(\\!\[]))
        | (?P<rows>(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})(?![\w.!]))
      )
    | '(?:[^']|'')+'!
    | (?:(?!\$?[A-Za-z]{1,3}\$?\d+:)[\w.\[\]]+(?::[\w.]+)?)!
    | \[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]
    | [^\W\d][\w.\\?]*
    | \d[\d.]*(?:[eE][+-]?\d+)?
    """,
    re.VERBOSE,
)
_REF = "#REF!"
_SPELT = "spelt"


class Followed(NamedTuple):
    """A formula afterwards; its references that took in what was inserted, before and after.

    `several` says that it names cells of several sheets, the changed one among them.
    """

    text: str
    extended: tuple[tuple[str, str], ...] = ()
    several: bool = False


class References:
    """Makes formulas follow an insertion. `sheets` are the workbook's, in their order."""

    def __init__(self, insertion: Insertion, sheets: Sequence[str]) -> None:
        self.insertion = insertion
        self._sheets = [sheet.casefold() for sheet in sheets]
        self._target = self._sheets.index(insertion.sheet.casefold())
        self.is_target = lru_cache(maxsize=4096)(self._is_target)

    def follow(
        self,
        formula: str,
        *,
        here: bool,
        extend: bool,
        fixed_only: bool = False,
        round_the_edge: bool = False,
    ) -> Followed:
        """Return a formula afterwards; `here` says that it is on the changed sheet.

        With `fixed_only` references without a dollar sign stay, as those of a defined name do:
        they are counted from the cell that uses it. With `round_the_edge` one that leaves the
        sheet stays too: in a conditional format XFD1 may be the cell left of A1.
        """
        walk = _Walk(self, here, extend, fixed_only, round_the_edge)
        text = _PIECES.sub(walk.piece, formula)
        return Followed(text, tuple(walk.extended), walk.several)

    def moves_as_one(self, formula: str, *, here: bool, back: int, ahead: int) -> bool:
        """Say whether cells that share a formula can go on sharing it.

        It is written for one of them; the others are up to `back` before and `ahead` behind it.
        """
        if not back and not ahead:
            return True
        place = self.insertion.before
        for found in _PIECES.finditer(formula):
            for number, fixed in self._ends(found, here):
                low, high = (number, number) if fixed else (number - back, number + ahead)
                if low < 1 or high + self.insertion.count > self.insertion.axis.last:
                    return False
                if low < place <= high or (self.insertion.extend and low <= place - 1 <= high):
                    return False
        return True

    def _ends(self, found: re.Match[str], here: bool) -> list[tuple[int, str]]:
        """Return the rows or columns that a piece names on the changed sheet, and their $."""
        sheet = found["sheet"]
        if not (here if sheet is None else self.is_target(sheet)):
            return []
        _, c1, left, r1, top, c2, right, r2, bottom, *rest = found.groups()
        across = self.insertion.axis is Axis.COLUMNS
        if left is not None:
            ends = [(left, c1), (right, c2)] if across else [(top, r1), (bottom, r2)]
        elif found["columns"] and across:
            ends = [(rest[2], rest[1]), (rest[4], rest[3])]
        elif found["rows"] and not across:
            ends = [(rest[7], rest[6]), (rest[9], rest[8])]
        else:
            return []
        number = column_number if across else int
        return [(number(text), fixed) for text, fixed in ends if text is not None]

    def _is_target(self, spelt: str) -> bool | None:
        """Say whether a sheet's name before a reference means the changed one.

        None where it means several sheets, the changed one among them.
        """
        name = spelt[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        name = name.removeprefix("[0]").casefold()
        if name in self._sheets:
            return self._sheets[self._target] == name
        first, colon, last = name.partition(":")
        if not colon or first not in self._sheets or last not in self._sheets:
            return False
        low, high = sorted((self._sheets.index(first), self._sheets.index(last)))
        if low == high == self._target:
            return True
        return None if low <= self._target <= high else False


class _Walk:
    """One pass over a formula, with what it meets."""

    def __init__(
        self, references: References, here: bool, extend: bool, fixed_only: bool, rounds: bool
    ) -> None:
        self._references = references
        self._insertion = references.insertion
        self._across = self._insertion.axis is Axis.COLUMNS
        self._here = here
        self._extend = extend
        self._fixed_only = fixed_only
        self._rounds = rounds
        self.extended: list[tuple[str, str]] = []
        self.several = False
        self._grew = False

    def piece(self, found: re.Match[str]) -> str:
        """Return a piece of the formula afterwards."""
        whole = found[0]
        if found.lastindex is None:  # a word or a number
            return whole
        sheet = found["sheet"] or ""
        meant = self._references.is_target(sheet) if sheet else self._here
        self.several |= meant is None
        if not meant:
            return whole
        _, c1, left, r1, top, c2, right, r2, bottom, *rest = found.groups()
        if left is not None:
            if column_number(left) > MAX_COLUMN or int(top) > MAX_ROW:
                return whole  # a name that looks like a cell, such as XFE2015
            if right is None:
                new = self._cell(c1, left, r1, top)
            elif column_number(right) > MAX_COLUMN or int(bottom) > MAX_ROW:
                return whole
            else:
                new = self._area((c1, left, r1, top), (c2, right, r2, bottom))
        elif found["columns"]:
            new = self._lines(rest[1:5]) if self._across else _SPELT
        else:
            new = _SPELT if self._across else self._lines(rest[6:10])
        if new == _SPELT:
            return whole
        new = sheet + new
        if self._grew:
            self.extended.append((whole, new))
        return new

    def _cell(self, c: str, column: str, r: str, row: str) -> str:
        self._grew = False
        fixed, text = (c, column) if self._across else (r, row)
        if self._fixed_only and not fixed:
            return _SPELT
        number = column_number(text) if self._across else int(text)
        new = self._insertion.moved(number)
        if new == number:
            return _SPELT
        if new > self._insertion.axis.last:
            return _SPELT if self._rounds else _REF
        return f"{c}{column_letters(new)}{r}{row}" if self._across else f"{c}{column}{r}{new}"

    def _area(self, one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> str:
        at = 1 if self._across else 3
        number = column_number if self._across else int
        ends = self._ends((number(one[at]), number(other[at])), (one[at - 1], other[at - 1]))
        if isinstance(ends, str):
            return ends
        spelt = []
        for corner, end in zip((one, other), ends, strict=True):
            c, column, r, row = corner
            if end == number(corner[at]):
                spelt.append("".join(corner))
            elif self._across:
                spelt.append(f"{c}{column_letters(end)}{r}{row}")
            else:
                spelt.append(f"{c}{column}{r}{end}")
        return ":".join(spelt)

    def _lines(self, groups: Sequence[str]) -> str:
        """Return whole rows or columns afterwards."""
        one_fixed, one, other_fixed, other = groups
        as_number = column_number if self._across else int
        if max(as_number(one), as_number(other)) > self._insertion.axis.last:
            return _SPELT
        ends = self._ends((as_number(one), as_number(other)), (one_fixed, other_fixed))
        if isinstance(ends, str):
            return ends
        spell = column_letters if self._across else str
        return f"{one_fixed}{spell(ends[0])}:{other_fixed}{spell(ends[1])}"

    def _ends(self, ends: tuple[int, int], fixed: tuple[str, str]) -> tuple[int, int] | str:
        """Return the ends of a range afterwards, in their order; or how it is spelt instead."""
        self._grew = False
        insertion = self._insertion
        low, high = min(ends), max(ends)
        moves = [bool(each) or not self._fixed_only for each in fixed]
        if not any(moves) or (low == 1 and high == insertion.axis.last):
            return _SPELT
        new = [insertion.moved(end) if may else end for end, may in zip(ends, moves, strict=True)]
        upper = ends.index(high)
        if self._extend and moves[upper] and insertion.ends_before(low, high):
            self._grew = True
            new[upper] += insertion.count
        if min(new) > insertion.axis.last:
            return _SPELT if self._rounds else _REF
        one, other = (min(end, insertion.axis.last) for end in new)
        return _SPELT if (one, other) == ends else (one, other)
