"""A workbook that is open in Excel, as it is reached: by copies, by its sheets, by the rest."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lacxl.domain.errors import Refused, refuse
from lacxl.engines.excel.copying import Copy, save_copy
from lacxl.engines.excel.native import Spelling
from lacxl.engines.excel.open_sheet import OpenSheet
from lacxl.engines.excel.patience import Patience
from lacxl.workbook.address import Cell


class LiveBook:
    """The open workbook, its application, and the last copy that was made of it."""

    def __init__(
        self, app: Any, book: Any, name: str, *, native: Spelling, patience: Patience
    ) -> None:
        self.app = app
        self.book = book
        self.name = name
        self.native = native
        self.patience = patience
        self.copy: Copy | None = None
        self._seen: tuple[Cell, str] | None = None

    def close(self) -> None:
        """Let go of the copy; the workbook stays open in Excel."""
        if self.copy is not None:
            self.copy.close()
            self.copy = None

    def fresh(self) -> Copy:
        """Return a copy of what Excel holds now, in the place of the last one."""
        copy = self.apart()
        self.close()
        self.copy = copy
        return copy

    def apart(self) -> Copy:
        """Return a copy of what Excel holds now, which whoever asks closes."""

        def write(target: Path) -> None:
            save_copy(self.book, self.native, self.patience, self.name, target)

        return Copy(write, self.name)

    def sheets(self) -> Callable[[str], OpenSheet]:
        """Return what gives a sheet by its name, to write to."""
        sheets = self.patience(lambda: self.book.sheets, "listing the sheets")

        @functools.cache
        def sheet_of(name: str) -> OpenSheet:
            sheet = self.patience(lambda: sheets[name], "looking a sheet up")
            if sheet.api is None:  # a busy Excel can hand out an empty object
                raise refuse(
                    "E105",
                    "Excel returned an unusable sheet.",
                    f"{self.name}, {name}",
                    "Close any dialog in Excel and try again.",
                )
            return OpenSheet(name, sheet, self.native, self.patience, self.viewpoint)

        return sheet_of

    def viewpoint(self) -> tuple[Cell, str]:
        """Return what formulas of rules depend on: the active cell, what separates arguments."""
        if self._seen is None:
            self._seen = self._looked()
        return self._seen

    def forget_viewpoint(self) -> None:
        """Have it looked for again."""
        self._seen = None

    def _looked(self) -> tuple[Cell, str]:
        native, patience = self.native, self.patience
        cell = patience(lambda: native.active_cell(self.app), "asking for the active cell")
        if cell is None:
            raise refuse(
                "E120",
                "No cell is active in Excel, perhaps a chart is; conditional formats need one.",
                self.name,
                "Nothing was written. Click on a cell of any sheet, then try again.",
            )
        try:
            return cell, patience(lambda: native.list_separator(self.app))
        except Refused as refused:
            if refused.codes != ("E105",):
                raise
            return cell, ","  # as in English; reading back shows whether it was right

    def work_out(self) -> None:
        """Have Excel work out the formulas where it does not do so by itself."""
        if self.patience.get(self.app, "calculation") != "automatic":
            self.calculate()

    def calculate(self) -> None:
        """Have Excel work out the formulas."""
        self.patience(self.app.calculate, "working out the formulas")
