"""What every part is given to follow an insertion, and where it says what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lacxl.workbook.address import Area, Cell, CellRef
from lacxl.workbook.formulas.by_number import Names, by_number
from lacxl.workbook.formulas.following import Followed, References
from lacxl.workbook.insertion import Extension, Inserted, Insertion, Unfollowed

_KEPT = 50_000
_RUN = re.compile(r"[A-Za-z0-9 ]+")


class Following:
    """Makes formulas and areas follow one insertion, and remembers what is worth telling."""

    def __init__(self, insertion: Insertion, sheets: Sequence[str], names: Names) -> None:
        self.insertion = insertion
        self.references = References(insertion, sheets)
        self._names = names
        self._known: dict[tuple[object, ...], tuple[Followed, list[str]]] = {}
        self._extensions: dict[Extension, None] = {}
        self._unfollowed: dict[Unfollowed, None] = {}

    @property
    def inserted(self) -> Inserted:
        """What came of it so far."""
        return Inserted(tuple(self._extensions), tuple(self._unfollowed))

    @property
    def concerns(self) -> re.Pattern[bytes]:
        """What a part needs to have, as bytes, where it has anything to do with another sheet."""
        runs = _RUN.findall(self.insertion.sheet) or [""]
        name = re.escape(max(runs, key=len).encode())
        several = rb":[^!<>\"]*!"
        numbers = rb"INDIRECT|OFFSET|INDEX|LOOKUP"
        return re.compile(rb"%b|%b|%b" % (name, numbers, several), re.IGNORECASE)

    def is_here(self, sheet: str) -> bool:
        """Say whether a sheet is the changed one."""
        return sheet.casefold() == self.insertion.sheet.casefold()

    def in_cell(self, formula: str, sheet: str, cell: Cell) -> str:
        """Return the formula of a cell afterwards.

        One in the last row or column before the place is about that one: its own ranges stay.
        """
        here = self.is_here(sheet)
        own = here and self.insertion.axis.of(cell) == self.insertion.before - 1
        followed, suspects = self._followed(formula, here, not own, False, False)
        if followed.extended or suspects or followed.several:
            self._tell("formula", place(self, sheet, cell), formula, followed, suspects)
        return followed.text

    def is_plain(self, formula: str, sheet: str) -> str | None:
        """Return a cell's formula afterwards where there is nothing to tell of it."""
        followed, suspects = self._followed(formula, self.is_here(sheet), True, False, False)
        if followed.extended or suspects or followed.several:
            return None
        return followed.text

    def elsewhere(
        self,
        formula: str,
        kind: str,
        where: str,
        *,
        sheet: str = "",
        fixed_only: bool = False,
        round_the_edge: bool = False,
        extend: bool = True,
    ) -> str:
        """Return a formula that no cell holds afterwards; `sheet` is where it is, if anywhere.

        Of one without a kind nothing is told.
        """
        here = self.is_here(sheet)
        followed, suspects = self._followed(formula, here, extend, fixed_only, round_the_edge)
        if kind:
            self._tell(kind, where, formula, followed, suspects)
        return followed.text

    def extended(self, kind: str, where: str, before: Area | str, after: Area | str) -> None:
        """Remember an area that took in what was inserted."""
        self._extensions[Extension(kind, where, str(before), str(after))] = None

    def unfollowed(self, kind: str, where: str, text: str) -> None:
        """Remember what does not follow."""
        self._unfollowed[Unfollowed(kind, where, text)] = None

    def _followed(
        self, formula: str, here: bool, extend: bool, fixed_only: bool, rounds: bool
    ) -> tuple[Followed, list[str]]:
        extend = extend and self.insertion.extend
        key = (formula, here, extend, fixed_only, rounds)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            followed = self.references.follow(
                formula, here=here, extend=extend, fixed_only=fixed_only, round_the_edge=rounds
            )
            suspects = by_number(formula, self.references, here=here, names=self._names)
            found = self._known[key] = (followed, suspects)
        return found

    def _tell(
        self, kind: str, where: str, formula: str, followed: Followed, suspects: list[str]
    ) -> None:
        for before, after in followed.extended:
            self.extended(kind, where, before, after)
        if followed.several:
            self.unfollowed("several sheets", where, formula)
        for suspect in suspects:
            self.unfollowed(suspect, where, formula)


def place(following: Following, sheet: str, cell: Cell) -> str:
    """Return where a cell is afterwards, as a message names it."""
    moved = following.insertion.cell(cell) if following.is_here(sheet) else cell
    return str(CellRef(sheet, moved or cell))
