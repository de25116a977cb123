"""Adopting a workbook that lacxl has never seen: what it is taken for, in files to correct."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.adopting.allowed_answers import require_allowed
from lacxl.adopting.answers import Answers, Asked, Item, answers_text, read_answers
from lacxl.adopting.candidates import Candidate
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
from lacxl.adopting.sealed_files import State, sealed, state_of
from lacxl.adopting.taken_for import questions_of, taken_of
from lacxl.adopting.writing import (
    ANSWERS,
    CATALOGUE,
    LAYOUT,
    MAP,
    catalogue_text,
    layout_text,
    settings_text,
)
from lacxl.app.adopt.taking_in import FILES, TakenYears, stale_results, take_months, taken_years
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.domain.errors import Refused, UsageFault, refuse
from lacxl.domain.finding import Finding, error, first_of, note, warning
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import MONTH_NAMES, Month
from lacxl.domain.numbers import how_many
from lacxl.engines.package import PackageWorkbook
from lacxl.files.os_errors import coded
from lacxl.files.plain import is_there, read_plain
from lacxl.files.text_files import write_text
from lacxl.settings.settings import FILE_NAME, Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, locate
from lacxl.workbook.layout.grid import Grid
from lacxl.workbook.layout.period_labels import NoPeriod, read_label
from lacxl.workbook.snapshot import Snapshot

_MONTH_AT_END = re.compile(
    rf"[\s\-_,]*\b(?:{'|'.join(f'{n}|{n[:3]}' for n in MONTH_NAMES)})[\s\-_,]*(?:\d{{4}}|\d{{2}})"
    r"(?:[\s\-_]*I\d+)?\s*$",
    re.I,
)
_ASKED_OR_TOLD = ("L103", "L121")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a workbook was taken for.

    `written` are the files that were written, `kept` those that a person has corrected, which
    stay. `asked` are the questions that are open. `taken_in` counts the figures of months that
    were taken into the history, `outturns` and `benchmarks` those that went into their files.
    `is_refused` says that a refresh refuses the workbook, for faults that are among the findings.
    """

    workbook: Path
    indicators: int
    tables: tuple[str, ...]
    months: tuple[Month, ...]
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...]
    written: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    taken_in: int = 0
    outturns: int = 0
    benchmarks: int = 0
    dry_run: bool = False
    is_shipped: bool = False
    is_refused: bool = False

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "adopt",
            "workbook": str(self.workbook),
            "dry_run": self.dry_run,
            "shipped_layout": self.is_shipped,
            "indicators": self.indicators,
            "tables": list(self.tables),
            "months": [str(month) for month in self.months],
            "questions": [
                {
                    "id": each.id,
                    "asks": each.asks,
                    "choices": list(each.choices),
                    "why": each.why,
                    "of": [_as_dict(item) for item in each.items],
                    "singly": [_as_dict(item) for item in each.singly],
                }
                for each in self.asked
            ],
            "history": self.taken_in,
            "outturns": self.outturns,
            "benchmarks": self.benchmarks,
            "written": [str(path) for path in self.written],
            "kept": [str(path) for path in self.kept],
            "findings": findings_as_dicts(self.findings),
        }


def _as_dict(item: Item) -> dict[str, str | None]:
    return {
        "key": item.key,
        "about": item.about,
        "suggested": item.suggested,
        "cell": None if item.cell is None else str(item.cell),
    }


@dataclass(frozen=True, slots=True)
class _Files:
    """The files beside the workbook, and what each of them holds now."""

    folder: Path
    texts: Mapping[str, str | None]

    @classmethod
    def beside(cls, workbook: Path) -> _Files:
        names = (FILE_NAME, LAYOUT, CATALOGUE, ANSWERS, *FILES.values())
        return cls(workbook.parent, {name: _text(workbook.parent / name) for name in names})

    def state(self, name: str) -> State:
        return state_of(self.texts[name])


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
    files = _Files.beside(workbook)
    _require_own_folder(files, workbook)
    given, text, where = _answers(files, answers)
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
            raise _nothing(workbook, snapshot, proposal)
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
            years = taken_years(printed, files.folder, files.texts, known, _named_otherwise(files))
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
        *_headings_doubled(proposal.tables, faults),
        *faults,
        *layout.findings,
        *printed.findings(),
        *_corrected(files, (*kept, *years.kept), years),
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
    written = _write(files, texts, kept, page, answers_text(workbook.name, proposal.asked, said))
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


