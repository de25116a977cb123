"""Scorecards typed as rows, and what is proposed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lacxl.adopting.answers import Asked
from lacxl.adopting.looking import candidates
from lacxl.adopting.printed_cells import Sheets
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.proposing import propose
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.snapshot import CellLook, CellValue, SheetSnapshot, Snapshot
from unit.workbook.snapshots import sheet

HEADINGS = ("Ref", "Measure", "Good is", "Target", "Apr-25", "May-25", "YTD", "RAG", "DoT")
Row = Sequence[CellValue]
Answered = Mapping[str, Mapping[str, str]]


def scorecard(
    *rows: Row, headings: Row = HEADINGS, title: str = "Scorecard 2025/26", name: str = "Scorecard"
) -> SheetSnapshot:
    """Return a sheet with its title in A1, its headings in row 3 and its rows from row 4 on."""
    return sheet(name, [[title], [], headings, *rows])


def proposed(
    *sheets: SheetSnapshot,
    answers: Answered | None = None,
    formats: Mapping[int, str] | None = None,
) -> Proposal:
    """Return what is proposed; `formats` are the number formats of whole rows."""
    snapshot = Snapshot(sheets)
    looks = {
        place: CellLook(number_format=formats[place.cell.row])
        for place in snapshot.cells
        if place.cell.row in (formats or {})
    }
    grids = [Grid(each) for each in sheets]
    return propose(candidates(grids), Sheets(snapshot.cells, looks), answers or {})


def keys(proposal: Proposal) -> dict[str, list[str]]:
    """Return the questions that are open, each with the keys of its answers."""
    return {each.id: [item.key for item in each.items] for each in proposal.asked}


def question(proposal: Proposal, name: str) -> Asked:
    """Return a question that is open."""
    return next(each for each in proposal.asked if each.id == name)
