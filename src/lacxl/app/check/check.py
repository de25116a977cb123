"""A workbook alone, without extracts: every contradiction in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lacxl.app.accepting import split_accepted
from lacxl.app.case.looks import looks_of
from lacxl.app.check.understanding import Understood, understood
from lacxl.app.document.current import current
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.checks.alone.ahead import filled_to
from lacxl.checks.alone.every import Alone, every_check
from lacxl.checks.alone.unchanged import unchanged
from lacxl.domain.errors import Refused
from lacxl.domain.finding import Finding
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.plain import is_same
from lacxl.judging.own_judgement import own_judgement
from lacxl.judging.visible import Own, Visible, as_visible
from lacxl.ledgers.reasons import REASONS
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.layout import Layout, LayoutWords
from lacxl.workbook.snapshot import CellLook, CellValue, Snapshot, TextBox

_ISSUE = re.compile(r" - I(\d{1,4})\.xls[xm]$", re.I)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: `month` is the one judged, None where nothing is filled.

    `unjudged` counts the sentences with a figure or a direction that could not be bound to one
    indicator and month.
    """

    workbook: Path
    month: Month | None
    findings: tuple[Finding, ...]
    unjudged: int

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "check",
            "workbook": str(self.workbook),
            "month": None if self.month is None else str(self.month),
            "unjudged": self.unjudged,
            "findings": findings_as_dicts(self.findings),
        }


def check(workbook: Path, settings: Settings | None = None) -> Checked:
    """Return what contradicts itself in a workbook; nothing is changed.

    The settings say which catalogue, layout and targets are the council's, where there are any,
    and which findings are accepted: those come last.
    Raises Refused where the workbook cannot be read or understood.
    """
    known = indicator_catalogue.load(settings.catalogue_path if settings else None)
    by_council = indicator_catalogue.own(known)
    if settings is not None:
        settings.check_indicators(known)
        known = indicator_catalogue.with_settings(
            known,
            target=settings.targets,
            amber=settings.ambers,
            polarity=settings.polarities,
            basis=settings.bases,
            dead_band=settings.dead_bands,
            ceilings=settings.ceilings_of,
            figures=settings.figure_limits,
        )
    words = layouts.load(settings.layout_path if settings else None)
    allow_signed = settings is None or settings.workbook.allow_signed
    left_out = settings.workbook.leave_out if settings else ()
    with PackageWorkbook(workbook, allow_signed=allow_signed) as book:
        seen, snapshot = _understood(book, words, known, left_out)
        layout = seen.layout
        there, stale = current(book, snapshot.cells, layout.places)
        if (filled := filled_to(layout, there, frozenset()).month) is not None:
            layout = layout.as_of(filled)
        looks = looks_of(book, layout.places)
        texts = book.text_boxes()
    shown = {number: known[number] for number in {line.indicator for line in layout.lines}}
    shown = {number: known[number] for number in known if number in shown}
    visible, differ = _visible(known, by_council, layout, there, looks, settings)
    differ = _of_the_council(differ, shown, settings)
    result = every_check(
        Alone(
            layout,
            there,
            looks,
            shown,
            visible,
            snapshot,
            texts,
            seen.doubled,
            frozenset(each.where for each in differ),
        )
    )
    findings = (*stale, *seen.findings, *layout.findings, *result.findings, *differ)
    if result.month is not None:
        folder = settings.issued_folder if settings else workbook.absolute().parent
        findings += tuple(_unchanged(workbook, folder, texts, result.month - 1))
        if settings is not None:
            accepted = REASONS.load(settings.accepted_path)
            new, known_already = split_accepted(findings, accepted, result.month)
            findings = (*new, *known_already)
    return Checked(workbook, result.month, findings, result.unjudged)


def _of_the_council(
    differ: Sequence[Finding], shown: Mapping[str, Indicator], settings: Settings | None
) -> list[Finding]:
    """Return where targets and good performance differ from the catalogue, or cannot be read.

    By the catalogue that ships they are told only where most targets agree with it: else it is
    another council's workbook, which has targets of its own.
    """
    told = [each for each in differ if each.code in ("K104", "K105")]
    own = settings is not None and (settings.targets or settings.catalogue_path)
    rated = [each for each in shown.values() if each.target is not None]
    others = [each for each in told if each.code == "K104" and "target of" in each.what]
    if own or 2 * len(others) < len(rated):
        return told
    return [each for each in told if each not in others]


def _unchanged(
    workbook: Path, folder: Path, texts: Sequence[TextBox], month: Month
) -> Iterator[Finding]:
    """Yield the narratives of the issued copy of a month, the latest one in the folder."""
    try:
        beside = list(folder.iterdir())
    except OSError:  # no such folder, or not one to be listed
        return
    copies = [
        (int(found[1]), path)
        for path in beside
        if (found := _ISSUE.search(path.name)) and f" - {month.long} - I" in path.name
        if not is_same(path, workbook)
    ]
    if not copies:
        return
    _, latest = max(copies)
    try:
        with PackageWorkbook(latest, allow_signed=True) as issued:
            before = issued.text_boxes()
    except Refused:  # a copy that cannot be read tells nothing
        return
    yield from unchanged(texts, before, month, latest.name)


def _understood(
    book: PackageWorkbook,
    words: LayoutWords,
    known: Mapping[str, Indicator],
    left_out: Sequence[str],
) -> tuple[Understood, Snapshot]:
    """Return the layout and the cells, of very large sheets too where a table is on one."""
    snapshot = book.survey(full=())
    try:
        seen = understood(snapshot, words, known, left_out)
    except Refused:
        if all(sheet.complete for sheet in snapshot.sheets):
            raise
    else:
        sheets = {place.sheet for place in seen.layout.places}
        if all(snapshot.sheet(sheet).complete for sheet in sheets):
            return seen, snapshot
    snapshot = book.survey()
    return understood(snapshot, words, known, left_out), snapshot


def _visible(
    known: Mapping[str, Indicator],
    by_council: frozenset[str],
    layout: Layout,
    there: Mapping[CellRef, CellValue],
    looks: Mapping[CellRef, CellLook],
    settings: Settings | None,
) -> tuple[Visible, list[Finding]]:
    if layout.signs is not None:
        judgement = own_judgement(known, layout, there, looks)
        return judgement.seen, list(judgement.findings)
    return as_visible(
        known,
        layout,
        there,
        looks,
        amber=settings.ambers if settings else {},
        own=Own(
            catalogue=by_council,
            targets=frozenset(settings.targets if settings else ()),
            polarities=frozenset(settings.polarities if settings else ()),
        ),
    )
