"""Two workbooks side by side: which figures differ and why, then which other cells do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lacxl.app.case.looks import looks_of
from lacxl.app.json_forms import FORMAT, findings_as_dicts
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.domain.errors import Refused, UsageFault
from lacxl.domain.finding import Finding, error, warning
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.files.os_errors import coded
from lacxl.ledgers.history import History
from lacxl.ledgers.receipts import sha256_of
from lacxl.ledgers.record import Issued, read_record
from lacxl.ledgers.restated import RESTATED, in_force, in_words
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.differences import Differences, Figure, ShownWorkbook, differences
from lacxl.workbook.layout import FigurePart, locate
from lacxl.workbook.shown import told
from lacxl.workbook.snapshot import CellLook, SheetSnapshot

_ISSUE = re.compile(r"((?:19|20)\d{2}-(?:0[1-9]|1[0-2]))(?: I([1-9]\d{0,3}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DifferentFigure:
    """A figure that the two show differently; `what` of it as the ledger of restatements words it.

    `cells` are those of the second workbook, which are those of the first too unless they moved.
    """

    figure: str
    what: str
    was: str
    now: str
    cells: tuple[CellRef, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class DifferentCell:
    """Another cell that the two show differently; of a text that a person typed only that it is."""

    place: CellRef
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How the workbook `after` differs from the one `before`.

    `only_before` and `only_after` are the periods, or judgements, that one of them does not show.
    """

    before: Path
    after: Path
    figures: tuple[DifferentFigure, ...]
    cells: tuple[DifferentCell, ...]
    boxes: tuple[tuple[str, str], ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether anything differs."""
        return bool(self.figures or self.cells or self.boxes or self.only_before or self.only_after)

    def as_dict(self) -> dict[str, object]:
        """The result for --json; docs/json.md documents it."""
        return {
            "format": FORMAT,
            "command": "diff",
            "before": str(self.before),
            "after": str(self.after),
            "figures": [
                {
                    "figure": each.figure,
                    "what": each.what,
                    "was": each.was,
                    "now": each.now,
                    "cells": [str(place) for place in each.cells],
                    "why": each.why,
                }
                for each in self.figures
            ],
            "cells": [
                {
                    "sheet": each.place.sheet,
                    "cell": str(each.place.cell),
                    "was": each.was,
                    "now": each.now,
                }
                for each in self.cells
            ],
            "boxes": [{"sheet": sheet, "name": name} for sheet, name in self.boxes],
            "only_before": list(self.only_before),
            "only_after": list(self.only_after),
            "findings": findings_as_dicts(self.findings),
        }


def diff(before: str, after: str | None, settings: Settings | None) -> Compared:
    """Compare two workbooks, each named by its path or as an issue: 2015-05, or 2015-05 I2.

    A month alone is its latest issue; without `after` it is the workbook of the settings. Nothing
    is changed. Raises UsageFault for an issue that is not on record (U114), or where only
    settings could say what is meant (U115), and Refused for a workbook that cannot be read.
    """
    record = read_record(settings.issued_path) if settings else ()
    found: list[Finding] = []
    paths = [_path(name, settings, record, found) for name in (before, after)]
    known = indicator_catalogue.load(settings.catalogue_path if settings else None)
    words = layouts.load(settings.layout_path if settings else None)
    left_out = settings.workbook.leave_out if settings else ()
    with ExitStack() as stack:
        books = [stack.enter_context(PackageWorkbook(path, allow_signed=True)) for path in paths]
        shown: list[ShownWorkbook] = []
        for path, book in zip(paths, books, strict=True):
            snapshot = book.survey()
            with _naming(path):
                layout = locate(snapshot, words, known, left_out)
            shown.append(ShownWorkbook(layout, snapshot, book.text_boxes()))
        differ = differences(shown[0], shown[1], known)
        looks = [
            looks_of(book, _places(differ, which, each.snapshot.sheets))
            for which, (book, each) in enumerate(zip(books, shown, strict=True))
        ]
    whys = _whys(settings) if settings else {}
    told_cells = [_told(each, look) for each, look in zip(shown, looks, strict=True)]
    return Compared(
        paths[0],
        paths[1],
        _figures(differ, told_cells, whys),
        tuple(
            _cell(place, *(each.get(place, "") for each in told_cells)) for place in differ.cells
        ),
        differ.boxes,
        _whats(differ.only_before),
        _whats(differ.only_after),
        tuple(found),
    )


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let what is refused say in which of the two workbooks it is."""
    try:
        yield
    except Refused as refused:
        raise Refused(
            replace(each, where=f"{path.name}, {each.where}" if each.where else path.name)
            for each in refused.findings
        ) from refused


def _path(
    name: str | None, settings: Settings | None, record: Sequence[Issued], found: list[Finding]
) -> Path:
    """Return the workbook that is meant; a copy that is not the one on record is a finding."""
    issue = _ISSUE.fullmatch(name) if name else None
    if name and not issue:
        return Path(name)
    if settings is None:
        raise UsageFault(
            error(
                "U115",
                f"No lacxl.toml in this folder or above says which workbook "
                f"{'is the other one' if name is None else f'{name} is'}.",
                todo="Go to the report's folder, or name two files: lacxl diff OLD.xlsx NEW.xlsx",
            )
        )
    if issue is None:
        return settings.workbook_path
    month, number = Month.parse(issue[1]), issue[2]
    issued = [
        each
        for each in record
        if each.month == month and each.file and number in (None, str(each.issue))
    ]
    if not issued:
        there = ", ".join(f"{each.month} I{each.issue}" for each in record if each.file)
        raise UsageFault(
            error(
                "U114",
                f"No issue {name} is on record. On record: {there or 'none'}.",
                todo="Name one of them, or the path of a workbook.",
            )
        )
    latest = max(issued, key=lambda each: each.issue)
    path = settings.issued_folder / Path(latest.file).name
    with coded(path, "reading the issued copy"):
        digest = sha256_of(path)
    if digest != latest.sha256:
        found.append(
            warning(
                "I139",
                f"This is not the copy of issue {latest.issue} of {month.long} that is on record: "
                "it was changed or saved since.",
                latest.file,
                "Ask somebody who was sent it for the copy, and put it back.",
            )
        )
    return path


def _places(differ: Differences, which: int, sheets: Sequence[SheetSnapshot]) -> list[CellRef]:
    """Return the cells of one of the two workbooks that differ, on the sheets that it has."""
    names = {sheet.name for sheet in sheets}
    figures = ((before, after)[which] for _, before, after in differ.figures)
    return [place for place in (*figures, *differ.cells) if place.sheet in names]


def _cell(place: CellRef, was: str, now: str) -> DifferentCell:
    return DifferentCell(place, was, "another text" if was == now else now)


def _whats(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return what of figures is shown, without the parts of it."""
    parts = tuple(f" {part.value}" for part in FigurePart)
    whats = (
        next((what.removesuffix(p) for p in parts if what.endswith(p)), what)
        for _, what, _ in figures
    )
    return tuple(sorted(dict.fromkeys(whats)))


def _told(shown: ShownWorkbook, looks: Mapping[CellRef, CellLook]) -> Mapping[CellRef, str]:
    cells = shown.snapshot.cells
    return {place: told(cells.get(place), look.number_format) for place, look in looks.items()}


def _figures(
    differ: Differences,
    told_cells: Sequence[Mapping[CellRef, str]],
    whys: Mapping[tuple[str, str], str],
) -> tuple[DifferentFigure, ...]:
    """Return the figures, each once for the cells that show it alike, with the reason on record."""
    cells: dict[tuple[str, str, str, str], list[CellRef]] = {}
    for (figure, what, _), one, other in differ.figures:
        key = (figure, what, told_cells[0][one], told_cells[1][other])
        cells.setdefault(key, []).append(other)
    return tuple(
        DifferentFigure(*key, tuple(places), whys.get(key[:2], "")) for key, places in cells.items()
    )


def _whys(settings: Settings) -> Mapping[tuple[str, str], str]:
    """Return why a figure of a month is another one, where a ledger knows: a restatement's reason,
    else the reading that was taken after another.
    """
    found: dict[tuple[str, str], str] = {}
    before: set[tuple[str, str]] = set()
    for entry in History.load(settings.history_path).entries:
        reading = entry.reading
        key = (reading.indicator, str(reading.month))
        if key in before:
            found[key] = f"read {in_words(entry.taken)} from {reading.source}"
        before.add(key)
    for each in in_force(RESTATED.load(settings.restated_path)):
        if not each.issue:
            found[each.figure, each.what] = f"restated {in_words(each.when)}: {each.reason}"
    return found
