"""Adopting a workbook that lacxl has never seen: what it is taken for, in files to correct."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lacxl.adopting.adopted_files import (
    ANSWERS,
    CATALOGUE,
    LAYOUT,
    MAP,
    catalogue_text,
    layout_text,
    settings_text,
)
from lacxl.adopting.allowed_answers import require_allowed
from lacxl.adopting.answers import answers_text
from lacxl.adopting.candidate_tables import CandidateTable
from lacxl.adopting.choosing_tables import not_used
from lacxl.adopting.known_before import with_known
from lacxl.adopting.looking import candidates
from lacxl.adopting.map import Map
from lacxl.adopting.map_page import map_page
from lacxl.adopting.mapped_sheets import mapped_sheets
from lacxl.adopting.printed_cells import sheets_of
from lacxl.adopting.printed_years import PrintedYears, printed_years
from lacxl.adopting.proposal import Proposal
from lacxl.adopting.proposing import propose
from lacxl.adopting.rest import RULED, spelt_out
from lacxl.adopting.sealed_files import State
from lacxl.adopting.taken_for import questions_of, taken_of
from lacxl.app.adopt.adopted import Adopted
from lacxl.app.adopt.files_beside import (
    Files,
    answers_given,
    corrected,
    named_otherwise,
    require_own_folder,
    write_files,
)
from lacxl.app.adopt.not_adopted import headings_doubled, nothing_found
from lacxl.app.adopt.taking_in import FILES, TakenYears, stale_results, take_months, taken_years
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import MONTH_NUMBERS, Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.text_files import write_text
from lacxl.settings.settings import FILE_NAME, Settings
from lacxl.workbook.layout import Layout, locate
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.snapshot import Snapshot

_MONTH_AT_END = re.compile(
    rf"[\s\-_,]*\b(?:{'|'.join(MONTH_NUMBERS)})[\s\-_,]*(?:\d{{4}}|\d{{2}})"
    r"(?:[\s\-_]*I\d+)?\s*$",
    re.I,
)
_ASKED_OR_TOLD = ("L103", "L121")
Progress = Callable[[str], None]


def adopt(
    workbook: Path,
    *,
    answers: Path | None = None,
    issued: Month | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _step: None,
) -> Adopted:
    """Look at a workbook and write beside it what it is taken for; the workbook stays as it is.

    `answers` are read from a file of their own in place of the one beside the workbook. `issued`
    is the month up to which what is printed has been issued. `dry_run` writes nothing.

    Raises Refused, nothing having been written: no workbook, or none with indicators beside
    periods, answers that are not allowed.
    """
    progress("reading the workbook")
    files = Files.beside(workbook)
    require_own_folder(files, workbook)
    given, text, where = answers_given(files, answers)
    with PackageWorkbook(workbook) as book:
        snapshot = book.survey()
        shipped = _as_shipped(snapshot)
        if shipped is not None:
            return _shipped(workbook, book, snapshot, shipped, dry_run)
        progress("looking for tables")
        grids = [
            Grid(sheet, date1904=snapshot.date1904)
            for sheet in snapshot.sheets
            if sheet.visible and sheet.fault is None
        ]
        found = candidates(grids)
        sheets = sheets_of(book, snapshot, found)
        by_hand = files.texts[FILE_NAME] if files.state(FILE_NAME) is State.CORRECTED else None
        before = with_known(given, files.texts[CATALOGUE], files.texts[LAYOUT], by_hand)
        proposal = propose(found, sheets, before)
        if not proposal.filled and not proposal.asked:
            raise nothing_found(workbook, snapshot, proposal)
        require_allowed(given, proposal, text, where, _not_asked_of(found, proposal))
        texts = {}
        if proposal.filled:  # else something has to be said first
            texts = {
                LAYOUT: layout_text(proposal),
                CATALOGUE: catalogue_text(proposal),
            }
        progress("checking what was found")
        names = (*texts, FILE_NAME) if texts else ()
        kept = tuple(name for name in names if files.state(name) is State.CORRECTED and not dry_run)
        known, layout, faults = _checked(snapshot, texts, files, kept)
        old = stale_results(book, snapshot.cells, layout)
        years, printed = TakenYears(), PrintedYears()
        if not faults and proposal.last is not None:
            printed = printed_years(layout, known, snapshot.cells, proposal.last, old)
            years = taken_years(printed, files.folder, files.texts, known, named_otherwise(files))
        if texts:
            extracts = {
                key: name
                for key, name in FILES.items()
                if name in years.texts or files.texts[name] is not None
            }
            texts[FILE_NAME] = settings_text(
                workbook.name, title_of(workbook.stem), proposal, extracts
            )
        taken = taken_of(layout, known, proposal.asked)
        used = {table.grid.name for table in (*proposal.tables, *proposal.unused)}
        drawn = mapped_sheets(book, snapshot, used | {place.sheet for place in taken})
    found_out = (
        *proposal.findings,
        *not_used(proposal.unused),
        *(
            finding
            for table in proposal.tables
            for finding in table.findings
            if finding.code not in _ASKED_OR_TOLD
        ),
        *headings_doubled(proposal.tables, faults),
        *faults,
        *layout.findings,
        *printed.findings(),
        *corrected(files, (*kept, *years.kept), years),
    )
    findings = tuple(dict.fromkeys(found_out))
    page = map_page(
        Map(
            workbook.name,
            drawn,
            taken,
            questions_of(proposal.asked, ANSWERS),
            findings,
        )
    )
    result = Adopted(
        workbook=workbook,
        indicators=len(proposal.indicators),
        tables=tuple(table.words.name for table in proposal.tables),
        months=layout.months,
        asked=proposal.asked,
        findings=findings,
        dry_run=dry_run,
        is_refused=bool(faults),
    )
    if dry_run:
        return result
    progress("writing the files")
    said = spelt_out(given, proposal.by_rest, kept=RULED)
    filled = years.write(files.folder)  # before the settings that name them
    written = write_files(
        files, texts, kept, page, answers_text(workbook.name, proposal.asked, said)
    )
    result = replace(
        result,
        written=(*written, *filled),
        kept=tuple(files.folder / name for name in (*kept, *years.kept)),
        outturns=years.outturns,
        benchmarks=years.benchmarks,
    )
    if faults or not texts or proposal.last is None:
        return result
    there = {place: value for place, value in snapshot.cells.items() if place not in old}
    settings = Settings.load(files.folder / FILE_NAME)
    return replace(
        result, taken_in=take_months(settings, layout, known, there, proposal.last, issued)
    )


def _not_asked_of(found: Sequence[CandidateTable], proposal: Proposal) -> set[str]:
    """Return the references in the workbook's tables of which there is no indicator now."""
    there = {entry.reference for table in found for entry in table.entries}
    return there - {each.reference for each in proposal.indicators}


