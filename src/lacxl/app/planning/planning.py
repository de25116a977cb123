"""What a month changes in the workbook: decided here, for refresh and issue alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lacxl.app.case.case import Case
from lacxl.app.case.compared import shown_benchmark, wanted_headings
from lacxl.app.case.noticed import ahead, differing, missing_places
from lacxl.app.document.password import find_password
from lacxl.app.planning.corrections import marked_cells, marked_notes
from lacxl.checks.rehearsal import Contradicted, contradicted
from lacxl.domain.errors import Refused, refuse
from lacxl.domain.figures import FigureRow
from lacxl.domain.finding import Finding, Severity, first_of, warning
from lacxl.domain.limits import NO_VALUE
from lacxl.domain.month import Month
from lacxl.domain.numbers import how_many
from lacxl.domain.rating import WORDS
from lacxl.issuing.issued import refusal
from lacxl.workbook.address import CellRef
from lacxl.workbook.changes import ChangeSet
from lacxl.workbook.layout import JudgedCells, YearToDate
from lacxl.workbook.marks import with_marks, with_notes
from lacxl.workbook.plan import FormulaChoice, Gives, Plan, plan, unlock
from lacxl.workbook.validated import Forbidden, forbidden, in_list_form, without_forbidden
from lacxl.workbook.wanted import Wanted, coloured_by_hand, cover, lay, left_alone, rules

_NAMED = 6


def plan_month(
    case: Case, rows: tuple[FigureRow, ...], gives: Gives | None = None
) -> tuple[tuple[Wanted, ...], Plan]:
    """Return the wanted cells of the month and what has to change for them.

    `gives` tells what kept formulas give after that; else they are held to what they gave last.
    """
    faults = missing_places(case)
    if faults:
        raise Refused(faults)
    in_month = {
        number: reading
        for number, by_month in case.readings.items()
        if (reading := by_month.get(case.month)) is not None
    }
    said: Mapping[str, Mapping[JudgedCells, str]] = {}
    if case.layout.has_signals and not case.later:
        from lacxl.app.signals.signalling import (
            words_for_cells,  # most workbooks have no such column
        )

        said = words_for_cells(case, rows)
    wanted: tuple[Wanted, ...] = (
        *(() if case.later else cover(case.layout.cover, case.there, case.month)),
        *lay(
            rows,
            case.layout,
            outturns=case.outturns,
            benchmarks={key: shown_benchmark(each) for key, each in case.benchmarks.items()},
            empty=frozenset(p for p in case.looks if case.there.get(p) in (None, "")),
            sources={number: str(r.source or "") for number, r in in_month.items()},
            read=case.read,
            current=case.later is None,
            looks=case.looks,
            unrated=case.unrated,
            said=said,
        ),
        *wanted_headings(case),
    )
    wanted = tuple(in_list_form(want, case.validations) for want in wanted)
    against: tuple[Contradicted, ...] = ()
    if case.layout.signs is not None:
        decided = _decided(case)
        against = () if case.later else tuple(_contradicted(case, rows))
        without = decided | {each.place for each in against}
        wanted = tuple(want for want in wanted if want.place not in without)
    not_allowed = tuple(forbidden_in(case, wanted))
    wanted = without_forbidden(wanted, not_allowed, case.layout)
    planned = plan(
        case.snapshot,
        case.looks,
        wanted,
        rules=with_marks(rules(case.layout, case.colours.rules), case.snapshot, marked_cells(case)),
        formulas=FormulaChoice(case.settings.workbook.formulas),
        gives=gives,
    )
    guarded = {sheet.name for sheet in case.snapshot.sheets if sheet.protection}
    draft = [place for place in case.layout.of_month(case.month) if place.sheet in guarded]
    freed = unlock(case.looks, draft)  # it may have its neighbour's lock
    notes = ChangeSet(comments=with_notes(case.comments, marked_notes(case), ChangeSet()))
    read = frozenset(in_month) | case.read_by_quarter
    told = {*(each.place for each in against), *(each.want.place for each in not_allowed)}
    left = {} if case.later else left_alone(rows, case.layout, wanted, case.there, read, told)
    return wanted, replace(
        planned,
        changes=planned.changes.and_then(freed).and_then(notes),
        findings=(
            *planned.findings,
            *(each.finding for each in against),
            *(each.finding for each in not_allowed),
            *_left(left, case.month),
            *_by_hand(case, wanted),
        ),
    )


def forbidden_in(case: Case, wanted: Sequence[Wanted]) -> Iterator[Forbidden]:
    """Yield the wanted cells that the validations of the case's workbook do not allow."""
    signs = case.layout.signs
    return forbidden(
        wanted,
        case.validations,
        case.there,
        keeps_formulas=case.settings.workbook.formulas == FormulaChoice.KEEP.value,
        words=WORDS if signs is None else {*signs.lights.values(), *signs.arrows.values()},
    )