def _not_asked_of(found: Sequence[Candidate], proposal: Proposal) -> set[str]:
    """Return the references in the workbook's tables of which there is no indicator now."""
    there = {entry.reference for table in found for entry in table.entries}
    return there - {each.reference for each in proposal.indicators}


def _require_own_folder(files: _Files, workbook: Path) -> None:
    """Refuse a folder whose settings are broken, or are those of another workbook."""
    if files.texts[FILE_NAME] is None:
        return
    other = Settings.load(files.folder / FILE_NAME).workbook_path
    if other != workbook.absolute() and other.name != workbook.name:
        raise refuse(
            "D212",
            f"The settings in this folder are those of another workbook, {other.name}.",
            str(files.folder / FILE_NAME),
            "Put the workbook into a folder of its own, then run lacxl adopt again.",
        )


def title_of(name: str) -> str:
    """Return how issued copies are called: the workbook's name without a month and an issue."""
    title = _MONTH_AT_END.sub("", name).strip(" -_,")
    return title if title and not title.startswith(("=", "+", "-", "@")) else "Scorecard"


def _answers(files: _Files, answers: Path | None) -> tuple[Answers, str, str]:
    """Return what was answered, the text of it, and the file's name."""
    if answers is not None:
        text = _text(answers)
        if text is None:
            raise UsageFault(
                error("U105", "There is no file with answers.", str(answers), "Name another file.")
            )
        return read_answers(text, answers.name), text, answers.name
    text = files.texts[ANSWERS] or ""
    return read_answers(text, ANSWERS), text, ANSWERS


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
    snapshot: Snapshot, texts: Mapping[str, str], files: _Files, kept: Sequence[str]
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


def _headings_doubled(tables: Sequence[Candidate], told: Sequence[Finding]) -> Iterator[Finding]:
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


def _named_otherwise(files: _Files) -> frozenset[str]:
    """Return the keys of extracts for which somebody's settings name a file of another name."""
    if files.state(FILE_NAME) is not State.CORRECTED:
        return frozenset()
    extracts = Settings.load(files.folder / FILE_NAME).extracts
    named = {"outturns": extracts.outturns, "benchmarks": extracts.benchmarks}
    return frozenset(key for key, name in named.items() if name not in ("", FILES[key]))


def _corrected(files: _Files, kept: Sequence[str], years: TakenYears) -> Iterator[Finding]:
    settings = files.texts[FILE_NAME] or ""
    for name in kept:
        lacks = []
        if name == FILE_NAME and LAYOUT not in settings:
            lacks.append(f'to its [workbook]: layout = "{LAYOUT}" and catalogue = "{CATALOGUE}"')
        if name == FILE_NAME:
            lacks += [
                f'to its [extracts]: {key} = "{file}"'
                for key, file in FILES.items()
                if file in years.texts and file not in settings
            ]
        more = f" Add {', and '.join(lacks)}." if lacks else ""
        yield (note if not more else warning)(
            "D206",
            "Somebody has written or corrected this file, so it stays as it is.",
            str(files.folder / name),
            f"Delete it to have it written again.{more}",
        )


def _write(
    files: _Files, texts: Mapping[str, str], kept: Sequence[str], page: str, answers: str
) -> tuple[Path, ...]:
    """Write the files, the settings last; those that a person has corrected stay."""
    written: list[Path] = []

    def write(name: str, text: str) -> None:
        path = files.folder / name
        if _text(path) != text:
            write_text(path, text)
            written.append(path)

    for name in (LAYOUT, CATALOGUE):
        if name not in kept and texts:
            write(name, sealed(texts[name]))
    write(ANSWERS, answers)
    write(MAP, page)
    if FILE_NAME not in kept and texts:
        write(FILE_NAME, sealed(texts[FILE_NAME]))
    return tuple(written)


def _nothing(workbook: Path, snapshot: Snapshot, proposal: Proposal) -> Refused:
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


def _text(path: Path) -> str | None:
    if not is_there(path):
        return None
    with coded(path, "reading the file"):
        return read_plain(path).decode("utf-8", errors="replace").removeprefix("\ufeff")
