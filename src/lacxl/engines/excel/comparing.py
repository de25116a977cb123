"""What the open workbook holds against what a change set expects, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lacxl.domain.finding import Finding, error, first_of
from lacxl.engines.excel.copying import Copy
from lacxl.engines.package.admission import SheetChanges
from lacxl.engines.package.verifying import same_value
from lacxl.workbook.address import Cell
from lacxl.workbook.plan import same
from lacxl.workbook.snapshot import CellValue, Formula, Protection, Snapshot
from lacxl.workbook.style import Style

_NAMED = 10


def changed_meanwhile(copy: Copy, plan: Sequence[SheetChanges]) -> list[Finding]:
    """Return a finding for each sheet on which cells no longer hold what the changes start from."""
    findings = []
    for changed in plan:
        values, looks = copy.details(changed.sheet, changed.cells)
        styles = _styles(copy, changed)
        others = [
            cell
            for cell, change in changed.cells.items()
            if (change.value and not _holds(change.value.before, values.get(cell), copy))
            or (change.number_format and change.number_format.before != looks[cell].number_format)
            or (change.locked and change.locked.before != looks[cell].locked)
            or (change.style and not change.style.before.alike(styles[cell]))
        ]
        if others:
            findings.append(meanwhile(changed.sheet, others))
        findings += [
            error(
                "E108",
                "The alternative text of this chart was changed in Excel meanwhile.",
                f"{changed.sheet} ({each.name})",
                "Nothing was written. Try again: what it is now will be taken into account.",
            )
            for each in changed.chart_texts
            if not each.reverse().holds(copy.book.charts())
        ]
    return findings


def meanwhile(sheet: str, cells: Iterable[Cell]) -> Finding:
    """Return the finding for cells that somebody changed."""
    listed = sorted(cells)
    return error(
        "E108",
        f"{len(listed)} of the cells to change were changed in Excel meanwhile.",
        f"{sheet}!{first_of(listed, _NAMED)}",
        "Nothing was written. Try again: what the cells hold now will be taken into account.",
    )


def not_as_wanted(
    copy: Copy,
    snapshot: Snapshot,
    plan: Sequence[SheetChanges],
    protections: dict[str, Protection | None],
) -> list[Finding]:
    """Return a finding for each sheet that does not hold what should have been written.

    A number format counts as written when it is another than before: Excel spells some its own
    way, such as dates by this computer's regional settings. What is covered by merged cells looks
    as Excel wants it.
    """
    findings = []
    for changed in plan:
        values, looks = copy.details(changed.sheet, changed.cells)
        styles = _styles(copy, changed)
        there = snapshot.sheet(changed.sheet)
        under = {c for c in changed.cells for m in there.merges if c in m and c != m.first}
        wrong = [
            f"{cell} ({side})"
            for cell, change in changed.cells.items()
            for side, fits in (
                ("value", not change.value or _holds(change.value.after, values.get(cell), copy)),
                (
                    "number format",
                    not change.number_format
                    or change.number_format.after == looks[cell].number_format
                    or change.number_format.before != looks[cell].number_format
                    or cell in under,
                ),
                (
                    "lock",
                    not change.locked or change.locked.after == looks[cell].locked or cell in under,
                ),
                (
                    "look",
                    not change.style or change.style.after.alike(styles[cell]) or cell in under,
                ),
            )
            if not fits
        ]
        if changed.rules and there.rules != changed.rules.rules.after:
            wrong.append("its conditional formats")
        if changed.sheet in protections and there.protection != protections[changed.sheet]:
            wrong.append("its protection")
        merging, merges = changed.merges, frozenset(there.merges)
        if merging and (not merging.coming <= merges or merging.going & merges):
            wrong.append("its merged cells")
        moving = changed.comments
        if moving and not moving.holds(copy.book.comments(changed.sheet), authors=False):
            wrong.append("its comments")
        if not all(each.holds(copy.book.charts()) for each in changed.chart_texts):
            wrong.append("the alternative texts of its charts")
        if wrong:
            findings.append(
                error(
                    "E110",
                    f"Excel took something other than was sent: {first_of(wrong, _NAMED)}.",
                    changed.sheet,
                    "",
                )
            )
    return findings


def _styles(copy: Copy, changed: SheetChanges) -> Mapping[Cell, Style]:
    cells = [cell for cell, change in changed.cells.items() if change.style]
    return copy.book.styles_of(changed.sheet, cells)


def _holds(stated: CellValue, there: CellValue, copy: Copy) -> bool:
    """Say whether a cell holds what was stated; a formula may have been recalculated."""
    if isinstance(stated, Formula):
        return isinstance(there, Formula) and there.text == stated.text
    return same_value(stated, there, copy.book.date1904) or same(stated, there)