def title_of(name: str) -> str:
    """Return how issued copies are called: the workbook's name without a month and an issue."""
    title = _MONTH_AT_END.sub("", name).strip(" -_,")
    return title if title and not title.startswith(("=", "+", "-", "@")) else "Scorecard"


def _as_shipped(snapshot: Snapshot) -> Layout | None:
    """Return the layout of the report's own workbook, None where it is another."""
    try:
        return locate(snapshot, layouts.shipped(), indicator_catalogue.shipped())
    except Refused:
        return None


def _shipped(
    workbook: Path, book: PackageWorkbook, snapshot: Snapshot, layout: Layout, dry_run: bool
) -> Adopted:
    """Return that the report's own workbook needs no settings, with its map."""
    known = indicator_catalogue.shipped()
    taken = taken_of(layout, known, ())
    drawn = mapped_sheets(book, snapshot, {place.sheet for place in taken})
    page = map_page(Map(workbook.name, drawn, taken, (), ()))
    written: tuple[Path, ...] = ()
    if not dry_run:
        write_text(workbook.parent / MAP, page)
        written = (workbook.parent / MAP,)
    return Adopted(
        workbook=workbook,
        indicators=len({line.indicator for line in layout.lines}),
        tables=tuple(table.name or "summary" for table in layout.tables),
        months=layout.months,
        asked=(),
        findings=(),
        written=written,
        dry_run=dry_run,
        is_shipped=True,
    )


def _checked(
    snapshot: Snapshot, texts: Mapping[str, str], files: Files, kept: Sequence[str]
) -> tuple[Mapping[str, Indicator], Layout, tuple[Finding, ...]]:
    """Return indicators and layout as the files have them, and what is wrong with that."""

    if not texts:
        return {}, Layout(), ()

    def text(name: str) -> str:
        return (files.texts[name] or "") if name in kept else texts[name]

    try:
        known = indicator_catalogue.parse(text(CATALOGUE), CATALOGUE)
        words = layouts.parse(text(LAYOUT), LAYOUT)
        return known, locate(snapshot, words, known), ()
    except Refused as refused:
        try:
            known = indicator_catalogue.parse(text(CATALOGUE), CATALOGUE)
        except Refused:
            known = {}
        return known, Layout(), refused.findings
