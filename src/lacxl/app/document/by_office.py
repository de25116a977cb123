"""Results that LibreOffice works out where lacxl does not, taken only where it is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from lacxl.app.document.file_on_disk import write_changes
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error
from lacxl.engines.libreoffice import find_office, recalculated
from lacxl.engines.package import PackageWorkbook
from lacxl.files.temporary import private_folder
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.formulas.cell_lists import listed
from lacxl.workbook.snapshot import CellError, Scalar

_NEARLY = 1e-9
_TRUSTED_ERRORS = ("#N/A", "#DIV/0!")
_TODO = "Open the workbook in Excel, save it, close it, and issue the month again."


def by_office(
    settings: Settings, changes: ChangeSet, calculation: Calculation, password: str | None
) -> dict[CellRef, Scalar]:
    """Return what LibreOffice gives for the formulas that lacxl leaves.

    It works on a copy that is thrown away. Raises Refused where there is no LibreOffice, where it
    gives no result, or where it differs in what is known already.
    """
    program = find_office()
    with private_folder() as name:
        folder = Path(name)
        source = folder / f"workbook{settings.workbook_path.suffix.lower()}"
        write_changes(settings, changes, source, password, calculation)
        left = {*calculation.waiting, *calculation.possible}
        asked = {*left, *calculation.stale, *calculation.results, *calculation.inputs}
        with PackageWorkbook(recalculated(program, source, folder)) as book:
            given = book.results(asked)
    faults = [*_not_given(left, given), *_differing(calculation, given)]
    if faults:
        raise Refused(faults)
    return {place: given[place] for place in left | calculation.stale if place in given}


def _not_given(left: Iterable[CellRef], given: Mapping[CellRef, Scalar]) -> list[Finding]:
    without = [
        place
        for place in left
        if (value := given.get(place)) is None
        or (isinstance(value, CellError) and value.code not in _TRUSTED_ERRORS)
    ]
    if not without:
        return []
    what = "LibreOffice gives no result for these formulas either."
    return [error("I122", what, listed(sorted(without)), _TODO)]


def _differing(calculation: Calculation, given: Mapping[CellRef, Scalar]) -> list[Finding]:
    known = {**calculation.inputs, **calculation.results}
    other = [place for place, value in known.items() if not _alike(value, given.get(place))]
    if not other:
        return []
    what = "LibreOffice's results here differ from those of Excel or lacxl, so none are used."
    return [error("I122", what, listed(sorted(other)), _TODO)]


def _alike(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(float(one), float(other), rel_tol=_NEARLY, abs_tol=1e-12)
    return (one or "") == (other or "")