def refuse_forbidden(case: Case, wanted: Sequence[Wanted]) -> None:
    """Refuse a correction that validations do not allow: the ledger would say that it was made."""
    if faults := [each.fault for each in forbidden_in(case, wanted)]:
        raise Refused(faults)


def _contradicted(case: Case, rows: Sequence[FigureRow]) -> Iterator[Contradicted]:
    return contradicted(
        rows,
        case.layout,
        case.there,
        case.readings,
        case.known_before,
        case.quarters,
        tuple(case.unrated),
    )


def _decided(case: Case) -> frozenset[CellRef]:
    """Return the years to date of a council's own tables that say n/a: somebody decided so."""
    places = (
        place
        for line in case.layout.lines
        for p, place in line.at.items()
        if isinstance(p, YearToDate)
    )
    texts = {place: case.there.get(place) for place in places}
    return frozenset(
        place
        for place, value in texts.items()
        if isinstance(value, str) and value.strip().casefold() in NO_VALUE
    )


def _by_hand(case: Case, wanted: Sequence[Wanted]) -> Iterator[Finding]:
    """Yield a warning for fills that were given by hand to what a cell said before."""
    colours = case.colours
    places = coloured_by_hand(wanted, case.layout, case.there, colours.painted, colours.rules)
    if places:
        yield warning(
            "P118",
            f"Somebody coloured {how_many(len(places), 'cell')} by hand, and no rule colours what "
            "they say now: the colour is that of what they said before.",
            first_of(places, _NAMED),
            "Colour these cells by hand, or take their fill away and colour them by a rule.",
        )


def _left(cells: Mapping[str, Sequence[CellRef]], month: Month) -> Iterator[Finding]:
    """Yield a warning for cells that say what they said before, as lacxl cannot tell better."""
    for what, places in cells.items():
        yield warning(
            "P115",
            f"The {what} in {how_many(len(places), 'cell')} was not worked out for {month.short} "
            "and still says what it said before.",
            first_of(places, _NAMED),
            "Answer what is open in lacxl-answers.toml and run lacxl adopt again, or correct these "
            "cells by hand.",
        )


def refuse_issued(case: Case) -> Refused:
    """Return the refusal to change an issued month, with what its readings say otherwise now."""
    settings = case.settings
    files = settings.issued_path.name, settings.workbook_path.name
    refused = refusal(case.month, case.record, *files)
    return Refused((*refused.findings, *differing(case)))


def refuse_ahead(case: Case) -> None:
    """Refuse to issue a month while there are figures in months that have not happened."""
    faults = tuple(ahead(case, Severity.ERROR))
    if faults:
        raise Refused(faults)


def refuse_overtaken(case: Case) -> None:
    """Refuse to issue a month from a workbook in which a later one is filled."""
    if case.later is not None:
        month = case.month
        way = (
            f'Correct its readings, then: lacxl restate {month} --reason "WHY" --issue'
            if case.reopening or month in case.issued
            else f"Take a backup from before {case.later.long} was filled into a folder of its own "
            "with a lacxl.toml, and issue the month from there."
        )
        raise refuse(
            "I107",
            f"{case.later.long} is filled already: year to date, arrows and lights are that "
            f"month's, so {month.long} cannot be issued from this workbook.",
            case.settings.workbook_path.name,
            way,
        )


def password_for(case: Case, *, protecting: bool = False) -> str | None:
    """Return the password; the keyring is asked only if a sheet is guarded or will be."""
    guarded_sheets = any(s.protection and s.protection.password for s in case.snapshot.sheets)
    return find_password(case.settings.workbook_path, needed=protecting or guarded_sheets)
