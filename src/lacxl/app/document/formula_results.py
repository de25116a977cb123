"""Whether what formulas show is current: worked out after a fill, required at an issue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.seen import open_workbook
from lacxl.app.document.document import Document, Progress
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, note, warning
from lacxl.engines.package import PackageWorkbook
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.plan import Plan, compare_kept
from lacxl.workbook.snapshot import CellValue, Formula
from lacxl.workbook.wanted import Wanted

_SAVE = (
    "Open the workbook in Excel and save it: Excel works them out when it opens it. lacxl issue "
    "takes it then, or has LibreOffice work them out with --calculate."
)


def calculated(
    settings: Settings,
    source: Path,
    changes: ChangeSet,
    *,
    filled: Collection[CellRef] = (),
    also: Collection[CellRef] = (),
) -> Calculation:
    """Return what changes mean for the results of formulas and for charts."""
    with open_workbook(settings, source) as book:
        return book.calculate(changes, filled=filled, also=also)


def filled_places(case: Case, wanted: Iterable[Wanted]) -> tuple[CellRef, ...]:
    """Return every cell that lacxl fills for the month, whether it changes now or not."""
    return tuple(
        dict.fromkeys((*(want.place for want in wanted), *case.layout.of_month(case.month)))
    )


class Afterwards:
    """What a month's changes mean for the results of formulas, worked out when first asked for."""

    def __init__(self, case: Case, source: Path) -> None:
        self._case = case
        self._source = source
        self._calculation: Calculation | None = None

    def gives(
        self, changes: ChangeSet, wanted: Sequence[Wanted], kept: Sequence[Wanted]
    ) -> Mapping[CellRef, CellValue]:
        """Return what kept formulas give, those left out of which that is not known."""
        found = self.calculation(changes, wanted, [want.place for want in kept])
        left = found.waiting.keys() | found.possible.keys()
        current: dict[CellRef, CellValue] = {}
        for want in kept:
            there = self._case.there.get(want.place)
            if want.place in found.results:
                current[want.place] = found.results[want.place]
            elif want.place not in left and isinstance(there, Formula) and there.cached is not None:
                current[want.place] = there.cached
        return current

    def calculation(
        self, changes: ChangeSet, wanted: Sequence[Wanted], also: Collection[CellRef] = ()
    ) -> Calculation:
        """Return what the changes mean."""
        if self._calculation is None:
            filled = filled_places(self._case, wanted)
            self._calculation = calculated(
                self._case.settings, self._source, changes, filled=filled, also=also
            )
        return self._calculation


def against_kept_in_excel(
    planned: Plan, calculation: Calculation, document: Document
) -> tuple[Finding, ...]:
    """Return the same of the formulas that Excel alone works out, as they are after the change."""
    left = calculation.waiting.keys() | calculation.possible.keys()
    kept = [want for want in planned.kept if want.place in left]
    if not kept:
        return ()
    with PackageWorkbook(document.now(), allow_signed=True) as book:
        return compare_kept(kept, book.results([want.place for want in kept]))


def left_to_excel(calculation: Calculation) -> tuple[Finding, ...]:
    """Return what depends, or may depend, on the filled cells and is not worked out."""
    return (
        *(
            warning(
                "P111",
                f"These formulas depend on what changes, and lacxl does not work them out: {why}. "
                "They are left without a result.",
                where,
                _SAVE,
            )
            for why, where in _by_reason(calculation.waiting)
        ),
        *(
            warning(
                "P112",
                f"lacxl cannot tell whether these formulas depend on what changes: {why}.",
                where,
                _SAVE,
            )
            for why, where in _by_reason(calculation.possible)
        ),
        *(
            warning("P113", f"What is drawn here may not show what changes; {why}.", sheet, _SAVE)
            for sheet, why in {**calculation.undrawn_perhaps, **calculation.undrawn}.items()
        ),
    )


def results_of_issue(
    case: Case,
    source: Path,
    filled: Collection[CellRef],
    password: str | None,
    changes: ChangeSet,
    *,
    calculate: bool,
    progress: Progress,
) -> Calculation:
    """Return what issuing means for the results, all of them current; raises Refused.

    With `calculate` LibreOffice works out what lacxl does not.
    """
    with open_workbook(case.settings, source) as book:
        calculation = book.calculate(changes, filled=filled, with_inputs=calculate)
        if calculate and (calculation.waiting or calculation.possible):
            from lacxl.app.document.by_office import by_office

            progress("having LibreOffice work out the formulas")
            known = by_office(case.settings, changes, calculation, password)
            calculation = book.calculate(changes, filled=filled, known=known)
        _require_current(case, calculation, saved_by_excel=book.is_calculated)
    return calculation


def of_the_clock(calculation: Calculation) -> tuple[Finding, ...]:
    """Return a note on the formulas that give something else each time."""
    if not calculation.clock:
        return ()
    return (
        note(
            "I124",
            "These formulas depend on the day or the hour, so the issued copy will change "
            "each time Excel works it out.",
            listed(calculation.clock),
            "If that is not meant, put what they should show in their place.",
        ),
    )


def _require_current(case: Case, calculation: Calculation, *, saved_by_excel: bool) -> None:
    """Raise Refused where a result of the issue would not be current.

    In a workbook that Excel has saved since it was filled, everything is current but for what
    depends on the cells that issuing itself changes.
    """
    again = " --reissue" if case.reopening else ""
    by_office = f"lacxl issue {case.month}{again} --calculate"
    if saved_by_excel:
        todo = (
            "They depend on the cover, which issuing changes. Have LibreOffice work them out: "
            f"{by_office}, or issue the month in Excel by its button."
        )
    else:
        todo = (
            "Open the workbook in Excel, save it, close it, and issue the month again; or have "
            f"LibreOffice work them out: {by_office}"
        )
    faults = [
        error("I120", f"The results of these formulas are not current: {why}.", where, todo)
        for why, where in _by_reason(calculation.waiting)
    ]
    faults += [
        error("I121", f"What is drawn here may not be current; {why}.", sheet, todo)
        for sheet, why in calculation.undrawn.items()
    ]
    if not saved_by_excel:
        faults += [
            error("I120", f"lacxl cannot tell if these formulas are current: {why}.", where, todo)
            for why, where in _by_reason(calculation.possible)
        ]
        faults += [
            error("I121", f"What is drawn here may not be current; {why}.", sheet, todo)
            for sheet, why in calculation.undrawn_perhaps.items()
        ]
    if faults:
        raise Refused(faults)


def _by_reason(formulas: Mapping[CellRef, str]) -> list[tuple[str, str]]:
    """Return each reason with the cells that it holds for."""
    found: dict[str, list[CellRef]] = {}
    for place, why in formulas.items():
        found.setdefault(why, []).append(place)
    return [(why, listed(places)) for why, places in found.items()]
