"""A corrected copy of a month that later ones follow: its latest issue, corrected, under the next
number. The living workbook shows the later months and has no part in it.
"""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from lacxl.app.case.case import Case
from lacxl.app.case.seen import open_workbook
from lacxl.app.document.document import Progress
from lacxl.app.document.file_on_disk import anchor_of, another_file, day_of
from lacxl.app.document.formula_results import filled_places, results_of_issue
from lacxl.app.issue.cut_off import copy_path
from lacxl.app.issue.issue_entry import record_issue
from lacxl.app.planning.corrections import Corrected, marked_cells, marked_notes, shown_otherwise
from lacxl.app.planning.planning import password_for, refuse_forbidden
from lacxl.app.planning.superseded import copy_of, corrected_copy, latest_issues
from lacxl.domain.errors import refuse
from lacxl.engines.package import same_parts, verify
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_absent
from lacxl.files.replacing import replace_file, require_folder
from lacxl.files.temporary import private_folder, temporary_beside
from lacxl.issuing.naming import cover_of_issue
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued, last_number
from lacxl.ledgers.register import anchor_now
from lacxl.workbook.calculation import Calculation
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.marks import with_marks, with_notes
from lacxl.workbook.plan import FormulaChoice, plan
from lacxl.workbook.wanted import rules


@dataclass(frozen=True, slots=True)
class CorrectedIssue:
    """An issue that is made from the one before: what changes in its copy, for the day `on`."""

    case: Case
    number: int
    source: Path
    copy: Path
    on: dt.date
    changes: ChangeSet = field(repr=False)
    calculation: Calculation = field(repr=False)
    password: str | None = field(repr=False)


def corrected_issue(case: Case, what: Corrected, today: dt.date) -> CorrectedIssue | None:
    """Return the corrected issue of the case's month, None where its copy shows nothing otherwise.

    Raises Refused: no copy that could be corrected (I134), results of formulas that would not be
    current, cells that cannot be written.
    """
    month, settings = case.month, case.settings
    issued = latest_issues(case).get(month)
    if issued is None or is_absent(copy_of(case, issued)):
        raise refuse(
            "I134",
            f"There is no issued copy of {month.long} from which a corrected one could be made.",
            issued.file if issued else settings.issued_path.name,
            "Put the copy back into its folder, or leave --issue out.",
        )
    source = copy_of(case, issued)
    at, found = corrected_copy(case, issued, what)
    if not shown_otherwise(at, found.wanted):
        return None
    number = last_number(case.record, month) + 1
    copy = copy_path(settings, month, number)
    cover = at.layout.cover
    on = today if is_absent(copy) else day_of(copy, cover.date_created) or today
    anchor = (
        anchor_now(settings.register_path) if is_absent(copy) else anchor_of(copy, cover.register)
    )
    wanted = (
        *found.wanted,
        *cover_of_issue(
            cover,
            at.there,
            month,
            number,
            on,
            created_by=settings.cover.created_by or "",
            contact=settings.cover.contact or "",
            register=anchor,
        ),
    )
    refuse_forbidden(at, wanted)
    changes = plan(
        at.snapshot,
        at.looks,
        wanted,
        rules=with_marks(rules(at.layout, at.colours.rules), at.snapshot, marked_cells(at)),
        formulas=FormulaChoice(settings.workbook.formulas),
    ).changes
    notes = ChangeSet(comments=with_notes(at.comments, marked_notes(at), changes))
    changes = changes.and_then(notes)
    password = password_for(at)
    results = results_of_issue(
        at,
        source,
        filled_places(at, wanted),
        password,
        changes,
        calculate=False,
        progress=lambda _step: None,
    )
    return CorrectedIssue(at, number, source, copy, on, changes, results, password)


def rehearse_corrected(order: CorrectedIssue) -> None:
    """Write the copy into a private folder and throw it away. Raises Refused as writing would."""
    require_folder(order.copy.parent, "looking for the issued copy")
    with private_folder() as folder:
        twin = Path(folder) / order.copy.name
        _write(order, twin)
        _check(order, twin)
        if not is_absent(order.copy) and not same_parts(twin, order.copy):
            raise another_file(order.copy)


def issue_corrected(order: CorrectedIssue, on_step: Progress) -> None:
    """Write the corrected copy and add it to the record.

    A copy that a run that was cut off left is taken if it is the very same file. Raises Refused.
    """
    case, copy = order.case, order.copy
    with coded(copy, "looking for the issued copy"):
        copy.parent.mkdir(parents=True, exist_ok=True)
    if is_absent(copy):
        replace_file(
            copy,
            lambda target: _write(order, target),
            check=lambda target: _check(order, target),
            on_step=lambda step: on_step(f"copy {step}"),
        )
    else:
        with temporary_beside(copy) as twin:
            _write(order, twin)
            if not same_parts(twin, copy):
                raise another_file(copy)
    on_step("record")
    line = Issued(case.month, order.number, copy.name, sha256_of(copy), order.on.isoformat())
    record_issue(case.settings, line, copy)


def _write(order: CorrectedIssue, target: Path) -> None:
    if not order.changes:
        shutil.copyfile(order.source, target)
        return
    with open_workbook(order.case.settings, order.source) as book:
        book.write(
            order.changes,
            target,
            password=order.password,
            calculation=order.calculation,
            thorough=True,
        )


def _check(order: CorrectedIssue, target: Path) -> None:
    verify(target, order.changes, password=order.password, calculation=order.calculation)
