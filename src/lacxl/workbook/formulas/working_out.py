"""From changed cells to the results of the formulas that depend on them, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from lacxl.workbook.formulas.dependants import Outputs, Readers, in_order, read_by_these
from lacxl.workbook.formulas.evaluating import evaluate
from lacxl.workbook.formulas.held import HeldCells, Unknown
from lacxl.workbook.formulas.names_and_cells import (
    BookNames,
    CellBlock,
    FormulaCell,
    NotCertain,
    Spot,
    Value,
)
from lacxl.workbook.formulas.reach import reaches_of
from lacxl.workbook.formulas.sieve import concerned, looked_at

_UNKNOWN_INPUT = "it reads a cell that is not worked out"
_CIRCLE = "it leads back to itself"
_MOST_STEPS = 1_000_000
_TOO_MANY = "the formulas that it reads are too many"


class WhatChanged(NamedTuple):
    """What changed, and what is asked for.

    `values` are the cells that hold something else now, `cells` all whose dependants are to be
    current; `fresh` are formulas whose own result is not known, `also` those that are to be worked
    out whatever they depend on. `known` are results that somebody else worked out; `with_inputs`
    asks for all that the formulas which are left rest on.
    """

    values: Mapping[Spot, Value]
    cells: Collection[Spot]
    fresh: Collection[Spot] = ()
    also: Collection[Spot] = ()
    known: Mapping[Spot, Value] = MappingProxyType({})
    with_inputs: bool = False

    @property
    def changes_anything(self) -> bool:
        """Whether any result may not be current."""
        return bool(self.cells or self.fresh)


class Recalculated(NamedTuple):
    """What the work gave.

    `results` are by cell, and `before` what the file keeps in their place. Of the others, `waiting`
    depend on the cells and are not worked out, `possible` may depend on them, each with the reason;
    `clock` give something else each time without depending on them; `inputs` are the formulas, none
    of these, that the waiting and possible rest on, where they were asked for.
    """

    results: Mapping[Spot, Value]
    before: Mapping[Spot, Value | Unknown]
    waiting: Mapping[FormulaCell, str]
    possible: Mapping[FormulaCell, str]
    clock: Sequence[Spot]
    inputs: Sequence[Spot]
    held: HeldCells


def work_out(
    book: BookNames,
    formulas: Sequence[FormulaCell],
    cause: WhatChanged,
    read: Callable[[Iterable[CellBlock]], HeldCells],
    charted: Callable[[Outputs], Iterable[Spot]] = lambda _outputs: (),
) -> Recalculated:
    """Work out what depends on the cells.

    `read` reads what blocks of cells hold in the file; `charted` gives the cells that are wanted
    beside those of formulas, told which formulas are concerned.
    """
    web = _Web(book, formulas, cause)
    more = charted(web.outputs(web.dependent | web.anywhere | web.work))
    held = read([*web.blocks(), *(CellBlock.of(s) for s in more if s not in cause.values)])
    before = {web.formulas[n].at: held.kept(web.formulas[n].at) for n in web.work}
    for number in web.dependent | web.unsettled:
        held.cover(web.formulas[number].fills, _UNKNOWN_INPUT)
    for spot, value in cause.values.items():
        held.put(spot, value)
    results = dict(_given(web, cause.known, held))
    waiting = _evaluated(web, held, results)
    left = {n: why for n, why in waiting.items() if web.formulas[n].at not in results}
    possible = {
        n: web.reaches[n].why or _UNKNOWN_INPUT
        for n in sorted(web.anywhere - web.dependent)
        if cause.changes_anything and web.formulas[n].at not in results
    }
    return Recalculated(
        results,
        before,
        {web.formulas[n]: left[n] for n in sorted(left)},
        {web.formulas[n]: why for n, why in possible.items()},
        web.clock,
        web.inputs([*left, *possible]) if cause.with_inputs else (),
        held,
    )


class _Web:
    """The formulas that may be concerned, by number, and how they depend on each other.

    `dependent` depend on the cells, `anywhere` may read what their text does not name, or read what
    does; `unsettled` are these and those that go by the time. `work` has to be worked out.
    """

    def __init__(
        self, book: BookNames, formulas: Sequence[FormulaCell], cause: WhatChanged
    ) -> None:
        self.book = book
        asked = {*cause.fresh, *cause.also}
        rough = looked_at(book, formulas)
        near = {*(spot.sheet for spot in cause.cells), *(spot.sheet for spot in asked)}
        chosen = range(len(formulas)) if cause.with_inputs else concerned(formulas, rough, near)
        self.formulas = [formulas[number] for number in chosen]
        self.reaches = reaches_of(book, self.formulas)
        near_by = frozenset(chosen)
        self._take_in_what_these_read(
            [formula for number, formula in enumerate(formulas) if number not in near_by]
        )
        numbers = range(len(self.formulas))
        of = {formula.at: number for number, formula in enumerate(self.formulas)}
        readers = Readers(self.reaches)

        def followed(cells: Iterable[Spot], known: Iterable[int]) -> set[int]:
            return readers.followed(self.formulas, cells, known)

        self.dependent = followed(cause.cells, [of[spot] for spot in cause.fresh])
        self.anywhere = followed((), (n for n in numbers if self.reaches[n].anywhere))
        timed = followed((), (n for n in numbers if self.reaches[n].clock))
        self.unsettled = self.anywhere | timed
        self._plain = {n for n in numbers if not self.reaches[n].why} - self.unsettled
        wanted = self._plain & (self.dependent | {of[spot] for spot in cause.also if spot in of})
        absent = {n for n in self._plain if not self.formulas[n].has_result} - self.dependent
        self.work = read_by_these(self.reaches, wanted, self.outputs(absent))
        excepted = {self.formulas[n].at for n in self.dependent | self.anywhere}
        self.clock = [
            formula.at
            for formula, each in zip(formulas, rough, strict=True)
            if each.clock and formula.at not in excepted
        ]

    def _take_in_what_these_read(self, others: list[FormulaCell]) -> None:
        """Take in the other formulas that these read, and those that they read in turn."""
        if not others:
            return
        outputs = Outputs(others, range(len(others)))
        found: set[int] = set()
        waiting = [block for reach in self.reaches for block in reach.blocks]
        while waiting:
            more = {n for block in waiting for n in outputs.within(block)} - found
            found |= more
            added = [others[n] for n in sorted(more)]
            reaches = reaches_of(self.book, added)
            self.formulas += added
            self.reaches += reaches
            waiting = list(dict.fromkeys(block for reach in reaches for block in reach.blocks))

    def outputs(self, numbers: Collection[int]) -> Outputs:
        """Return where the results of these formulas are."""
        return Outputs(self.formulas, numbers)

    def blocks(self) -> list[CellBlock]:
        """Return what has to be read for the work."""
        read = [block for number in sorted(self.work) for block in self.reaches[number].blocks]
        return [*read, *(self.formulas[number].fills for number in sorted(self.work))]

    def inputs(self, left: Sequence[int]) -> list[Spot]:
        """Return the formulas, not concerned themselves, that these rest on."""
        others = set(range(len(self.formulas))) - self.dependent - self.unsettled
        if left and not any(self.reaches[n].anywhere for n in left):
            others &= read_by_these(self.reaches, left, self.outputs(others))
        return [self.formulas[n].at for n in sorted(others)] if left else []


def _evaluated(web: _Web, held: HeldCells, results: dict[Spot, Value]) -> dict[int, str]:
    """Add the results that can be worked out, and return why the others cannot."""
    outputs = web.outputs(web.work)
    waiting = {n: web.reaches[n].why or _UNKNOWN_INPUT for n in web.dependent - web.work}
    steps = 0

    def read_by(number: int) -> Iterator[int]:
        nonlocal steps
        for block in web.reaches[number].blocks:
            for other in outputs.within(block):
                steps += 1
                if steps > _MOST_STEPS:
                    return
                yield other

    def visit(number: int, in_circle: bool) -> None:
        formula = web.formulas[number]
        try:
            if in_circle or steps > _MOST_STEPS:
                raise NotCertain(_CIRCLE if in_circle else _TOO_MANY)
            value = evaluate(web.book, formula, held)
        except NotCertain as fault:
            if number in web.dependent:
                waiting[number] = str(fault)
            return
        held.put(formula.at, value)
        results[formula.at] = value

    in_order(web.work, read_by, visit)
    return waiting


def _given(web: _Web, known: Mapping[Spot, Value], held: HeldCells) -> Iterator[tuple[Spot, Value]]:
    """Yield the results that somebody else worked out, and let them be read."""
    for number in web.dependent | web.anywhere if known else ():
        fills = web.formulas[number].fills
        if web.formulas[number].at in known:
            held.uncover(fills)
            for spot in fills.spots():
                held.put(spot, known.get(spot))
                yield spot, known.get(spot)
