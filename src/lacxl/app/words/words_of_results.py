"""What a result is in words: headline, tables, listings, findings, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacxl.domain.finding import Finding
from lacxl.workbook.address import Cell, CellRef

if TYPE_CHECKING:
    from lacxl.app.document.with_receipt import ChangedWorkbook
    from lacxl.app.json_forms import ChangedCell

_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([A-Za-z_]\w*))!(\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})\b")


_CHANGES = ("cell", "was", "is", "what", "from")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, and the cell that it is about, if any."""

    text: str
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class TableOfTexts:
    """Rows of texts under their columns; `cells` has the cell of each row, where they have one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[CellRef | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Texts under a title, each with a heading of its own, "" where it goes on from the last."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A result in words: what was done, what it came to, what was found, what a person should know.

    `notes` are whole sentences, or "what: which file".
    """

    headline: str = ""
    tables: tuple[TableOfTexts, ...] = ()
    listings: tuple[Listing, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[TextLine]:
        """Yield everything as lines, for a door that shows nothing else."""
        if self.headline:
            yield TextLine(self.headline)
        for table in self.tables:
            for row, cell in zip(table.rows, table.cells or (None,) * len(table.rows), strict=True):
                yield TextLine("  ".join(filter(None, row)), cell)
        for listing in self.listings:
            yield TextLine(listing.title)
            for heading, text in listing.rows:
                yield TextLine(f"{heading}: {text}" if heading else text)
        for finding in self.findings:
            yield TextLine(str(finding), cell_of(finding))
        yield from map(TextLine, self.notes)


def changes(cells: Sequence[ChangedCell], *, in_full: bool = False) -> TableOfTexts:
    """Return the changed cells: cell, what it was and is, what it says, where that comes from.

    Unless `in_full`, text that a person typed is not repeated: output may end up in a server's log.
    """
    return TableOfTexts(
        _CHANGES,
        tuple(
            (
                str(each.place),
                *((each.shown_before, each.shown_after) if in_full else each.for_log),
                each.why,
                each.source,
            )
            for each in cells
        ),
        tuple(each.place for each in cells),
    )


def files(result: ChangedWorkbook) -> tuple[str, ...]:
    """Return where the workbook, its backup and its receipt are, or that it is to be saved."""
    unsaved = result.in_excel and result.changes and not result.dry_run
    named = {
        "The workbook": result.written,
        "As it was before": result.backup,
        "Every change, with its source": result.receipt,
    }
    return (
        *(["The workbook is not saved yet: look at it, then save it."] if unsaved else []),
        *(f"{what}: {path}" for what, path in named.items() if path),
    )


def cell_of(finding: Finding) -> CellRef | None:
    """Return the cell that a finding is about, the first of several; None for other places.

    A cell's name alone has no sheet, so only places such as 'Reviews & Visits'!F7 count.
    """
    found = _PLACE.search(finding.where)
    if found is None:
        return None
    try:
        sheet = found[1].replace("''", "'") if found[1] else found[2]
        return CellRef(sheet, Cell.parse(found[3]))
    except ValueError:
        return None
