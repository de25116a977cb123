"""What a workbook alone tells: its cells, where its figures are, which months are issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from lacxl.app.case.looks import ColoursInUse, colours_of, looks_of, validations_of
from lacxl.catalogue import indicators as indicator_catalogue
from lacxl.catalogue import layouts
from lacxl.domain.errors import Refused
from lacxl.domain.indicator import Indicator
from lacxl.domain.month import Month
from lacxl.engines.package import PackageWorkbook
from lacxl.issuing.issued import filled_months, issued_months, locked_months
from lacxl.ledgers.record import Issued
from lacxl.settings.settings import Settings
from lacxl.workbook.address import CellRef
from lacxl.workbook.benchmark_headings import benchmark_headings
from lacxl.workbook.layout import Layout, LayoutWords, locate
from lacxl.workbook.snapshot import CellLook, CellValue, ChartText, Comment, Snapshot, Validation


@dataclass(frozen=True)  # without slots, for what it works out once
class Seen:
    """What the workbook alone tells: its cells, where the report's figures are, what is issued.

    `looks` has every cell of every month, `validations` those in which not everything may be typed.
    `chart_texts` are those of the sheet of signals, where there is one.
    """

    snapshot: Snapshot
    layout: Layout
    looks: Mapping[CellRef, CellLook]
    validations: Mapping[CellRef, Validation] = field(default_factory=dict)
    colours: ColoursInUse = field(default_factory=ColoursInUse)
    chart_texts: tuple[ChartText, ...] = ()

    @cached_property
    def there(self) -> Mapping[CellRef, CellValue]:
        """What each cell of the workbook holds."""
        return self.snapshot.cells

    @property
    def locked(self) -> frozenset[Month]:
        """The months of which every cell is locked on a protected sheet."""
        return locked_months(self.snapshot, self.layout, self.looks)

    def issued(self, record: tuple[Issued, ...]) -> frozenset[Month]:
        """Return the issued months, by the record or by their locks."""
        return issued_months(record, self.locked & filled_months(self.layout, self.there))


NO_WORKBOOK: Final = Seen(Snapshot(()), Layout(), {})
"""What is seen where there is no workbook."""


def see(settings: Settings, source: Path | None = None) -> Seen:
    """Read the workbook alone, or the copy of it that `source` is; raises Refused."""
    known = indicator_catalogue.load(settings.catalogue_path)
    return see_by(settings, layouts.load(settings.layout_path), known, source)


def see_by(
    settings: Settings, words: LayoutWords, known: Mapping[str, Indicator], source: Path | None
) -> Seen:
    """Read the workbook, or the copy of it, by these words of a layout; raises Refused."""
    with open_workbook(settings, source) as book:
        snapshot = book.survey(full=())
        left_out = settings.workbook.leave_out
        try:
            layout: Layout | None = locate(snapshot, words, known, left_out)
        except Refused:
            if all(sheet.complete for sheet in snapshot.sheets):
                raise
            layout = None
        if layout is None or any(
            not snapshot.sheet(sheet).complete for sheet in {p.sheet for p in layout.places}
        ):
            # a table is on a very large sheet, where merges and the like come last
            snapshot = book.survey()
            layout = locate(snapshot, words, known, left_out)
        places = layout.places
        headings = benchmark_headings(layout, snapshot)
        name = settings.signals.sheet.casefold()
        signals = [sheet.name for sheet in snapshot.sheets if sheet.name.casefold() == name]
        return Seen(
            snapshot,
            layout,
            looks_of(book, (*places, *headings)),
            validations_of(book, places),
            colours_of(book, layout),
            tuple(text for sheet in signals for text in book.chart_texts(sheet)),
        )


def open_workbook(settings: Settings, source: Path | None = None) -> PackageWorkbook:
    """Open the workbook, or a copy of it, for reading and writing; raises Refused."""
    path = source or settings.workbook_path
    return PackageWorkbook(path, allow_signed=settings.workbook.allow_signed)


def comments_of(
    settings: Settings, source: Path | None, layout: Layout
) -> Mapping[CellRef, Comment]:
    """Return the comments on the sheets with figures; raises Refused."""
    sheets = dict.fromkeys(place.sheet for line in layout.lines for place in line.places)
    if not sheets:
        return {}
    with open_workbook(settings, source) as book:
        return {
            CellRef(sheet, cell): comment
            for sheet in sheets
            for cell, comment in book.comments(sheet).items()
        }
