"""Why a workbook is not adopted, or some of its columns are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.proposal import Proposal
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding, error, first_of, warning
from lacxl.domain.numbers import how_many
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout.period_labels import NoPeriod, read_label
from lacxl.workbook.snapshot import Snapshot


def nothing_found(workbook: Path, snapshot: Snapshot, proposal: Proposal) -> Refused:
    """Return the refusal of a workbook without indicators beside periods."""
    sheets = [sheet.name for sheet in snapshot.sheets if sheet.visible]
    named = ", ".join(sheets[:6]) + (" and others" if len(sheets) > 6 else "")
    formulas = [table for table in proposal.unused if table.is_formulas]
    what = (
        f"{how_many(len(formulas), 'table')} of indicators beside months, all of formulas: nothing "
        "could be typed there."
        if formulas
        else "no table that could be filled, of indicators beside months, quarters or years."
    )
    return Refused(
        [
            error(
                "D208",
                f"The workbook has {what} Looked at: {named or 'no visible sheet'}.",
                workbook.name,
                "A table needs a row of headings, one of them over the titles (such as Measure), "
                "and months (such as Apr-25) beside it or below.",
            ),
            *proposal.findings,
            *_contradictory(snapshot),
        ]
    )


def _contradictory(snapshot: Snapshot) -> Iterator[Finding]:
    """Yield the headings that would be periods if they did not contradict themselves."""
    places = [
        CellRef(sheet.name, cell)
        for sheet in snapshot.sheets
        if sheet.visible
        for cell, value in sorted(sheet.values.items(), key=lambda item: item[0])
        if isinstance(value, str) and read_label(value) is NoPeriod.CONTRADICTION
    ]
    if places:
        yield warning(
            "L123",
            "These headings contradict themselves, so they are of no month and no quarter.",
            first_of(places, 4),
            "Correct the heading: its month, quarter and year have to agree.",
        )


def headings_doubled(
    tables: Sequence[CandidateTable], told: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield a warning for each pair of columns with one heading, which are left alone."""
    where = {finding.where for finding in told}
    for table in tables:
        for finding in dict.fromkeys(table.findings):
            if finding.code == "L103" and finding.where not in where:
                yield warning(
                    "D207",
                    f"{finding.what} Neither is filled.",
                    finding.where,
                    "Give the two columns different headings, then run lacxl adopt again.",
                )
