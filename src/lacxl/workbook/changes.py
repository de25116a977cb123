"""A change set: what to change in a workbook, with what was there before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from lacxl.workbook.address import Cell
from lacxl.workbook.conditional_formats import ConditionalFormat
from lacxl.workbook.snapshot import CellValue, Protection

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Swap(Generic[T]):
    """One thing before and after."""

    before: T
    after: T

    def reverse(self) -> Swap[T]:
        """Return the way back."""
        return Swap(self.after, self.before)


@dataclass(frozen=True, slots=True)
class CellChange:
    """What changes in one cell; None leaves that side of it as it is."""

    sheet: str
    cell: Cell
    value: Swap[CellValue] | None = None
    number_format: Swap[str] | None = None
    locked: Swap[bool] | None = None

    def reverse(self) -> CellChange:
        """Return the way back."""
        return CellChange(
            self.sheet,
            self.cell,
            self.value.reverse() if self.value else None,
            self.number_format.reverse() if self.number_format else None,
            self.locked.reverse() if self.locked else None,
        )


@dataclass(frozen=True, slots=True)
class RulesChange:
    """All conditional formats of lacxl's own on a sheet, before and after; others stay."""

    sheet: str
    rules: Swap[tuple[ConditionalFormat, ...]]

    def reverse(self) -> RulesChange:
        """Return the way back."""
        return RulesChange(self.sheet, self.rules.reverse())


@dataclass(frozen=True, slots=True)
class ProtectionChange:
    """A sheet becomes protected or free.

    When a sheet that was free becomes protected, the engine first unlocks every cell of it, then
    applies the locks of the change set, so that only those cells are guarded. A password, if any,
    is handed to the engine and never stored here.
    """

    sheet: str
    protection: Swap[Protection | None]

    def reverse(self) -> ProtectionChange:
        """Return the way back (the locks of an unprotected sheet have no effect and stay)."""
        return ProtectionChange(self.sheet, self.protection.reverse())


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that one run changes. An empty one touches no file."""

    cells: tuple[CellChange, ...] = ()
    rules: tuple[RulesChange, ...] = ()
    protection: tuple[ProtectionChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.rules or self.protection)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it touches, each once, in order of appearance."""
        named = [
            *(c.sheet for c in self.cells),
            *(r.sheet for r in self.rules),
            *(p.sheet for p in self.protection),
        ]
        return tuple(dict.fromkeys(named))

    def and_then(self, other: ChangeSet) -> ChangeSet:
        """Return both as one: a cell is changed once, each side of it as the later one says."""
        cells: dict[tuple[str, Cell], CellChange] = {}
        for change in (*self.cells, *other.cells):
            first = cells.get((change.sheet, change.cell))
            cells[change.sheet, change.cell] = (
                change
                if first is None
                else CellChange(
                    change.sheet,
                    change.cell,
                    change.value or first.value,
                    change.number_format or first.number_format,
                    change.locked or first.locked,
                )
            )
        return ChangeSet(
            tuple(cells.values()),
            (*self.rules, *other.rules),
            (*self.protection, *other.protection),
        )

    def reverse(self) -> ChangeSet:
        """Return the change set that undoes this one."""
        return ChangeSet(
            tuple(c.reverse() for c in reversed(self.cells)),
            tuple(r.reverse() for r in reversed(self.rules)),
            tuple(p.reverse() for p in reversed(self.protection)),
        )
