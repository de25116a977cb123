"""What forbids an insertion: a sheet that is protected, and areas that Excel never splits."""

from __future__ import annotations

from lacxl.domain.errors import Refused, refuse
from lacxl.domain.finding import Finding, error
from lacxl.engines.package.admission import password_needed, password_wrong
from lacxl.engines.package.around_rows import AroundRows
from lacxl.engines.package.parts import Package, SheetPart
from lacxl.engines.package.protection import fits, protection_of
from lacxl.engines.package.xml import prefixes
from lacxl.workbook.insertion import Axis, Insertion


def require_free(
    package: Package,
    sheet: SheetPart,
    frame: AroundRows,
    insertion: Insertion,
    password: str | None,
) -> None:
    """Raise Refused with everything that forbids the insertion beside what its rows hold."""
    faults = [*_place(insertion), *_protection(frame, insertion, password)]
    if prefixes(frame.root) > 1:
        what = "This part is built in a way lacxl does not edit: its namespace has two prefixes."
        todo = "Open the file in Excel and save it again."
        faults.append(error("W133", what, package.where_sheet(sheet), todo))
    for area, why in frame.blocked:
        if "pivot" in why and insertion.crosses(*insertion.axis.ends(area)):
            what = f"The place is inside {why} ({area}), which Excel lets nobody split."
            todo = "Choose another place, or move the pivot table in Excel first."
            faults.append(error("W142", what, f"{insertion.sheet}!{area}", todo))
    if faults:
        raise Refused(faults)


def _place(insertion: Insertion) -> list[Finding]:
    last = insertion.axis.last
    if 1 <= insertion.before <= last and 1 <= insertion.count <= last - insertion.before + 1:
        return []
    what = "The place is beyond the last row or column of a sheet."
    return list(refuse("W122", what, insertion.sheet, "Correct it.").findings)


def _protection(frame: AroundRows, insertion: Insertion, password: str | None) -> list[Finding]:
    """Say what a protected sheet forbids: Excel lets insert only where that was left free."""
    present = protection_of(frame)
    allowed = "insertRows" if insertion.axis is Axis.ROWS else "insertColumns"
    if present is None or not present.password or allowed in present.allowed:
        return []
    if password and fits(frame, password):
        return []
    guard = password_wrong if password else password_needed
    return [guard(insertion.sheet, insertion.sheet)]
